import { expect, test } from 'vitest';
import { Status } from '../../../src/daemon/report/status.ts';
import type { Report } from '../../../src/domain/report.ts';
import { happyReport } from '../../fakes/box.ts';

test('each change makes one report, for all present listeners and no former ones', () => {
  let made = 0;
  const status = new Status(() => {
    made += 1;
    return { ...happyReport, dropped: made };
  });
  const heard: Report[] = [];
  const leave = status.onReport((report) => heard.push(report));
  status.onReport((report) => heard.push(report));
  status.changed();
  expect(heard.map(({ dropped }) => dropped)).toEqual([1, 1]);
  leave();
  status.changed();
  expect(heard.length).toBe(3);
  expect(status.report().dropped).toBe(3);
});

test('makes no report without listeners', () => {
  const status = new Status(() => {
    throw new Error('made');
  });
  expect(() => status.changed()).not.toThrow();
});
