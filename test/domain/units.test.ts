import { expect, test } from 'vitest';
import { elapsed, instant, later, moment, ms, percent, share } from '../../src/domain/units.ts';

test('a share and a percentage stay inside their range', () => {
  expect([share(-1), share(0.3), share(2)]).toEqual([0, 0.3, 1]);
  expect([percent(-3), percent(39.6), percent(140)]).toEqual([0, 40, 100]);
});

test('later and elapsed undo each other', () => expect(elapsed(instant(5), later(instant(5), ms(70)))).toBe(70));

test('a moment is whole, whatever it was reckoned from: a file takes no other', () => {
  expect([moment(1_795_704_295_949.466), moment(-0.4), moment(7)]).toEqual([1_795_704_295_949, -0, 7]);
});
