import { expect, test } from 'vitest';
import { instant, ms } from '../../src/domain/units.ts';
import { Outbox } from '../../src/mqtt/outbox.ts';
import { StateEcho } from '../../src/mqtt/state-echo.ts';
import { topicsOf } from '../../src/mqtt/topics.ts';
import { FakeClock } from '../fakes/clock.ts';
import { mqttConfig } from './setting.ts';

const topics = topicsOf(mqttConfig());
const { set, state } = topics;
const states = new Map([
  [state.volume, '60'],
  [state.override, 'auto'],
  [state.camera, 'ON'],
]);

function answers() {
  const clock = new FakeClock();
  const outbox = new Outbox({ flushing: [state.mood] });
  const said = () => outbox.take(states, instant(0)).map(({ topic }) => topic);
  said();
  return { clock, said, answers: new StateEcho(outbox, topics, clock), ended: new AbortController() };
}

test('many commands are answered once with their states, after they had time to take effect', async () => {
  const { clock, said, answers: owed, ended } = answers();
  for (let i = 0; i < 1000; i += 1) owed.answer(i % 2 ? set.volume : set.camera, ended.signal);
  await clock.advance(ms(299));
  expect(said()).toEqual([]);
  await clock.advance(ms(1));
  expect(said()).toEqual([state.volume, state.camera]);
  await clock.advance(ms(10_000));
  expect(said()).toEqual([]);
  expect(clock.sleeping).toBe(0);
});

test('a button has no state to send', async () => {
  const { clock, said, answers: owed, ended } = answers();
  owed.answer(set.next, ended.signal);
  await clock.advance(ms(1000));
  expect(said()).toEqual([]);
});
