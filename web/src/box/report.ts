import { signal } from '@preact/signals-core';
import type { ReportView } from '../../../src/web/report-view.ts';

/** The newest report of the box; undefined until there is one. */
export const report = signal<ReportView | undefined>(undefined);

/** How the connection to the box is. */
export const link = signal<'connecting' | 'live' | 'lost'>('connecting');

/** The box has another version than the page: a reload is wanted, when it suits whoever is looking. */
export const updated = signal(false);

/** Takes a report from the box. */
export function take(newest: ReportView): void {
  const before = report.peek();
  if (before !== undefined && before.version !== newest.version) updated.value = true;
  report.value = newest;
}
