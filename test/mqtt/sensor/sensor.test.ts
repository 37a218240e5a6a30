import { expect, test } from 'vitest';
import { ms } from '../../../src/domain/units.ts';
import type { SensorWord } from '../../../src/mqtt/sensor/payload.ts';
import { Sensor } from '../../../src/mqtt/sensor/sensor.ts';
import { FakeClock } from '../../fakes/clock.ts';

const HOLD = ms(300_000);

function sensor() {
  const clock = new FakeClock();
  const said: SensorWord[] = [];
  return { clock, said, sensor: new Sensor({ clock, hold: HOLD, onWord: (word) => said.push(word) }) };
}

test('a device that sends its state every second is passed on only when the state changes', () => {
  const { said, sensor: radar } = sensor();
  for (const word of [null, true, true, true, false, false, true]) radar.reports(word);
  expect(said).toEqual([true, false, true]);
});

test('a word on presence/set is passed on each time', () => {
  const { said, sensor: radar } = sensor();
  for (const word of [true, true]) radar.commanded(word);
  expect(said).toEqual([true, true]);
});

test('of two sensors, one on the topic and one on presence/set, the OFF of one does not hide the ON of the other', () => {
  const { said, sensor: both } = sensor();
  both.reports(true);
  both.commanded(false);
  expect(said.at(-1)).toBe(true);
  both.reports(false);
  expect(said.at(-1)).toBe(false);
  both.commanded(true);
  both.reports(null);
  expect(said.at(-1)).toBe(true);
  both.commanded(null);
  expect(said.at(-1)).toBe(null);
});

test('the words of both end with the hold', async () => {
  const { clock, said, sensor: both } = sensor();
  both.reports(false);
  both.commanded(true);
  both.lost();
  await clock.advance(HOLD);
  expect(said).toEqual([false, true, null]);
  both.connected();
  both.reports(false);
  expect(said.at(-1)).toBe(false);
});

test('a word ends when the broker has been away for the hold, and no sooner', async () => {
  const { clock, said, sensor: radar } = sensor();
  radar.reports(true);
  radar.lost();
  await clock.advance(ms(HOLD - 1));
  radar.lost();
  expect(said).toEqual([true]);
  await clock.advance(ms(1));
  expect(said).toEqual([true, null]);
  expect(clock.sleeping).toBe(0);
});

test('a broker that is back in time leaves the word as it was; a new word counts as usual', async () => {
  const { clock, said, sensor: radar } = sensor();
  radar.reports(true);
  radar.lost();
  await clock.advance(ms(HOLD / 2));
  radar.connected();
  await clock.advance(HOLD);
  radar.reports(true);
  expect(said).toEqual([true]);
  radar.lost();
  await clock.advance(HOLD);
  radar.connected();
  radar.reports(true);
  expect(said).toEqual([true, null, true]);
});

test('if no sensor has spoken, nothing expires, and a closed box waits for nothing', async () => {
  const { clock, said, sensor: radar } = sensor();
  radar.lost();
  expect(clock.sleeping).toBe(0);
  radar.reports(false);
  radar.lost();
  radar[Symbol.dispose]();
  await clock.advance(HOLD);
  expect(said).toEqual([false]);
});

test('a box that closes, and then signs off at its broker, waits for nothing either', () => {
  const { clock, sensor: radar } = sensor();
  radar.commanded(true);
  radar[Symbol.dispose]();
  radar.lost();
  expect(clock.sleeping).toBe(0);
});
