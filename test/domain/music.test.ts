import { describe, expect, test } from 'vitest';
import { MOST_RECENT, remember, trackFrom } from '../../src/domain/music.ts';

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

test('a track is made with a title of one line, whoever wrote it; the id and the address stay exact', () => {
  const [id, url] = ['/m/a\nb\u202e.mp3', '/m/a\nb\u202e.mp3'];
  const track = { id, url, source: 'library', mood: 'happy' } as const;
  expect(trackFrom({ ...track, title: 'a\n\u001b[31mb' })).toEqual({ ...track, title: 'a [31mb' });
  expect(trackFrom({ ...track, title: '\u202e \n' })).toEqual({ ...track, title: 'untitled' });
});
