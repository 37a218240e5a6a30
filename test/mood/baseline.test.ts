import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Emotion, EmotionScores } from '../../src/domain/emotion.ts';
import { EMOTIONS, scoresBy, strongest } from '../../src/domain/emotion.ts';
import { instant } from '../../src/domain/units.ts';
import type { Baseline } from '../../src/mood/baseline.ts';
import { learned, REFERENCE, readAgainst } from '../../src/mood/baseline.ts';
import { chance } from '../fixtures/chance.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** Scores of log-odds against neutral: those of the usual neutral face, but for what is said. */
function face(odds: Partial<Record<Emotion, number>> = {}): EmotionScores {
  const weights = EMOTIONS.map((emotion, index) => Math.exp(odds[emotion] ?? REFERENCE.odds[index] ?? 0));
  const total = weights.reduce((sum, each) => sum + each, 0);
  return scoresBy((_emotion, index) => (weights[index] ?? 0) / total);
}

/** How much the odds of an emotion against neutral were raised, as a logarithm. */
const raised = (emotion: Emotion, scores: EmotionScores, baseline: Baseline | undefined): number => {
  const read = readAgainst(scores, baseline);
  return Math.log(read[emotion] / read.neutral) - Math.log(scores[emotion] / scores.neutral);
};

/** The baseline after a face was seen twice a second for so long. */
function watched(span: number, shows: (at: number) => EmotionScores, from?: Baseline, start = 0): Baseline | undefined {
  let baseline = from;
  for (let at = start; at < start + span; at += 500) baseline = learned(baseline, shows(at), instant(at));
  return baseline;
}

/** Log-odds of sadness that move by about one around a middle. */
function sadAround(middle: number, seed = 5): () => EmotionScores {
  const random = chance(seed);
  return () => face({ sad: middle + 2.5 * (random() + random() - 1) });
}

const anyScores = (random: () => number): EmotionScores => {
  const weights = EMOTIONS.map(() => random() ** 6 + 1e-9);
  const total = weights.reduce((sum, each) => sum + each, 0);
  return scoresBy((_emotion, index) => (weights[index] ?? 0) / total);
};

describe('readAgainst', () => {
  test('gives scores that add up to one, and never lowers a clear expression, whatever was seen before', () => {
    const random = chance(1);
    for (let person = 0; person < 20; person += 1) {
      const usual = face({ sad: -6 + 5 * random(), angry: -9 + 8 * random(), happy: -9 + 8 * random() });
      const baseline = watched(10 * MINUTE, () => usual);
      for (let reading = 0; reading < 200; reading += 1) {
        const scores = anyScores(random);
        const read = readAgainst(scores, baseline);
        expect(EMOTIONS.reduce((sum, each) => sum + read[each], 0)).toBeCloseTo(1, 9);
        const clear = EMOTIONS.filter((each) => scores[each] >= Math.max(0.001, 4 * scores.neutral));
        for (const each of clear) expect(raised(each, scores, baseline)).toBeGreaterThan(-1e-9);
      }
    }
  });

  test('leaves it as it is how well a face can be read', () => {
    const baseline = watched(10 * MINUTE, () => face({ sad: -1 }));
    const half = face({ sad: -1 });
    const covered = scoresBy((emotion) => half[emotion] * 0.4);
    const read = readAgainst(covered, baseline);
    expect(EMOTIONS.reduce((sum, each) => sum + read[each], 0)).toBeCloseTo(0.4, 9);
    expect(read.sad / read.neutral).toBeCloseTo(readAgainst(half, baseline).sad / readAgainst(half, baseline).neutral, 9);
  });

  test('learns nothing from a face that cannot be read', () => {
    const usual = face({ sad: -1 });
    const before = watched(10 * MINUTE, () => usual);
    const covered = watched(10 * MINUTE, () => scoresBy((emotion) => 0.2 * face({})[emotion]), before, 10 * MINUTE);
    expect(covered).toEqual(before);
  });

  test('keeps the order: who looks sadder reads as sadder', () => {
    const baseline = watched(10 * MINUTE, () => face({ sad: -1 }));
    const readings = Array.from({ length: 100 }, (_, step) => readAgainst(face({ sad: -6 + step / 10 }), baseline));
    const odds = readings.map(({ sad, neutral }) => sad / neutral);
    expect(odds).toEqual(odds.toSorted((a, b) => a - b));
  });

  test('takes scores that hold nothing as they are, and says nothing without a baseline', () => {
    const nothing = scoresBy(() => 0);
    expect(
      readAgainst(
        nothing,
        watched(10 * MINUTE, () => face({ sad: -6 })),
      ),
    ).toBe(nothing);
    expect(readAgainst(face({ sad: 1 }), undefined)).toEqual(face({ sad: 1 }));
  });
});

describe('learned', () => {
  test('changes nothing for half a minute, and all it may after two and a half', () => {
    const shows = () => face({ sad: -5 });
    expect(raised('sad', face(), watched(29 * SECOND, shows))).toBe(0);
    const half = raised('sad', face(), watched(90 * SECOND, shows));
    const full = raised('sad', face(), watched(150 * SECOND, shows));
    expect(half).toBeGreaterThan(0.5);
    expect(half).toBeLessThan(full - 0.5);
    expect(raised('sad', face(), watched(10 * MINUTE, shows))).toBeCloseTo(full, 9);
  });

  test('finds mild sadness in somebody who looks less sad than most, and only then', () => {
    const mild = face({ sad: -0.5 });
    expect(strongest(mild)).toBe('neutral');
    expect(strongest(readAgainst(mild, watched(5 * MINUTE, sadAround(-5.5))))).toBe('sad');
    expect(strongest(readAgainst(mild, watched(5 * MINUTE, sadAround(-3.3))))).toBe('neutral');
  });

  test('reads somebody whose neutral face looks a little sad as neutral', () => {
    const baseline = watched(5 * MINUTE, sadAround(-1.5));
    const resting = face({ sad: 0.2 });
    expect(strongest(resting)).toBe('sad');
    expect(strongest(readAgainst(resting, baseline))).toBe('neutral');
  });

  test('corrects by two at most where it raises and by one where it lowers', () => {
    expect(
      raised(
        'sad',
        face(),
        watched(10 * MINUTE, () => face({ sad: -12 })),
      ),
    ).toBeCloseTo(2, 9);
    expect(
      raised(
        'sad',
        face(),
        watched(10 * MINUTE, () => face({ sad: -0.5 })),
      ),
    ).toBeCloseTo(-1, 9);
  });

  test('leaves the usual neutral face as it is, and a very neutral one neutral', () => {
    expect(
      raised(
        'sad',
        face(),
        watched(10 * MINUTE, () => face()),
      ),
    ).toBeCloseTo(0, 9);
    const shows = sadAround(-5);
    const baseline = watched(30 * MINUTE, shows);
    for (let reading = 0; reading < 1000; reading += 1) expect(strongest(readAgainst(shows(), baseline))).toBe('neutral');
  });

  test.each(['sad', 'angry', 'happy'] as const)('an hour of %s from the beginning is never taken for neutral', (emotion) => {
    const shows = face({ [emotion]: 1.2 });
    const baseline = watched(60 * MINUTE, () => shows);
    expect(readAgainst(shows, baseline)).toEqual(shows);
  });

  test('an hour of sadness with neutral moments, or after a neutral quarter of an hour, is none either', () => {
    const sad = sadAround(0.8);
    const unsteady = watched(60 * MINUTE, sad);
    expect(raised('sad', face({ sad: 0.8 }), unsteady)).toBe(0);
    const before = watched(15 * MINUTE, sadAround(-3.3, 9));
    const after = watched(60 * MINUTE, sad, before, 15 * MINUTE);
    expect(raised('sad', face({ sad: 0.8 }), after)).toBeGreaterThan(-0.2);
    expect(strongest(readAgainst(face({ sad: 0.8 }), after))).toBe('sad');
  });

  test('ten minutes of smiles leave what was learned before', () => {
    const before = watched(10 * MINUTE, () => face({ sad: -5 }));
    const after = watched(10 * MINUTE, () => face({ happy: 4 }), before, 10 * MINUTE);
    expect(after?.offset).toEqual(before?.offset);
  });

  test('mild sadness that only the baseline shows is told for ten minutes, and unlearned within an hour, should it have been a mistake', () => {
    const [calm, mild] = [face({ sad: -5.5 }), face({ sad: -1 })];
    const before = watched(10 * MINUTE, () => calm);
    const soon = watched(10 * MINUTE, () => mild, before, 10 * MINUTE);
    expect(strongest(readAgainst(mild, soon))).toBe('sad');
    const later = watched(50 * MINUTE, () => mild, soon, 20 * MINUTE);
    expect(strongest(readAgainst(mild, later))).toBe('neutral');
  });

  test('keeps five minutes of samples, however long it watches', () => {
    const random = chance(2);
    const baseline = watched(120 * MINUTE, () => anyScores(random));
    expect(baseline?.samples.length).toBe(60);
  });

  test('is pure', () => {
    const before = watched(MINUTE, () => face({ sad: -5 })) as Baseline;
    const copy = structuredClone(before);
    const once = learned(before, face({ sad: -1 }), instant(2 * MINUTE));
    expect(learned(before, face({ sad: -1 }), instant(2 * MINUTE))).toEqual(once);
    expect(before).toEqual(copy);
  });
});

test('the reference was measured on the weights that are shipped', () => {
  const manifest = JSON.parse(readFileSync(new URL('../../models/manifest.json', import.meta.url), 'utf8')) as { version: string };
  expect(REFERENCE.weights).toBe(manifest.version);
});
