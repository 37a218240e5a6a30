import { expect, test } from 'vitest';
import { foldedText, hasAllWords } from '../../../src/music/choose/matching.ts';

test.each([
  ['Édith Piaf – Non, je ne regrette rien', 'edith rien', true],
  ['Édith Piaf – Non, je ne regrette rien', 'EDITH  regre', true],
  ['Sigur Rós – Hoppípolla', 'ros hoppi', true],
  ['Folklore', 'lore', false],
  ['Folk', 'folklore', false],
  ['jazz/Miles_Davis/01.mp3', 'miles davis', true],
])('%s is found by "%s": %s', (text, words, found) => expect(hasAllWords(text, foldedText(words).split(' '))).toBe(found));
