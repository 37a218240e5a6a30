import type { Ms } from '../../domain/units.ts';
import type { Clock } from '../async/clock.ts';
import { withTimeout } from '../async/timeout.ts';

/** How long a child may take to end when it is asked to, and how long when it is killed. */
export type Grace = { readonly asked: Ms; readonly killed: Ms };

/**
 * Ends a child, or a group of them, by the signals that `send` delivers, and waits until it is `gone`: asked first, so that it can save what it keeps, then
 * killed. False where it is there even so: a device or a disk that hangs holds off SIGKILL too.
 */
export async function endChild(
  send: (signal: 'SIGTERM' | 'SIGKILL') => void,
  gone: Promise<unknown>,
  { asked, killed }: Grace,
  clock: Clock,
): Promise<boolean> {
  send('SIGTERM');
  if ((await withTimeout(asked, gone, clock)).ok) return true;
  send('SIGKILL');
  return (await withTimeout(killed, gone, clock)).ok;
}
