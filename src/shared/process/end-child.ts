import type { Ms } from '../../domain/units.ts';
import type { Clock } from '../async/clock.ts';
import { withTimeout } from '../async/timeout.ts';

/** How long a child may take to end after SIGTERM (`asked`), and then after SIGKILL (`killed`). */
export type Grace = { readonly asked: Ms; readonly killed: Ms };

/**
 * Ends a child or a process group by the signals that `send` delivers, and waits until it is `gone`. SIGTERM comes first, so that it can
 * save its state; then SIGKILL. Returns false if it still exists: a device or a disk that hangs holds off even SIGKILL.
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
