import { describe, expect, test } from 'vitest';
import { MODES } from '../../../../src/music/composer/score.ts';
import { chordOn, notesOf, relativeKey, TONICS } from '../../../../src/music/composer/theory/keys.ts';

describe('chords of a key', () => {
  test('are those of its scale', () => {
    const key = { tonic: 'C', mode: 'ionian' } as const;
    expect(chordOn(key, 0, 'triad').tones).toEqual([0, 4, 7]);
    expect(chordOn(key, 4, 'seventh').tones).toEqual([7, 11, 2, 5]);
    expect(chordOn(key, 1, 'ninth').tones).toEqual([2, 5, 9, 0, 4]);
    expect(chordOn({ tonic: 'D', mode: 'dorian' }, 3, 'triad').tones).toEqual([7, 11, 2]);
  });

  test('a minor key has a major dominant, and its leading note is in the scale over it', () => {
    const dominant = chordOn({ tonic: 'A', mode: 'aeolian' }, 4, 'triad');
    expect(dominant.tones).toEqual([4, 8, 11]);
    expect(dominant.scale).toContain(8);
    expect(dominant.scale).not.toContain(7);
  });

  test('a ninth that would be a semitone is left out', () =>
    expect(chordOn({ tonic: 'C', mode: 'ionian' }, 2, 'ninth').tones).toEqual([4, 7, 11, 2]));

  test('every key has seven notes and a triad on each degree', () => {
    for (const mode of MODES)
      for (const tonic of [...TONICS.major, ...TONICS.minor]) {
        expect(notesOf({ tonic, mode })).toHaveLength(7);
        for (let degree = 0; degree < 7; degree += 1)
          expect(new Set(chordOn({ tonic, mode }, degree, 'triad').tones.filter((tone) => tone >= 0 && tone < 12)).size).toBe(3);
      }
  });

  test('relative keys have the same notes', () => {
    expect(relativeKey({ tonic: 'C', mode: 'ionian' })).toEqual({ tonic: 'A', mode: 'aeolian' });
    expect(relativeKey({ tonic: 'A', mode: 'aeolian' })).toEqual({ tonic: 'C', mode: 'ionian' });
    const key = { tonic: 'Eb', mode: 'ionian' } as const;
    expect([...notesOf(relativeKey(key))].sort()).toEqual([...notesOf(key)].sort());
  });
});
