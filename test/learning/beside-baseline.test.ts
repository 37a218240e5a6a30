import { expect, test } from 'vitest';
import type { EmotionScores } from '../../src/domain/emotion.ts';
import { EMOTIONS, scoresBy } from '../../src/domain/emotion.ts';
import { instant, px } from '../../src/domain/units.ts';
import type { ScoreBias } from '../../src/learning/bias.ts';
import { NO_BIAS, withBias } from '../../src/learning/bias.ts';
import { REFERENCE } from '../../src/mood/baseline.ts';
import type { People } from '../../src/mood/people.ts';
import { observe, readPersonally } from '../../src/mood/people.ts';

const SAD = EMOTIONS.indexOf('sad');
/** Every face looks this much sadder through this camera; the odds of everything else are the usual ones. */
const SHIFT = 0.6;
const usual = REFERENCE.odds.map((odds, index) => Math.exp(odds + (index === SAD ? SHIFT : 0)));
const total = usual.reduce((sum, each) => sum + each, 0);
const FACE = scoresBy((_emotion, index) => (usual[index] ?? 0) / total);

const oddsOfSad = ({ neutral, sad }: EmotionScores): number => Math.log(sad / neutral);

/** What a neutral face is read as after so many minutes with a bias and a baseline of its own. */
function readAfter(minutes: number, bias: ScoreBias): EmotionScores {
  const box = { x: px(0), y: px(0), width: px(90), height: px(90) };
  let people: People = new Map();
  let read = FACE;
  for (let at = 0; at <= minutes * 60_000; at += 1000) {
    const sighting = withBias({ at: instant(at), faces: [{ id: 1, box, scores: FACE }] }, bias);
    people = observe(people, sighting);
    read = readPersonally(sighting.faces, people)[0]?.scores ?? FACE;
  }
  return read;
}

test('what a correction takes away is no longer in the baseline: together they correct once', () => {
  const bias = NO_BIAS.map((_none, index) => (index === SAD ? -SHIFT : 0));
  const half = bias.map((each) => each / 2);
  const reference = REFERENCE.odds[SAD] ?? 0;
  expect(oddsOfSad(FACE)).toBeCloseTo(reference + SHIFT, 10);
  expect(oddsOfSad(readAfter(0, bias))).toBeCloseTo(reference, 10);
  for (const each of [NO_BIAS, half, bias]) expect(oddsOfSad(readAfter(5, each))).toBeCloseTo(reference, 6);
});
