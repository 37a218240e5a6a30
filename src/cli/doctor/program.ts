import { execFile } from 'node:child_process';
import type { Finding, Machine } from './check.ts';
import { failing } from './check.ts';

const LIMIT_MS = 8000;

/** What a program said about itself: `missing` where there is none of that name, `silent` where it did not end in time. */
export type ProgramAnswer = { readonly kind: 'said'; readonly text: string } | { readonly kind: 'missing' | 'silent' };

/** Runs a program for what it prints, errors included; its exit status does not matter. Killed after 8 s. */
export const ask = (program: string, args: readonly string[], { env, signal }: Machine): Promise<ProgramAnswer> =>
  new Promise((resolve) => {
    execFile(program, args, { env, signal, timeout: LIMIT_MS, killSignal: 'SIGKILL' }, (err, stdout, stderr) => {
      if (err?.code === 'ENOENT' || err?.code === 'EACCES') resolve({ kind: 'missing' });
      else if (err?.killed || err?.name === 'AbortError') resolve({ kind: 'silent' });
      else resolve({ kind: 'said', text: `${stdout}${stderr}` });
    });
  });

/** A program that was asked, and has no version in its answer: it took too long, which a busy machine does too, or is another program. */
export const unversioned = (program: string, like: string, answer: ProgramAnswer, advice: string): Finding =>
  answer.kind === 'silent'
    ? failing(`'${program}' did not answer in time`, `try again when the machine is less busy; else ${advice}`)
    : failing(`'${program}' does not answer as ${like} does`, advice);

/** The version in what a program says, or undefined. */
export const versionIn = (answer: ProgramAnswer, pattern: RegExp): string | undefined =>
  answer.kind === 'said' ? pattern.exec(answer.text)?.[1] : undefined;
