import { computed, effect } from '@preact/signals-core';
import type { ReportView } from '../../../src/web/report-view.ts';
import { readFirst } from './first.ts';
import type { Line } from './live.ts';
import { follow } from './live.ts';
import { link, report, take } from './report.ts';
import { learnRights, visitor } from './rights.ts';

/** A tablet on the wall may never lose its connection: asking now and then keeps it logged in. Milliseconds. */
const STAYS_LOGGED_IN = 12 * 3_600_000;

let line: Line | undefined;

const isStranger = computed(() => visitor.value?.standing === 'stranger');

/** Connects again at once. */
export const tryNow = (): void => line?.open();

/** Takes what the page was served with, then follows the box for as long as somebody is looking who may see it. */
export function connect(): void {
  const first = readFirst();
  if (first.report) report.value = first.report;
  if (first.visitor) visitor.value = first.visitor;
  else void learnRights();
  line = follow({ onReport, onLost });
  const followOrSleep = (): void => {
    const isOut = isStranger.value;
    if (isOut) {
      link.value = 'connecting';
      report.value = undefined; // whoever was let out sees nothing of the room any more
    }
    if (isOut || document.hidden) line?.sleep();
    else line?.open();
  };
  effect(followOrSleep);
  document.addEventListener('visibilitychange', followOrSleep);
  window.addEventListener('online', followOrSleep);
  setInterval(() => void learnRights(), STAYS_LOGGED_IN);
}

function onReport(newest: ReportView): void {
  take(newest);
  link.value = 'live';
  if (visitor.peek() === undefined) void learnRights();
}

/** The connection may be gone because somebody has changed the PINs. */
function onLost(): void {
  link.value = 'lost';
  void learnRights();
}
