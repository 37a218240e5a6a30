import { expect, test } from 'vitest';
import { csvOf, entryJson, shareable } from '../../../src/history/diary/export.ts';
import { local, mood, play } from './entries.ts';

const titled = (title: string) => csvOf(play('2026-11-24 10:00', '2026-11-24 10:03', title, 'ended')).split(',')[5];

test.each([
  ['=1+1', "'=1+1"],
  ['+49', "'+49"],
  ['-2', "'-2"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "' =1"],
  ['  =1', "'  =1"],
  ['\u200b=1', "'=1"],
  ['＝1', "'＝1"],
  ['2 + 2 = 5', '2 + 2 = 5'],
])('a title that a spreadsheet would calculate is text: %j', (title, cell) => expect(titled(title)).toBe(cell));

test('nothing that leaves the box tells a path, an address of a stream or of a device', () => {
  const file = play('2026-11-24 10:00', '2026-11-24 10:03', 'Sun', 'ended');
  const by = { door: 'page', level: 'owner', address: '192.168.1.7' } as const;
  const shared = [file, { kind: 'camera', at: local('2026-11-24 10:00'), on: true, by } as const].map(shareable);
  const text = JSON.stringify(shared.map(entryJson)) + shared.map(csvOf).join();
  expect(text).toContain('Sun');
  expect(text).toContain('owner');
  expect(text).not.toMatch(/192\.168|\/music/);
});

test('what a video site calls a track may be told', () => {
  const entry = play('2026-11-24 10:00', '2026-11-24 10:03', 'Sun', 'ended');
  const video = entry.kind === 'play' ? { ...entry, track: { ...entry.track, id: 'dQw4', source: 'youtube' as const } } : entry;
  expect(csvOf(shareable(video))).toContain('dQw4');
  const felt = mood('2026-11-24 10:00', '2026-11-24 10:03', 'sad', 'plan');
  expect(csvOf(shareable(felt))).toBe('2026-11-24 10:00:00,2026-11-24 10:03:00,mood,sad,plan,,,,,');
});
