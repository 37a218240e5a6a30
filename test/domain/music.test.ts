import { describe, expect, test } from 'vitest';
import { MOST_RECENT, remember } from '../../src/domain/music.ts';

describe('remember', () => {
  test('puts what was played at the end, once', () => {
    expect(remember(['a', 'b', 'c'], 'a')).toEqual(['b', 'c', 'a']);
  });

  test('forgets the oldest', () => {
    const full = Array.from({ length: MOST_RECENT }, (_, i) => `t${i}`);
    expect(remember(full, 'new')).toEqual([...full.slice(1), 'new']);
  });

  test('leaves the list that it was given alone', () => {
    const recent = Object.freeze(['a']);
    expect(remember(recent, 'b')).toEqual(['a', 'b']);
    expect(recent).toEqual(['a']);
  });
});
