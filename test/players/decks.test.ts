import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { percent } from '../../src/domain/units.ts';
import type { Deck } from '../../src/players/deck.ts';
import { Decks } from '../../src/players/decks.ts';
import { MPV_LIMITS } from '../../src/players/mpv/limits.ts';
import { FakeClock } from '../fakes/clock.ts';
import { FakeLog } from '../fakes/log.ts';
import { NEVER } from './stage.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** A deck without mpv, whose closing comes to something that `closed` knows as long as anybody holds it. */
function deck(closed: WeakRef<object>[]): Deck {
  const fader = {
    level: 0,
    duck: async (): Promise<void> => undefined,
    ramp: async (to: number): Promise<void> => {
      fader.level = to;
    },
  };
  const close = async (): Promise<object> => {
    const outcome = {};
    closed.push(new WeakRef(outcome));
    return outcome;
  };
  return { fader, outputKind: 'device', [Symbol.asyncDispose]: close } as unknown as Deck;
}

test('nothing is kept of decks that were closed, however many', async () => {
  const closed: WeakRef<object>[] = [];
  const world = { clock: new FakeClock(), log: new FakeLog(), limits: MPV_LIMITS };
  const decks = new Decks(() => deck(closed), world, { volume: percent(60), crossfade: true });
  for (let i = 0; i < 5; i += 1) await decks.switchTo(await decks.idleDeck(NEVER), NEVER);
  await setImmediate();
  collectGarbage();
  expect(closed.map((each) => each.deref())).toEqual([undefined, undefined, undefined, undefined]);
});
