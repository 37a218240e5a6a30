import { readFirst } from './first.ts';
import type { Line } from './live.ts';
import { follow } from './live.ts';
import { link, report, take } from './report.ts';
import { learnRights, visitor } from './rights.ts';

/** A tablet on the wall may never lose its connection: asking now and then keeps it logged in. Milliseconds. */
const STAYS_LOGGED_IN = 12 * 3_600_000;

let line: Line | undefined;

/** Connects again at once. */
export const tryNow = (): void => line?.open();

/** Takes what the page was served with, then follows the box for as long as somebody is looking. */
export function connect(): void {
  const first = readFirst();
  if (first.report) report.value = first.report;
  if (first.visitor) visitor.value = first.visitor;
  else void learnRights();
  line = follow({
    onReport: (newest) => {
      take(newest);
      link.value = 'live';
      if (visitor.peek() === undefined) void learnRights();
    },
    onLost: () => {
      link.value = 'lost';
      void learnRights(); // it may be gone because somebody has changed the PINs
    },
  });
  if (document.hidden) line.sleep();
  setInterval(() => void learnRights(), STAYS_LOGGED_IN);
  window.addEventListener('online', tryNow);
  document.addEventListener('visibilitychange', () => (document.hidden ? line?.sleep() : tryNow()));
}
