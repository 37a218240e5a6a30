import { execFile } from 'node:child_process';
import type { Machine } from './check.ts';

const LIMIT_MS = 8000;

/** What a program said about itself: `missing` where there is none of that name, `silent` where it did not end in time. */
export type Answer = { readonly kind: 'said'; readonly text: string } | { readonly kind: 'missing' | 'silent' };

/** Runs a program for what it prints, errors included; its exit status does not matter. Killed after 8 s. */
export const ask = (program: string, args: readonly string[], { env, signal }: Machine): Promise<Answer> =>
  new Promise((resolve) => {
    execFile(program, args, { env, signal, timeout: LIMIT_MS, killSignal: 'SIGKILL' }, (err, stdout, stderr) => {
      if (err?.code === 'ENOENT' || err?.code === 'EACCES') resolve({ kind: 'missing' });
      else if (err?.killed || err?.name === 'AbortError') resolve({ kind: 'silent' });
      else resolve({ kind: 'said', text: `${stdout}${stderr}` });
    });
  });

/** The version in what a program says, or undefined. */
export const versionIn = (answer: Answer, pattern: RegExp): string | undefined =>
  answer.kind === 'said' ? pattern.exec(answer.text)?.[1] : undefined;
