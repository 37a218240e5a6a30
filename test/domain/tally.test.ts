import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/domain/report.ts';
import { NOTHING_COUNTED, tallyAfter } from '../../src/domain/tally.ts';
import { instant } from '../../src/domain/units.ts';
import { happyReport } from '../fakes/box.ts';

const countOf = (...changes: readonly Partial<Report>[]) => {
  const reports = changes.map((change): Report => ({ ...happyReport, ...change }));
  return reports.reduce((tally, now, index) => tallyAfter(tally, reports[index - 1], now), NOTHING_COUNTED);
};
const playing = (id: string): Partial<Report> => ({
  playback: { kind: 'playing', since: instant(0), track: { id, title: id, url: id, source: 'loops', mood: 'happy' } },
});

describe('what is counted from the reports', () => {
  test('a report that changes nothing counts nothing more', () => expect(countOf({}, {}, {})).toEqual({ ...NOTHING_COUNTED, tracks: 1 }));
  test('each change of the mood', () => expect(countOf({}, { mood: 'sad' }, { mood: 'sad' }, { mood: 'happy' }).moods).toBe(2));
  test('each track once, paused in between or not', () => {
    const { track } = happyReport.playback as Extract<Report['playback'], { kind: 'playing' }>;
    expect(countOf(playing('a'), playing('b'), { playback: { kind: 'silent' } }, playing('b')).tracks).toBe(3);
    expect(countOf({}, { playback: { kind: 'paused', track } }, {}).tracks).toBe(1);
  });
  test('each loss of the camera once, however often its reason changes', () =>
    expect(
      countOf({ camera: { kind: 'lost', why: 'a' } }, { camera: { kind: 'lost', why: 'b' } }, {}, { camera: { kind: 'lost', why: 'a' } })
        .cameraLosses,
    ).toBe(2));
});
