import type { GuestsConfig } from '../../config/schema.ts';
import { ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';
import type { Log } from '../../shared/log.ts';
import { environmentFor } from '../../shared/process/environment.ts';
import { runProgram } from '../../shared/process/run.ts';

const LIMIT = ms(10_000);
const ADVICE = 'the guest plays on until it stops by itself: docs/guests.md';

/** Runs the owner's program that stops a guest's music, with the guest's name. Does nothing if there is none. */
export function dismisser(
  { dismiss }: GuestsConfig,
  { clock, log, signal }: { readonly clock: Clock; readonly log: Log; readonly signal: AbortSignal },
): (name: string) => void {
  const run = async (name: string): Promise<void> => {
    const ran = await runProgram(dismiss, [name], { env: environmentFor('other'), limit: LIMIT, clock, signal, maxOutput: 65_536 });
    if (ran.kind === 'ended' && ran.code === 0) return;
    const why = ran.kind === 'ended' ? { code: ran.code, said: ran.stderr.slice(-300) } : ran;
    if (!signal.aborted) log.warn({ name, ...why, advice: ADVICE }, 'guest.not_dismissed');
  };
  return (name) => void (dismiss !== '' && run(name));
}
