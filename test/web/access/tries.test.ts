import { beforeEach, expect, test } from 'vitest';
import { ms } from '../../../src/domain/units.ts';
import { Tries } from '../../../src/web/access/tries.ts';
import { FakeClock } from '../../fakes/clock.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
let clock: FakeClock;
let tries: Tries;
beforeEach(() => {
  clock = new FakeClock();
  tries = new Tries(clock);
});
const failing = (address: string, times: number): void => {
  for (let i = 0; i < times; i += 1) expect(tries.begin(address)).toBeUndefined();
};
/** Tries as often as possible for so long; returns how many tries there were. */
async function guessing(from: (count: number) => string, span: number): Promise<number> {
  let count = 0;
  for (let at = 0; at < span; at += MINUTE) {
    while (tries.begin(from(count)) === undefined) count += 1;
    await clock.advance(ms(MINUTE));
  }
  return count;
}

test('five tries are free, then the rest grows, to an hour at most', async () => {
  failing('a', 5);
  expect(tries.begin('a')).toBe(MINUTE);
  await clock.advance(ms(MINUTE));
  failing('a', 1);
  expect(tries.begin('a')).toBe(2 * MINUTE);
  for (let i = 0; i < 8; i += 1) {
    await clock.advance(ms(HOUR));
    failing('a', 1);
  }
  expect(tries.begin('a')).toBe(HOUR);
});

test('one address gets about thirty tries in a day', async () => {
  expect(await guessing(() => 'a', DAY)).toBeLessThan(40);
});

test('a thousand addresses together get no more than twelve an hour after the first forty', async () => {
  expect(await guessing((count) => `${count % 1000}`, DAY)).toBeLessThan(40 + 13 * 24);
});

test('whoever was right once is not held up by the failures of others', () => {
  failing('home', 1);
  tries.succeeded('home', false);
  for (let i = 0; i < 60; i += 1) tries.begin(`${i}`);
  expect(tries.begin('stranger')).toBeGreaterThan(0);
  expect(tries.begin('home')).toBeUndefined();
});

test('the PIN of the household gives no free tries at that of the owner', async () => {
  let wrong = 0;
  for (let i = 0; i < 200; i += 1) {
    if (tries.begin('a') === undefined) wrong += 1;
    if (tries.begin('a') === undefined) tries.succeeded('a', false);
    await clock.advance(ms(MINUTE));
  }
  expect(wrong).toBeLessThan(25);
});

test('an owner who comes in has a clean slate', () => {
  failing('a', 4);
  tries.succeeded('a', true);
  expect(tries.count('a')).toBe(0);
});

test('failures are forgotten after a day', async () => {
  failing('a', 5);
  await clock.advance(ms(DAY));
  failing('a', 4);
});

test('after the page was started again, many addresses get one try each rest, and a right one is not held up', async () => {
  const again = new Tries(clock, true);
  expect(again.begin('a')).toBeUndefined();
  expect(again.begin('b')).toBe(5000);
  await clock.advance(ms(5000));
  expect(again.begin('c')).toBeUndefined();
  again.succeeded('c', false);
  expect(again.begin('c')).toBeUndefined();
});

/** Thirteen addresses with four wrong tries each, as often as they may. */
const besiege = (): void => {
  for (let i = 0; i < 13; i += 1) for (let n = 0; n < 4; n += 1) tries.begin(`attacker ${i}`);
};

test('a phone that has hardly tried yet is not held up by thirteen addresses that guess', () => {
  besiege();
  expect(tries.begin('attacker 12')).toBeGreaterThan(0);
  expect(tries.begin('phone')).toBeUndefined();
  expect(tries.begin('phone')).toBeUndefined(); // a mistyped PIN
  expect(tries.begin('phone')).toBeGreaterThan(0);
  expect(tries.ownWait('phone')).toBe(0);
});

test('the share of new addresses is bounded, and a right PIN leaves it to the next one', () => {
  besiege();
  for (let i = 0; i < 20; i += 1) {
    expect(tries.begin(`phone ${i}`)).toBeUndefined();
    tries.succeeded(`phone ${i}`, false);
  }
  for (let i = 0; i < 3; i += 1) expect(tries.begin(`fresh ${i}`)).toBeUndefined();
  expect(tries.begin('one more')).toBeGreaterThan(0);
});

test('the box itself waits for its own failures alone', () => {
  besiege();
  for (let i = 0; i < 5; i += 1) expect(tries.begin('127.0.0.1', true)).toBeUndefined();
  expect(tries.begin('127.0.0.1', true)).toBe(MINUTE);
});

test('a reset forgets every failure', () => {
  besiege();
  failing('phone', 2);
  tries.forget();
  failing('phone', 4);
  failing('attacker 1', 4);
});
