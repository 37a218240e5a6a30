import { describe, expect, test } from 'vitest';
import type { Emotion } from '../../../src/domain/emotion.ts';
import { EMOTIONS } from '../../../src/domain/emotion.ts';
import { BY_ENERGY } from '../../../src/music/composer/character.ts';
import { composePiece } from '../../../src/music/composer/compose.ts';
import type { Line, Score } from '../../../src/music/composer/score.ts';
import { secondsOf } from '../../../src/music/composer/score.ts';
import { STYLES_BY_MOOD } from '../../../src/music/composer/styles/by-mood.ts';
import { styleNamed } from '../../../src/music/composer/styles/ensembles.ts';

const seeds = [1, 2, 3, 4, 5, 6];
const pieces = (mood: Emotion): readonly Score[] => seeds.map((seed) => composePiece({ mood, seed }));
const mean = (values: readonly number[]): number => values.reduce((sum, each) => sum + each, 0) / values.length;
const pitches = (line: Line): readonly number[] => line.map(({ pitch }) => pitch);

describe('a piece', () => {
  test('is the same for the same commission, and another for another seed, mood, energy or style', () => {
    const first = composePiece({ mood: 'happy', seed: 7 });
    expect(composePiece({ mood: 'happy', seed: 7 })).toEqual(first);
    const others = [
      composePiece({ mood: 'happy', seed: 8 }),
      composePiece({ mood: 'sad', seed: 7 }),
      composePiece({ mood: 'happy', seed: 7, energy: 1 }),
      composePiece({ mood: 'happy', seed: 7, style: first.style === 'folk' ? 'bossa' : 'folk' }),
    ];
    for (const other of others) expect(pitches(other.voices.melody)).not.toEqual(pitches(first.voices.melody));
  });

  test.each(EMOTIONS)('for %s lasts three to six minutes, with an introduction, contrast, return and an end', (mood) => {
    for (const piece of pieces(mood)) {
      expect(secondsOf(piece)).toBeGreaterThan(170);
      expect(secondsOf(piece)).toBeLessThan(360);
      const letters = piece.sections.map(({ letter }) => letter);
      expect(letters[0]).toBe('intro');
      expect(letters.at(-1)).toBe('coda');
      expect(letters).toContain('B');
      expect(letters.lastIndexOf('A')).toBeGreaterThan(letters.indexOf('B'));
    }
  });

  test('is about as long as it was asked to be', () => {
    for (const minutes of [2, 4, 6, 12])
      expect(secondsOf(composePiece({ mood: 'neutral', seed: 3, minutes })) / 60).toBeCloseTo(minutes, -0.3);
  });

  test.each(EMOTIONS)('for %s of one minute has one theme, and lasts 45 to 85 s', (mood) => {
    for (const seed of seeds) {
      const piece = composePiece({ mood, seed, minutes: 1 });
      expect(piece.sections.map(({ letter }) => letter)).toContain('A');
      expect(secondsOf(piece)).toBeGreaterThan(45);
      expect(secondsOf(piece)).toBeLessThan(85);
    }
  });

  test.each(EMOTIONS)('for %s ends on its tonic, sung and played', (mood) => {
    for (const piece of pieces(mood)) {
      const tonic = piece.chords.at(-1)?.tones[0];
      expect(piece.chords.at(-1)?.degree).toBe(0);
      expect((piece.voices.melody.at(-1)?.pitch ?? 0) % 12).toBe(tonic);
      expect((piece.voices.root.at(-1)?.pitch ?? 0) % 12).toBe(tonic);
    }
  });

  test('has its voices where they belong: in range, and never two notes of one voice at once', () => {
    for (const piece of pieces('surprise')) {
      const [low, high] = styleNamed(piece.style).range;
      for (const pitch of pitches(piece.voices.melody)) expect(pitch >= low && pitch <= high).toBe(true);
      const lines = [piece.voices.melody, piece.voices.counter, piece.voices.root, piece.voices.bass, ...piece.voices.inner];
      for (const line of lines) {
        const overlaps = line.slice(1).filter(({ at }, i) => at < (line[i]?.at ?? 0) + (line[i]?.beats ?? 0) - 1e-6);
        expect(overlaps).toEqual([]);
      }
    }
  });

  test('is played by people: never exactly on the beat, and not all notes alike', () => {
    const { parts } = composePiece({ mood: 'fear', seed: 2 });
    const notes = parts.flatMap((part) => part.notes);
    const offBeat = notes.filter(({ at }) => Math.abs(at * 4 - Math.round(at * 4)) > 1e-4);
    expect(offBeat.length / notes.length).toBeGreaterThan(0.9);
    expect(new Set(notes.map(({ velocity }) => velocity.toFixed(3))).size).toBeGreaterThan(50);
    for (const { velocity, pitch } of notes) expect(velocity > 0 && velocity <= 1 && pitch >= 21 && pitch <= 108).toBe(true);
  });

  test('comes back varied: no section repeats an earlier one note for note', () => {
    for (const { sections, parts } of pieces('angry')) {
      const played = sections.map(({ at, beats }) =>
        JSON.stringify(
          parts.map(({ notes }) => notes.filter((note) => note.at >= at && note.at < at + beats).map((note) => [note.at - at, note.pitch])),
        ),
      );
      expect(new Set(played).size).toBe(sections.length);
    }
  });
});

describe('the moods', () => {
  test('have three ensembles or more each, and all of them come', () => {
    for (const mood of EMOTIONS) {
      expect(STYLES_BY_MOOD[mood].length).toBeGreaterThanOrEqual(3);
      const heard = new Set<string>();
      for (let seed = 1; seed <= 40 && heard.size < STYLES_BY_MOOD[mood].length; seed += 1)
        heard.add(composePiece({ mood, seed, minutes: 1 }).style);
      expect([...heard].sort()).toEqual([...STYLES_BY_MOOD[mood]].sort());
    }
  });

  test('differ in energy as intended: in tempo, and in notes a second', () => {
    const all = BY_ENERGY.map(pieces);
    const tempos = all.map((each) => mean(each.map(({ tempo }) => tempo)));
    const rates = all.map((each) => mean(each.map((piece) => piece.voices.melody.length / secondsOf(piece))));
    expect(tempos).toEqual([...tempos].sort((a, b) => b - a));
    expect(rates).toEqual([...rates].sort((a, b) => b - a));
  });

  test('become livelier with more energy', () => {
    for (const mood of EMOTIONS) {
      const [calm, lively] = [composePiece({ mood, seed: 5, energy: 0 }), composePiece({ mood, seed: 5, energy: 1 })];
      expect(lively.tempo).toBeGreaterThan(calm.tempo + 10);
    }
  });
});
