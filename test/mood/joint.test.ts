import { describe, expect, test } from 'vitest';
import { scoresBy, strongest } from '../../src/domain/emotion.ts';
import type { SightNews } from '../../src/domain/group.ts';
import type { Sighting } from '../../src/domain/sight.ts';
import { instant, ms, px, share } from '../../src/domain/units.ts';
import { jointReading, sightOf, steadied } from '../../src/mood/joint.ts';
import { beginRoom, sightIn, stepRoom } from '../../src/mood/room.ts';
import { seeing, showing } from '../group/made.ts';
import { swift } from './swift.ts';

const nobody: SightNews = { kind: 'nobody' };
const blind: SightNews = { kind: 'blind' };
const unsure: SightNews = { kind: 'unsure', faces: 3, scores: showing('fear', 0.3) };
const leading = (...sights: SightNews[]) => {
  const reading = jointReading(sights);
  return reading.kind === 'nobody' ? reading.kind : strongest(reading.scores);
};

describe('jointReading', () => {
  test('three faces at one camera outvote one face at each of two others', () =>
    expect(leading(seeing('sad'), seeing('happy', 3), seeing('sad'))).toBe('happy'));

  test('one sure face outvotes two that hardly say anything', () =>
    expect(leading(seeing('happy', 1, 0.95), seeing('sad', 2, 0.25))).toBe('happy'));

  test('a box that is sure leaves unsure ones out, and blind and empty rooms have no part', () => {
    expect(jointReading([unsure, nobody, seeing('happy'), blind])).toEqual({ kind: 'sure', scores: expect.anything() });
    const { scores } = jointReading([unsure, nobody, seeing('happy'), blind]) as { scores: ReturnType<typeof showing> };
    for (const [emotion, value] of Object.entries(showing('happy'))) expect(scores[emotion as 'happy']).toBeCloseTo(value, 10);
  });

  test('is unsure where somebody is there and nobody is sure, and nobody only where no box sees anybody', () => {
    expect(jointReading([nobody, unsure, blind]).kind).toBe('unsure');
    expect(jointReading([nobody, blind])).toEqual({ kind: 'nobody' });
    expect(jointReading([])).toEqual({ kind: 'nobody' });
  });
});

describe('sightOf', () => {
  test('reports scores that add up to 1, as other boxes expect, of a face that can hardly be read', () => {
    const reading = { kind: 'unsure' as const, scores: scoresBy((each) => (each === 'happy' ? 0.23 : 0.01)) };
    const sight = sightOf({ reading, inSight: [{}], unsure: new Set([1]) }, 'group');
    if (!('scores' in sight)) throw new Error('somebody is there');
    expect(Object.values(sight.scores).reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 9);
    expect(strongest(sight.scores)).toBe('happy');
  });
});

describe('sightIn', () => {
  const manners = (of: 'largest' | 'group') => ({
    ...{ of, hold: ms(3000), margin: share(0.1), min_confidence: share(0.4), away_after: ms(10_000), smoothing: ms(1000) },
    ...swift,
  });
  const face = (id: number, surely: number) => ({
    id,
    box: { x: px(0), y: px(0), width: px(50), height: px(50) },
    scores: scoresBy((each) => (each === 'happy' ? surely : (1 - surely) / 6)),
  });
  const sight = (of: 'largest' | 'group', ...surely: number[]): SightNews => {
    const sighting: Sighting = { at: instant(0), faces: surely.map((each, index) => face(index, each)) };
    return sightIn(stepRoom(beginRoom(), sighting, manners(of)), sighting.at, of);
  };

  test('the scores of a group speak for its sure faces, those of the largest face for one', () => {
    expect(sight('group', 0.9, 0.8, 0.2)).toMatchObject({ kind: 'sure', faces: 2 });
    expect(sight('largest', 0.9, 0.8, 0.2)).toMatchObject({ kind: 'sure', faces: 1 });
    expect(sight('group', 0.2, 0.3)).toMatchObject({ kind: 'unsure', faces: 2 });
    expect(sight('group')).toEqual({ kind: 'nobody' });
  });
});

describe('steadied', () => {
  const at = (time: number, sight: SightNews) => ({ sight, at: instant(time) });

  test('a face that is lost for a blink is still told, longer not', () => {
    const seen = at(0, seeing('happy'));
    expect(steadied(seen, nobody, instant(1000))).toBe(seen);
    expect(steadied(seen, nobody, instant(1001)).sight).toBe(nobody);
    expect(steadied(seen, unsure, instant(500))).toBe(seen);
  });

  test('what is better than before, and what is as good, is told at once', () => {
    expect(steadied(at(0, nobody), seeing('sad'), instant(1)).sight).toEqual(seeing('sad'));
    expect(steadied(at(0, seeing('happy')), seeing('sad'), instant(1)).sight).toEqual(seeing('sad'));
  });

  test('a camera that was switched off tells nothing a moment longer', () =>
    expect(steadied(at(0, seeing('happy')), blind, instant(1)).sight).toBe(blind));
});
