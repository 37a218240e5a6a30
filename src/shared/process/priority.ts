import { getPriority, setPriority } from 'node:os';

/** How much nicer than us the kernel is to be to what must not be late. */
const AHEAD = 5;
const HIGHEST = -20;

/**
 * Has the kernel give this child time before all of our own priority, from its first thread on: to be called at once when it has been
 * started. Root may; elsewhere, and behind the filter of the service's unit, the child stays as it is.
 */
export function comesFirst(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    setPriority(pid, Math.max(HIGHEST, getPriority() - AHEAD));
  } catch {
    // Not allowed here, or it has ended already. It only waits a little longer then.
  }
}
