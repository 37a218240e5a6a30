import { describe, expect, test } from 'vitest';
import type { Mood } from '../../src/domain/emotion.ts';
import type { Decider, HistoryEntry } from '../../src/domain/history.ts';
import { moment } from '../../src/domain/units.ts';
import { timelineOf } from '../../src/simulate/from-history.ts';
import { ofKind, play } from './play.ts';

const DAY = moment(1_000_000_000);
const MINUTE = 60_000;
const mood = (from: number, to: number, what: Mood, by: Decider = 'camera'): HistoryEntry => ({
  ...{ kind: 'mood', mood: what, by },
  ...{ at: moment(DAY + from * MINUTE), until: moment(DAY + to * MINUTE) },
});
const until = moment(DAY + 60 * MINUTE);

describe('a day of the history', () => {
  test('is faces that show its moods, an empty room while nobody was there, and a lost camera while the box was off', () => {
    const past = [mood(-10, 10, 'happy'), mood(10, 20, 'away'), mood(20, 30, 'sad')];
    expect(timelineOf(past, DAY, until)).toMatchObject([
      { t: 0, camera: 'lost' },
      { t: 0, camera: 'watching', faces: [{ scores: { happy: 0.85 } }], motion: true },
      { t: 10 * MINUTE, camera: 'watching', faces: [], motion: false },
      { t: 20 * MINUTE, camera: 'watching', faces: [{ scores: { sad: 0.85 } }], motion: true },
      { t: 30 * MINUTE, camera: 'lost' },
      { t: 60 * MINUTE },
    ]);
  });

  test('holds a mood that a person chose until the camera had its say again', () => {
    const past = [mood(0, 10, 'happy'), mood(10, 20, 'sad', 'person'), mood(20, 60, 'neutral')];
    expect(timelineOf(past, DAY, until).map(({ command, faces }) => [command, faces?.length])).toEqual([
      [undefined, undefined],
      [undefined, 1],
      [{ type: 'override', mood: 'sad' }, undefined],
      [{ type: 'override', mood: 'auto' }, 1],
      [undefined, undefined],
    ]);
  });

  test('leaves out what was before and after, and what is no mood', () => {
    const track = { id: 'a', title: 'A', source: 'loops', mood: 'happy' } as const;
    const past: HistoryEntry[] = [mood(-20, -10, 'sad'), { kind: 'like', at: DAY, track }, mood(60, 70, 'sad')];
    expect(timelineOf(past, DAY, until)).toEqual([{ t: 0, camera: 'lost' }, { t: 60 * MINUTE }]);
  });

  test('brings its moods about again, those that last', async () => {
    const past = [mood(0, 20, 'happy'), mood(20, 40, 'sad'), mood(40, 60, 'away')];
    const { noticed, summary } = await play(timelineOf(past, DAY, until));
    expect(ofKind(noticed, 'mood').map(({ to }) => to)).toEqual(['happy', 'sad', 'away']);
    expect(summary).toMatchObject({ hours: 1, stops: 1 });
  });
});
