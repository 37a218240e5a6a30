import { describe, expect, test } from 'vitest';
import { rotate, withTerms, wordsOf } from '../../../src/music/choose/query-terms.ts';

describe('in turn', () => {
  test('the first list changes with every turn, the next when the one before it has been through', () =>
    expect(
      [0, 1, 2, 3, 4, 5].map((turn) =>
        rotate(
          [
            ['a', 'b'],
            ['x', 'y', 'z'],
          ],
          turn,
        ).join(''),
      ),
    ).toEqual(['ax', 'bx', 'ay', 'by', 'az', 'bz']));
  test('an empty list gives nothing and takes no turn from the others', () =>
    expect([0, 1].map((turn) => rotate([[], ['x', 'y']], turn))).toEqual([
      [undefined, 'x'],
      [undefined, 'y'],
    ]));
  test('any whole number is a turn', () =>
    expect(
      rotate(
        [
          ['a', 'b'],
          ['x', 'y'],
        ],
        -1,
      ),
    ).toEqual(['b', 'y']));
});

describe('worded', () => {
  test('is the search itself where nothing more is wanted', () =>
    expect(withTerms('Soft  piano', { instrumental: false })).toBe('Soft  piano'));
  test('puts the hour before the language', () =>
    expect(withTerms('songs', { hour: 'calm', language: 'german', instrumental: false })).toBe('songs calm german'));
  test('says nothing twice, in upper or lower case', () =>
    expect(withTerms('Calm piano', { hour: 'calm evening piano', instrumental: true })).toBe('Calm piano evening instrumental'));
});

test('words are letters and numbers of any script, in lower case', () =>
  expect(wordsOf('/Müsli/80s - Ночь_2.mp3')).toEqual(['müsli', '80s', 'ночь', '2', 'mp3']));

test('a letter with an accent is one letter, however a system writes it', () => {
  expect(wordsOf('/m/Cafe\u0301/No\u0308l.mp3')).toEqual(['m', 'café', 'nöl', 'mp3']);
});
