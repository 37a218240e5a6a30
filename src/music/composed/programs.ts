import type { Result } from '../../domain/result.ts';
import { done, failed } from '../../domain/result.ts';
import { ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';
import { environmentFor } from '../../shared/process/environment.ts';
import type { Ran } from '../../shared/process/run.ts';
import { runForBytes } from '../../shared/process/run.ts';
import { tied } from '../../shared/process/tied.ts';
import type { Tools } from './tools.ts';

/** `niceness` is that of `nice`: 19, the lowest priority, if left out. */
export type RenderWorld = { readonly tools: Tools; readonly clock: Clock; readonly signal: AbortSignal; readonly niceness?: number };
/** Why there is no sound: a program ended badly (`detail` is its last line), or the signal or the time limit stopped it. */
export type RenderFailure = { readonly step: 'synthesis' | 'loudness' | 'encoding'; readonly detail: string };

/** A Pi 4 takes under a minute; a machine that is busy otherwise takes longer, since everything runs with the lowest priority. */
const LIMIT = ms(10 * 60_000);
/** FluidSynth's arguments before the output, the font and the score: 48 kHz, one core, in a small hall. */
export const SYNTHESIS = [
  ...['-ni', '-q', '-C', '0', '-g', '0.5', '-r', '48000', '-o', 'synth.dynamic-sample-loading=1', '-o', 'synth.cpu-cores=1'],
  ...['-o', 'synth.reverb.room-size=0.55', '-o', 'synth.reverb.damp=0.35', '-o', 'synth.reverb.level=0.6'],
];
/** The longest section takes 7 MB as samples. */
const MOST_OUTPUT = 16_000_000;

/** What a program is to get on its standard input. Default: nothing. */
type Input = { readonly input?: Uint8Array };

/** Runs a program with the priority asked for, and not longer than the daemon lives. */
export function niced(
  program: string,
  args: readonly string[],
  { clock, signal, niceness = 19, input }: RenderWorld & Input,
): Promise<Ran<Buffer>> {
  const [command, ...rest] = tied('setpriv', 'nice', ['-n', String(niceness), program, ...args]);
  const by = { env: environmentFor('other'), limit: LIMIT, clock, signal, maxOutput: MOST_OUTPUT };
  return runForBytes(command, rest, { ...by, ...(input && { input }) });
}

export const isFine = (ran: Ran<unknown>): boolean => ran.kind === 'ended' && ran.code === 0;

/** The last line of what a program has said about its failure. */
export function lastLine(ran: Ran<unknown>): string {
  if (ran.kind === 'stopped') return `stopped (${ran.why})`;
  if (ran.kind === 'missing') return 'the program is missing';
  return ran.stderr.trim().split('\n').at(-1) ?? '';
}

/** The integrated loudness that ffmpeg's filter `ebur128` has found, in LUFS. */
export function loudnessSaid(ran: Ran<unknown>): Result<number, RenderFailure> {
  const found = ran.kind === 'ended' ? /Integrated loudness:\s+I:\s+(-[\d.]+) LUFS/.exec(ran.stderr)?.[1] : undefined;
  return found === undefined ? failed({ step: 'loudness', detail: lastLine(ran) }) : done(Number(found));
}
