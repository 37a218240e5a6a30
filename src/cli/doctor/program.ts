import { execFile } from 'node:child_process';
import type { Finding, Machine } from './check.ts';
import { failing } from './check.ts';

const LIMIT_MS = 8000;

/** What a program printed about itself. `missing`: there is no such program. `silent`: it did not finish in time. */
export type ProgramAnswer = { readonly kind: 'said'; readonly text: string } | { readonly kind: 'missing' | 'silent' };

/** Runs a program and returns what it prints, standard error included; its exit status does not matter. Killed after 8 s. */
export const ask = (program: string, args: readonly string[], { env, signal }: Machine): Promise<ProgramAnswer> =>
  new Promise((resolve) => {
    execFile(program, args, { env, signal, timeout: LIMIT_MS, killSignal: 'SIGKILL' }, (err, stdout, stderr) => {
      if (err?.code === 'ENOENT' || err?.code === 'EACCES') resolve({ kind: 'missing' });
      else if (err?.killed || err?.name === 'AbortError') resolve({ kind: 'silent' });
      else resolve({ kind: 'said', text: `${stdout}${stderr}` });
    });
  });

/** The finding for a program whose answer has no version: it took too long, as on a busy machine, or it is another program. */
export const unversioned = (program: string, like: string, answer: ProgramAnswer, advice: string): Finding =>
  answer.kind === 'silent'
    ? failing(`'${program}' did not answer in time`, `try again when the machine is less busy; if that does not help, ${advice}`)
    : failing(`'${program}' does not answer like ${like}`, advice);

/** The version in a program's answer, or undefined. */
export const versionIn = (answer: ProgramAnswer, pattern: RegExp): string | undefined =>
  answer.kind === 'said' ? pattern.exec(answer.text)?.[1] : undefined;
