import { describe, expect, test } from 'vitest';
import type { SheetAnswer } from '../../../src/web/api/box-shapes.ts';
import { nameIn } from '../../../web/src/parts/file-name.ts';
import { pointsOf } from '../../../web/src/parts/sparkline-points.ts';
import { nameOf } from '../../../web/src/views/access/device-name.ts';
import { checkName } from '../../../web/src/views/box/checks.ts';
import { fits, joined } from '../../../web/src/views/box/log-lines.ts';
import { restoreState, updateState, verdictOf } from '../../../web/src/views/box/sentences.ts';
import { sizeOf, spanOf } from '../../../web/src/views/box/units.ts';
import { linesOf } from '../../../web/src/views/sheet/lines.ts';
import { words } from '../../../web/src/words/words.ts';
import { SOME_CHECKS } from '../../fakes/doctor.ts';
import { speak } from '../catalogues.ts';

await speak('en');

test('the verdict names what does not work before what could be better', () => {
  const of = (...statuses: readonly string[]) =>
    verdictOf({ checks: SOME_CHECKS.filter(({ status }) => statuses.includes(status)).map((each) => ({ ...each })) });
  expect(of('ok')).toBe('Everything works.');
  expect(of('ok', 'warn')).toBe('It works. One thing could be better.');
  expect(of('ok', 'warn', 'fail')).toBe('One thing does not work.');
});

test('a check has a name for people, and one of several cameras its own', () => {
  expect(checkName('audio')).toBe('Loudspeaker');
  expect(checkName('camera front door')).toBe('Camera front door');
  expect(checkName('constructor')).toBe('constructor');
});

test('an update is told from the press to the new release', () => {
  expect(updateState({ installed: '1', latest: '2' }, undefined)).toBe('There is a newer yt-dlp: 2.');
  expect(updateState({ installed: '1', latest: '1' }, undefined)).toMatch(/newest/);
  const asked = { installed: '1', lastAt: 7 };
  const after = (last?: Parameters<typeof updateState>[0]['last'], installed = '1') =>
    updateState({ installed, latest: '2', ...(last && { last }) }, asked);
  expect(after()).toMatch(/fetches the newest/);
  expect(after({ at: 7, outcome: 'failed', why: 'the disk was full' })).toMatch(/fetches the newest/);
  expect(after(undefined, '2')).toBe('yt-dlp 2 is installed now.');
  expect(after({ at: 8, outcome: 'updated', version: '2' })).toBe('yt-dlp 2 is installed now.');
  expect(after({ at: 8, outcome: 'newest', version: '1' })).toMatch(/nothing newer/);
  expect(after({ at: 8, outcome: 'failed', why: 'the disk is full' })).toBe(
    'The update did not work, so yt-dlp stays as it is: the disk is full.',
  );
});

test('a restore is told piece by piece', () => {
  expect(restoreState(undefined, undefined)).toBe('');
  expect(restoreState(0.5, undefined)).toBe('Sending: 50%');
  expect(restoreState(1, undefined)).toMatch(/checks/);
  expect(restoreState(undefined, { at: '', moodbox: '', files: [], plays: 1 })).toMatch(/with 1 track in/);
  expect(restoreState(undefined, { at: '', moodbox: '', files: [] })).toMatch(/^The backup is whole\. It/);
});

describe('the log', () => {
  const line = (seq: number, level: 'info' | 'warn' = 'info', room = 'web') => ({ seq, level, room, at: 0, event: '', fields: '{}' });
  test('grows by what is new, to 500 lines', () => {
    expect(joined([line(1)], { last: 2, lines: [line(2)] }).map(({ seq }) => seq)).toEqual([1, 2]);
    const many = Array.from({ length: 500 }, (_, index) => line(index + 2));
    expect(joined([line(1)], { last: 501, lines: many }).length).toBe(500);
  });
  test('begins anew when the box has', () => expect(joined([line(90)], { last: 3, lines: [] })).toEqual([]));
  test('is chosen by level and room', () => {
    expect([fits(line(1), 'warn', ''), fits(line(1, 'warn'), 'warn', ''), fits(line(1, 'warn'), 'info', 'music')]).toEqual([
      false,
      true,
      false,
    ]);
  });
});

test('a line of numbers ends at the right, and stays in the picture', () => {
  expect(pointsOf([0, 5, 20], 10, 5)).toBe('50.0,23.0 75.0,12.0 100.0,1.0');
  expect(pointsOf([5], 10, 5)).toBe('75.0,12.0 100.0,12.0');
  expect(pointsOf([5], 0, 5)).toBe('75.0,23.0 100.0,23.0');
});

test('sizes and lengths of time are in the unit that people would take', () => {
  expect([sizeOf(340e6), sizeOf(1.25e9), sizeOf(0)]).toEqual(['340 MB', '1.3 GB', '0 MB']);
  expect([spanOf(59), spanOf(3600), spanOf(7200), spanOf(2 * 86_400)]).toEqual(['0 minutes', '60 minutes', '2 hours', '2 days']);
});

test('a download is named as the box names it, and never by a path', () => {
  expect(nameIn('attachment; filename="moodbox-backup-2026-01-01.tar.gz"')).toBe('moodbox-backup-2026-01-01.tar.gz');
  expect(nameIn('attachment; filename="../../etc/passwd"')).toBe('moodbox');
  expect(nameIn('')).toBe('moodbox');
});

test('a device is named as far as it is known', () => {
  expect(nameOf({ device: { browser: 'Chrome', system: 'Android' } })).toBe('Chrome on Android');
  expect(nameOf({ device: { browser: 'curl', system: '' } })).toBe('curl');
  expect(nameOf({})).toMatch(/unknown/);
});

describe('the sheet', () => {
  const facts: SheetAnswer = { name: 'Café', cameras: 1, historyDays: 365, preview: false, youtube: true, network: false, group: false };
  const text = (change: Partial<SheetAnswer> = {}): string =>
    linesOf({ ...facts, ...change }, words('sheet'))
      .map((line) => line.text)
      .join(' ');
  test('says what the settings say', () => {
    expect(text()).toMatch(/For 365 days.*YouTube/);
    expect(text()).toContain('None is kept, and none leaves the computer.');
    expect(text({ preview: true })).toContain('The owner can look through the camera');
    expect(text({ preview: true })).not.toContain('none leaves');
    expect(text({ youtube: false })).toContain('Nothing goes to the internet');
    expect(text({ network: true })).toContain('smart home');
    expect(text({ cameras: 2 })).toContain('2 cameras look');
  });
  test('says that there is no history where none is kept', () => {
    const { historyDays: _none, ...without } = facts;
    expect(linesOf(without, words('sheet')).map((line) => line.text)).toContain('No history at all.');
  });
});
