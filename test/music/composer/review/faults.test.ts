import { describe, expect, test } from 'vitest';
import { EMOTIONS } from '../../../../src/domain/emotion.ts';
import { composePiece } from '../../../../src/music/composer/compose.ts';
import { faultsOf } from '../../../../src/music/composer/review/faults.ts';
import type { Line, Score } from '../../../../src/music/composer/score.ts';

const good = composePiece({ mood: 'fear', seed: 11, style: 'harp' });
const line = (...pitches: readonly number[]): Line => pitches.map((pitch, at) => ({ at, beats: 1, pitch }));
const silent = { melody: [], counter: [], inner: [], root: [], bass: [] };
/** A score with nothing but these voices and no phrase. */
const withVoices = (voices: Partial<Score['voices']>): Score => ({ ...good, phrases: [], voices: { ...silent, ...voices } });

describe('the count of faults', () => {
  test.each([
    ['fifths', line(67, 69), line(60, 62), 1],
    ['octaves', line(72, 71), line(60, 59), 1],
    ['unisons', line(60, 62), line(60, 62), 1],
    ['a fifth and a twelfth', line(67, 81), line(60, 62), 1],
    ['fifths in contrary motion', line(67, 57), line(60, 62), 0],
    ['a fifth that is held', line(67, 67), line(60, 60), 0],
    ['sixths', line(69, 71), line(60, 62), 0],
  ])('sees parallels: %s', (_, melody, root, parallels) => {
    expect(faultsOf(withVoices({ melody, root })).parallels).toBe(parallels);
  });

  test('sees parallels between any two voices', () => {
    const [upper, lower] = [line(67, 69), line(60, 62)];
    for (const voices of [
      { counter: upper, bass: lower },
      { melody: upper, counter: lower },
      { inner: [lower, upper] },
      { inner: [upper], root: lower },
    ])
      expect(faultsOf(withVoices(voices)).parallels).toBe(1);
  });

  test('forgets what was before a rest of a beat', () => {
    const rested = [{ at: 0, beats: 1, pitch: 67 }, { at: 2, beats: 1, pitch: 69 }]; // biome-ignore format: short
    expect(
      faultsOf(
        withVoices({
          melody: rested,
          root: [
            { at: 0, beats: 2, pitch: 60 },
            { at: 2, beats: 2, pitch: 62 },
          ],
        }),
      ).parallels,
    ).toBe(0);
  });

  test.each([
    ['a tritone', line(60, 66), 1],
    ['a seventh', line(60, 71), 1],
    ['a ninth', line(60, 74, 72), 1],
    ['a sixth that goes on', line(60, 69, 71), 1],
    ['a sixth that turns back', line(60, 69, 67), 0],
    ['an octave that turns back', line(60, 72, 71), 0],
    ['steps and thirds', line(60, 62, 65, 64, 67), 0],
  ])('sees leaps that nobody sings: %s', (_, melody, leaps) => expect(faultsOf(withVoices({ melody })).leaps).toBe(leaps));

  test('sees cadences that do not arrive', () => {
    const closed = good.phrases.findIndex(({ cadence }) => cadence !== 'half');
    const phrase = good.phrases[closed];
    if (!phrase) throw new Error('there is no closed phrase');
    const last = good.chords.filter(({ at }) => at < phrase.at + phrase.beats).at(-1);
    const astray = good.chords.map((chord) => (chord === last ? { ...chord, degree: 4 } : chord));
    expect(faultsOf({ ...good, chords: astray }).cadences).toBe(1);
    const sung = good.voices.melody.filter(({ at }) => at < phrase.at + phrase.beats).at(-1);
    const offKey = good.voices.melody.map((note) => (note === sung ? { ...note, pitch: note.pitch + 1 } : note));
    expect(faultsOf({ ...good, voices: { ...good.voices, melody: offKey } }).cadences).toBe(1);
    expect(faultsOf(good).cadences).toBe(0);
  });
});

describe('what is composed', () => {
  test.each(EMOTIONS)('has no faults: %s', (mood) => {
    for (let seed = 1; seed <= 10; seed += 1)
      expect({ seed, ...faultsOf(composePiece({ mood, seed })) }).toEqual({ seed, parallels: 0, leaps: 0, cadences: 0 });
  });

  test('has none at the ends of the energy either', () => {
    for (const energy of [0, 1])
      for (const mood of EMOTIONS)
        expect(faultsOf(composePiece({ mood, energy, seed: 5 }))).toEqual({ parallels: 0, leaps: 0, cadences: 0 });
  });
});
