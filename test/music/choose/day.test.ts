import { expect, test } from 'vitest';
import { dayPlan } from '../../../src/config/day.ts';
import { wordsAt } from '../../../src/music/choose/day.ts';

const plan = dayPlan(['07:00-10:00 bright / sunny', '22:00-02:00 calm']);

test.each([
  [419, []],
  [420, ['bright', 'sunny']],
  [599, ['bright', 'sunny']],
  [600, []],
  [1320, ['calm']],
  [0, ['calm']],
  [119, ['calm']],
  [120, []],
])('at minute %i the plan wants %j', (minute, words) => expect(wordsAt(plan, minute)).toEqual(words));

test('an empty plan wants nothing', () => expect(wordsAt([], 600)).toEqual([]));
