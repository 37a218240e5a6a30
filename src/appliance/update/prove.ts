import type { Result } from '../../domain/result.ts';
import { done, failed } from '../../domain/result.ts';
import type { Instant, Ms } from '../../domain/units.ts';
import { elapsed, ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';

/** `ask`: why the box is not well, in a sentence; undefined if it is. */
export type Proof = {
  readonly ask: () => Promise<string | undefined>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** How long the box has to be well without a break, and when to give up. */
  readonly wellFor: Ms;
  readonly within: Ms;
};

const EVERY = ms(3000);

/** Waits until the box has been well for long enough. Fails with what was not well last. */
export async function proved({ ask, clock, signal, wellFor, within }: Proof): Promise<Result<void, string>> {
  const began = clock.now();
  let since: Instant | undefined;
  for (let why = 'nothing has answered'; ; ) {
    const now = clock.now();
    const trouble = await ask();
    since = trouble === undefined ? (since ?? now) : undefined;
    why = trouble ?? why;
    if (since !== undefined && elapsed(since, clock.now()) >= wellFor) return done(undefined);
    if (since === undefined && elapsed(began, clock.now()) >= within) return failed(why);
    await clock.sleep(EVERY, signal);
  }
}
