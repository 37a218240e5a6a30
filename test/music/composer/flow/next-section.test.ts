import { describe, expect, test } from 'vitest';
import type { Emotion } from '../../../../src/domain/emotion.ts';
import { EMOTIONS } from '../../../../src/domain/emotion.ts';
import { BY_ENERGY } from '../../../../src/music/composer/character.ts';
import { dice, oneOf } from '../../../../src/music/composer/dice.ts';
import { beginFlow, nextSection } from '../../../../src/music/composer/flow/next-section.ts';
import type { FlowWish, Section } from '../../../../src/music/composer/flow/state.ts';
import { faultsOf } from '../../../../src/music/composer/review/faults.ts';
import { joinedSections } from '../../../../src/music/composer/review/joined.ts';
import { secondsOf } from '../../../../src/music/composer/score.ts';
import { scaleOf } from '../../../../src/music/composer/theory/keys.ts';

const wish = (mood: Emotion, more: Partial<FlowWish> = {}): FlowWish => ({ mood, energy: 0.5, ...more });
const mean = (values: readonly number[]): number => values.reduce((sum, each) => sum + each, 0) / values.length;

/** Composes a section for each wish. */
function flow(seed: number, wishes: readonly FlowWish[]): readonly Section[] {
  let state = beginFlow(seed);
  return wishes.map((each) => {
    const next = nextSection(state, each);
    state = next.state;
    return next.section;
  });
}

/** A restless room: the mood changes after one to six sections, the energy with it. */
function restless(seed: number, count: number): readonly FlowWish[] {
  const random = dice(seed, 'restless');
  const wishes: FlowWish[] = [];
  while (wishes.length < count) {
    const [mood, energy, length] = [oneOf(random, EMOTIONS), random(), 1 + Math.floor(random() * 6)];
    wishes.push(...Array.from({ length }, () => wish(mood, { energy })));
  }
  return wishes.slice(0, count);
}

// `scripts/review-music` counts the faults of a thousand.
const evening = flow(11, restless(11, 150));
const joints = evening.slice(1).map((section, i) => [evening[i] as Section, section] as const);

describe('the sections for a restless room', () => {
  test('last 16 to 32 seconds each', () => {
    const lengths = evening.map(({ score }) => secondsOf(score));
    expect(Math.min(...lengths)).toBeGreaterThanOrEqual(16);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(32);
  });

  test('change their tempo by 6 % at most, and reach the one that they are to have', () => {
    for (const [before, after] of joints) {
      const factor = after.score.tempo / before.score.tempo;
      expect(Math.max(factor, 1 / factor)).toBeLessThanOrEqual(1.06);
    }
    const tempos = flow(3, [wish('sad'), ...Array.from({ length: 16 }, () => wish('surprise'))]).map(({ score }) => score.tempo);
    expect(tempos[0]).toBeLessThan(70);
    expect(tempos.at(-1)).toBeGreaterThan(118);
  });

  test('join by a chord that belongs to both keys', () => {
    for (const [, { joint, score }] of joints) {
      if (!joint) throw new Error('no joint');
      expect(joint.to).toEqual({ tonic: score.tonic, mode: score.mode });
      expect(joint.tones).toEqual(score.chords[0]?.tones);
      for (const tone of joint.tones) expect(scaleOf(joint.from).includes(tone) && scaleOf(joint.to).includes(tone)).toBe(true);
    }
    expect(new Set(evening.map(({ score }) => `${score.tonic} ${score.mode}`)).size).toBeGreaterThan(8);
  });

  test('have no parallels, forbidden leaps or cadences that do not arrive, at their joints neither', () => {
    // In parts that overlap by a section, so that no joint is left out.
    for (let from = 0; from < evening.length; from += 49)
      expect({ from, ...faultsOf(joinedSections(evening.slice(from, from + 50))) }).toEqual({ from, parallels: 0, leaps: 0, cadences: 0 });
  });

  test('are never the same twice', () => {
    const played = evening.map(({ score }) => JSON.stringify(score.parts.map(({ notes }) => notes.map(({ at, pitch }) => [at, pitch]))));
    expect(new Set(played).size).toBe(evening.length);
  });

  test('begin at once: something is heard within the first quarter of a second of each', () => {
    for (const { score } of evening) {
      const first = Math.min(...score.parts.flatMap(({ notes }) => notes.map(({ at }) => at)));
      expect((first * 60) / score.tempo).toBeLessThan(0.25);
    }
  });
});

describe('a flow', () => {
  test('is the same for the same seed and the same wishes, and another for another seed', () => {
    const wishes = restless(5, 6);
    expect(flow(8, wishes)).toEqual(flow(8, wishes));
    expect(flow(9, wishes).map(({ score }) => score.voices.melody)).not.toEqual(flow(8, wishes).map(({ score }) => score.voices.melody));
  });

  test('meets another mood with its next section: its ensemble, its mode, and how full and loud it is', () => {
    const [, before, after] = flow(4, [wish('sad', { style: 'piano' }), wish('sad', { style: 'piano' }), wish('happy', { style: 'band' })]);
    expect([before?.score.style, after?.score.style]).toEqual(['piano', 'band']);
    expect(after?.opens).toBe(true);
    expect(after?.score.mode).toMatch(/ionian|mixolydian/);
    expect(after?.loudness).toBeGreaterThan((before?.loudness ?? 0) + 1);
  });

  test('stays with its ensemble and its key while nothing changes, and brings its theme back', () => {
    const sections = flow(
      6,
      Array.from({ length: 7 }, () => wish('neutral')),
    );
    expect(new Set(sections.map(({ score }) => `${score.style} ${score.tonic}`)).size).toBe(1);
    const [first, second] = sections.map(({ score }) => score.voices.melody.map(({ at, pitch }) => `${at} ${pitch}`));
    const letters = sections.map(({ score }) => score.sections[0]?.letter);
    expect(letters[0]).toBe('A');
    const again = letters.indexOf('A', 1);
    const back = sections[again]?.score.voices.melody.map(({ at, pitch }) => `${at} ${pitch}`) ?? [];
    const shared = back.filter((note) => first?.includes(note)).length / back.length;
    expect(shared).toBeGreaterThan(0.4);
    expect(second).not.toEqual(first);
  });

  test('ranks the moods by energy: by how many notes a second are sung, and by how loud it is to be', () => {
    const heard = BY_ENERGY.map((mood) =>
      [1, 2, 3, 4].flatMap((seed) =>
        flow(
          seed,
          Array.from({ length: 5 }, () => wish(mood)),
        ),
      ),
    );
    const rates = heard.map((sections) => mean(sections.map(({ score }) => score.voices.melody.length / secondsOf(score))));
    const loudness = heard.map((sections) => mean(sections.map((section) => section.loudness)));
    for (const measured of [rates, loudness]) expect(measured).toEqual([...measured].sort((a, b) => b - a));
  });

  test('that leads on gains tempo and loudness from section to section, and does not go to darker keys', () => {
    const sections = flow(
      2,
      Array.from({ length: 12 }, () => wish('neutral', { energy: 0.35, rising: true })),
    );
    const opening = sections.filter(({ opens }) => opens);
    expect(opening.length).toBeGreaterThan(2);
    const [first, last] = [sections[0], sections[2]];
    expect(last?.score.tempo).toBeGreaterThan(first?.score.tempo ?? 0);
  });
});
