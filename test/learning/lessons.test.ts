import { expect, test } from 'vitest';
import type { MoodAnswer } from '../../src/domain/history.ts';
import { moment, share } from '../../src/domain/units.ts';
import { lessonsOf, MOST_LESSONS } from '../../src/learning/lessons.ts';

const LOGS = [-4, -5, -6, -3, -0.4, -5, -1.2];
const said = (answer: MoodAnswer['answer'], cameras: readonly string[], weights = 'w'): MoodAnswer => ({
  ...{ kind: 'answer', at: moment(0), shown: 'sad', expression: 'sad', confidence: share(0.6), level: 'household', answer },
  read: { weights, cameras: cameras.map((camera) => ({ camera, logs: LOGS })) },
});

test('each camera learns from the answers that rest on it, and on this network', () => {
  const { read: _, ...without } = said('sad', []);
  const lessons = lessonsOf(
    [said('sad', ['a', 'b']), said('neutral', ['b']), said('away', ['a']), said('happy', ['a'], 'old'), without],
    'w',
  );
  expect([...lessons]).toEqual([
    ['a', [{ logs: LOGS, answer: 'sad', shown: true }]],
    [
      'b',
      [
        { logs: LOGS, answer: 'sad', shown: true },
        { logs: LOGS, answer: 'neutral', shown: false },
      ],
    ],
  ]);
});

test('the newest answers count', () => {
  const many = [...Array.from({ length: MOST_LESSONS }, () => said('sad', ['a'])), said('happy', ['a'])];
  const lessons = lessonsOf(many, 'w').get('a') ?? [];
  expect([lessons.length, lessons.at(-1)?.answer]).toEqual([MOST_LESSONS, 'happy']);
});
