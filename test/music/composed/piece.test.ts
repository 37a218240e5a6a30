import { expect, test } from 'vitest';
import { pieceId, pieceOf, pieceTitle } from '../../../src/music/composed/piece.ts';

const piece = { mood: 'neutral', style: 'trio', number: 412 } as const;

test('a piece has one id, which leads back to it, and a title', () => {
  expect(pieceId(piece)).toBe('composed:1:neutral:trio:412');
  expect(pieceOf(pieceId(piece))).toEqual(piece);
  expect(pieceTitle(piece)).toBe('For a quiet room, no. 412 (electric piano trio)');
});

test.each([
  '',
  '../gone',
  'composed:1:neutral:trio',
  'composed:1:neutral:trio:0',
  'composed:1:away:trio:4',
  'composed:1:neutral:kazoo:4',
  'composed:0:neutral:trio:4',
  'loop:sad',
])("'%s' is no piece", (id) => expect(pieceOf(id)).toBeUndefined());
