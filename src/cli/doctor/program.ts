import type { Ms } from '../../domain/units.ts';
import { ms } from '../../domain/units.ts';
import { systemClock } from '../../shared/async/clock.ts';
import type { ProgramKind } from '../../shared/process/environment.ts';
import { environmentFor } from '../../shared/process/environment.ts';
import type { Ran } from '../../shared/process/run.ts';
import { runProgram } from '../../shared/process/run.ts';
import type { Finding, Machine } from './check.ts';
import { failing } from './check.ts';

const LIMIT = ms(8000);

/** How long a program may take to answer. */
export const limitOf = ({ patience = LIMIT }: Pick<Machine, 'patience'>): Ms => patience;

/** What a program said about itself; `missing` if it does not exist or may not be run, `silent` if it did not end in time. */
export type ProgramAnswer = { readonly kind: 'said'; readonly text: string } | { readonly kind: 'missing' | 'silent' };

/** Runs a program for what it prints, errors included; its exit status does not matter. Stopped when its time is over. */
export async function ask(program: string, args: readonly string[], machine: Machine, kind: ProgramKind = 'mpv'): Promise<ProgramAnswer> {
  const { env, signal } = machine;
  const ran = await runProgram(program, args, { env: environmentFor(kind, env), limit: limitOf(machine), clock: systemClock, signal });
  return answerFrom(ran);
}

/** What a program's end says about it. */
export function answerFrom(ran: Ran): ProgramAnswer {
  if (ran.kind === 'ended') return { kind: 'said', text: `${ran.stdout}${ran.stderr}` };
  if (ran.kind === 'stopped') return ran.why === 'flood' ? { kind: 'said', text: '' } : { kind: 'silent' };
  const { code } = ran.err as NodeJS.ErrnoException;
  // Any other reason is a machine with no process or descriptor left: the program may well be there.
  return { kind: code === 'ENOENT' || code === 'EACCES' ? 'missing' : 'silent' };
}

/** The finding for a program whose answer has no version: it took too long, as on a busy machine, or it is another program. */
export const unversioned = (program: string, like: string, answer: ProgramAnswer, advice: string): Finding =>
  answer.kind === 'silent'
    ? failing(`'${program}' did not answer in time`, `try again when the machine is less busy; if that does not help, ${advice}`)
    : failing(`'${program}' does not answer like ${like}`, advice);

/** The version in a program's answer, or undefined. */
export const versionIn = (answer: ProgramAnswer, pattern: RegExp): string | undefined =>
  answer.kind === 'said' ? pattern.exec(answer.text)?.[1] : undefined;
