import { expect, test } from 'vitest';
import { proved } from '../../../src/appliance/update/prove.ts';
import { ms } from '../../../src/domain/units.ts';
import { FakeClock } from '../../fakes/clock.ts';

const MINUTE = ms(60_000);

/** `well`: from which second of the clock on, and until which, the box says that it is well. */
async function outcome(well: (second: number) => boolean) {
  const clock = new FakeClock();
  const ask = async () => (well(clock.now() / 1000) ? undefined : 'the eyes are stuck');
  let ended: { readonly ok: boolean; readonly why?: string; readonly after: number } | undefined;
  void proved({ ask, clock, signal: new AbortController().signal, wellFor: MINUTE, within: ms(600_000) }).then((proof) => {
    ended = { ...proof, after: clock.now() / 1000 };
  });
  await clock.advance(ms(900_000));
  return ended;
}

test('a box that is well for a minute has proved itself', async () =>
  expect(await outcome(() => true)).toMatchObject({ ok: true, after: 60 }));

test('a minute with a break in it does not count', async () => {
  const proof = await outcome((second) => second < 50 || second > 52);
  expect(proof).toMatchObject({ ok: true });
  expect(proof?.after).toBeGreaterThanOrEqual(112);
});

test('a box that is never well is given up after ten minutes, with what was wrong', async () => {
  const proof = await outcome(() => false);
  expect(proof).toMatchObject({ ok: false, why: 'the eyes are stuck' });
  expect(proof?.after).toBeGreaterThanOrEqual(600);
  expect(proof?.after).toBeLessThan(610);
});

test('one that becomes well at the last moment has its minute', async () =>
  expect(await outcome((second) => second > 590)).toMatchObject({ ok: true }));
