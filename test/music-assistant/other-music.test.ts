import { expect, test } from 'vitest';
import { ms } from '../../src/domain/units.ts';
import { OtherMusic } from '../../src/music-assistant/other-music.ts';
import type { OtherHand } from '../../src/players/port.ts';
import { FakeClock } from '../fakes/clock.ts';

function taken() {
  const clock = new FakeClock();
  const told: OtherHand[] = [];
  const others = new OtherMusic(clock, (what) => told.push(what));
  others.noticed('plays');
  return { clock, told, others };
}

test('somebody comes once, and leaves half a minute after the music', async () => {
  const { clock, told, others } = taken();
  others.noticed('plays');
  others.noticed('idle');
  await clock.advance(ms(29_000));
  others.noticed('idle');
  expect(told).toEqual(['taken']);
  await clock.advance(ms(1_000));
  expect(told).toEqual(['taken', 'left']);
  expect(others.isHere).toBe(false);
});

test('whoever goes on within that time has not left', async () => {
  const { clock, told, others } = taken();
  others.noticed('idle');
  await clock.advance(ms(20_000));
  others.noticed('plays');
  await clock.advance(ms(60_000));
  expect(told).toEqual(['taken']);
});

test('a pause is waited for longer, but not for ever', async () => {
  const { clock, told, others } = taken();
  others.noticed('paused');
  await clock.advance(ms(9 * 60_000));
  expect(told).toEqual(['taken']);
  await clock.advance(ms(60_000));
  expect(told).toEqual(['taken', 'left']);
});

test('nobody leaves who was never there, or whose place we have taken', async () => {
  const { clock, told, others } = taken();
  others.gone();
  others.noticed('idle');
  await clock.advance(ms(60_000));
  expect(told).toEqual(['taken']);
});
