import { expect, test } from 'vitest';
import { TransitionCount } from '../../../src/history/diary/transitions.ts';
import { mood, play } from './entries.ts';

const day = (...times: readonly (readonly [from: string, to: string, name: 'happy' | 'sad' | 'away', by?: 'person' | 'plan'])[]) =>
  times.map(([from, to, name, by]) => mood(`2026-11-24 ${from}`, `2026-11-24 ${to}`, name, by));

test('counts what turned into what, over portions, with what was playing', () => {
  const [first, second, third] = day(['10:00', '10:10', 'sad'], ['10:10', '10:20', 'happy'], ['10:20', '10:30', 'sad']);
  const again = day(['10:30', '10:40', 'happy']);
  const count = new TransitionCount();
  count.add([first, play('2026-11-24 10:05', '2026-11-24 10:15', 'Sun', 'ended'), second].flatMap((each) => each ?? []));
  count.add([third, ...again].flatMap((each) => each ?? []));
  expect(count.transitions).toEqual([
    { from: 'sad', to: 'happy', times: 2, played: [{ title: 'Sun', times: 1 }] },
    { from: 'happy', to: 'sad', times: 1, played: [] },
  ]);
});

test('does not count the same mood again, what a person or a plan decided, or what came after the box was off', () => {
  const { transitions } = new TransitionCount().add(
    day(
      ...([
        ['10:00', '10:10', 'sad'],
        ['10:10', '10:20', 'sad'],
        ['10:20', '10:30', 'happy', 'person'],
        ['10:30', '10:40', 'sad'],
        ['10:40', '10:50', 'happy', 'plan'],
        ['10:50', '11:00', 'happy'],
        ['12:00', '12:10', 'away'],
      ] as const),
    ),
  );
  expect(transitions).toEqual([]);
});
