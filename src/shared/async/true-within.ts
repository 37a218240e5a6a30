import { ms } from '../../domain/units.ts';
import type { Clock } from './clock.ts';

const A_SECOND = ms(1000);

/** Looks once a second, for so many seconds at most, until it is true. Resolves to whether it is. Rejects with the signal's reason. */
export async function trueWithin(
  seconds: number,
  isTrue: () => boolean | Promise<boolean>,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<boolean> {
  for (let left = seconds; left > 0; left -= 1) {
    if (await isTrue()) return true;
    await clock.sleep(A_SECOND, signal);
  }
  return isTrue();
}
