import { expect, test } from 'vitest';
import { lostAmong } from '../../../src/mqtt/home-assistant/birth.ts';

const sent = new Map([
  ['config', '{}'],
  ['mood', 'happy'],
  ['cover', 'x'.repeat(65_536)],
]);

test('what the broker keeps as it was sent is not lost', () => expect(lostAmong(sent, sent)).toEqual([]));

test('what it does not keep, or keeps otherwise, is', () => {
  const kept = new Map([
    ['mood', 'sad'],
    ['cover', sent.get('cover') ?? ''],
  ]);
  expect(lostAmong(sent, kept)).toEqual(['config', 'mood']);
});

test('a picture that is too large to be sent to us is believed to be kept, unless nothing is', () => {
  const others = new Map([...sent].slice(0, 2));
  expect(lostAmong(sent, others)).toEqual([]);
  expect(lostAmong(sent, new Map())).toEqual(['config', 'mood', 'cover']);
});

test('a small picture is not believed to be kept', () =>
  expect(lostAmong(new Map([...others(), ['cover', 'small']]), new Map(others()))).toEqual(['cover']));

const others = () => [...sent].slice(0, 2);
