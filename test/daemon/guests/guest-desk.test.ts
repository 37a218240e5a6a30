import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { GuestDesk } from '../../../src/daemon/guests/guest-desk.ts';
import { keptIn, UNKEPT } from '../../../src/daemon/guests/keeping.ts';
import { GuestStore } from '../../../src/daemon/process/guest-store.ts';
import type { GuestWord } from '../../../src/domain/sound-guest.ts';
import { moment, ms } from '../../../src/domain/units.ts';
import { FakeClock } from '../../fakes/clock.ts';
import { FakeLog } from '../../fakes/log.ts';
import { FakePlayer } from '../../fakes/player.ts';

const NOON = Date.UTC(2026, 10, 27, 12);
const plays = (name: string, lease?: number): GuestWord => ({ name, state: 'playing', ...(lease !== undefined && { lease: ms(lease) }) });
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function opened({ kept = UNKEPT, start = 0 } = {}) {
  const [player, clock, log] = [new FakePlayer(), new FakeClock(start), new FakeLog()];
  const [happened, dismissed]: [string[], string[]] = [[], []];
  let changes = 0;
  const desk = new GuestDesk({
    ...{ player, clock, log, kept, fade: ms(2000), terms: { rest: ms(30_000), lease: ms(3_600_000) } },
    dismiss: (name) => dismissed.push(name),
    happened: (name, isThere) => happened.push(`${name} ${isThere}`),
    changed: () => {
      changes += 1;
    },
    now: () => ({ at: clock.now(), today: moment(NOON + clock.now()) }),
  });
  return { desk, player, clock, log, happened, dismissed, changes: () => changes };
}

describe('the guests of a loudspeaker', () => {
  test('come and go once each, and the report follows', async () => {
    const { changes, clock, desk, happened, log } = opened();
    desk.hear(plays('AirPlay', 60_000));
    desk.hear(plays('AirPlay', 90_000));
    expect([desk.isTaken, happened, changes()]).toEqual([true, ['AirPlay true'], 2]);
    await clock.advance(ms(90_000));
    desk.tick();
    expect(happened).toEqual(['AirPlay true', 'AirPlay false']);
    expect(desk.state).toEqual({ kind: 'resting', left: 'AirPlay', until: NOON + 120_000 });
    desk.tick();
    expect(changes()).toBe(3);
    await clock.advance(ms(30_000));
    desk.tick();
    expect([desk.isTaken, desk.state]).toEqual([false, undefined]);
    expect(log.events).toEqual(['guest.came', 'guest.left']);
  });

  test('somebody who wants music does not wait for the end of the rest, but does not put a guest out', () => {
    const { desk } = opened();
    desk.hear(plays('AirPlay'));
    desk.endRest();
    expect(desk.isTaken).toBe(true);
    desk.hear({ name: 'AirPlay', state: 'gone' });
    desk.endRest();
    expect(desk.isTaken).toBe(false);
  });

  test('all of them are dismissed, without a rest', () => {
    const { desk, dismissed, happened } = opened();
    desk.hear(plays('AirPlay'));
    desk.hear(plays('Spotify'));
    desk.dismiss();
    expect([desk.isTaken, dismissed, happened.slice(2)]).toEqual([false, ['AirPlay', 'Spotify'], ['AirPlay false', 'Spotify false']]);
  });

  test('a guest is let in when the music is silent', async () => {
    const { desk, player } = opened();
    const music = { id: 'a', title: 'a', url: 'a', source: 'library', mood: 'happy' } as const;
    await player.play(music, new AbortController().signal);
    desk.hear(plays('AirPlay'));
    let free: boolean | undefined;
    void desk.silent().then((is) => {
      free = is;
    });
    await settled();
    expect(free).toBeUndefined();
    await player.stop();
    await settled();
    expect(free).toBe(true);
    expect(await desk.silent()).toBe(true); // and a second one at once
  });

  test('a guest does not wait for ever', async () => {
    const { clock, desk, player } = opened();
    await player.play({ id: 'a', title: 'a', url: 'a', source: 'library', mood: 'happy' }, new AbortController().signal);
    desk.hear(plays('AirPlay'));
    const free = desk.silent();
    await clock.advance(ms(5000));
    expect(await free).toBe(false);
    expect(clock.sleeping).toBe(0);
  });
});

describe('over a restart', () => {
  const folder = (): string => mkdtempSync(join(tmpdir(), 'moodbox-guests-'));
  const log = new FakeLog();

  test('whoever was there still is, until the lease ends, and without one word more', async () => {
    const dir = folder();
    {
      await using store = GuestStore.open(dir, log);
      const { desk } = opened({ kept: keptIn(store) });
      desk.hear({ name: 'AirPlay', state: 'playing', title: 'Blue', lease: ms(600_000) });
      desk.hear(plays('Spotify', 1000));
    }
    const { clock, desk } = opened({ kept: keptIn(GuestStore.open(dir, log)), start: 60_000 });
    expect(desk.state).toEqual({ kind: 'playing', guests: [{ name: 'AirPlay', title: 'Blue', since: NOON }] });
    await clock.advance(ms(540_000));
    desk.tick();
    expect(desk.state).toMatchObject({ kind: 'resting', left: 'AirPlay' });
  });

  test('nobody is there if nobody was, or if that cannot be read', () => {
    const dir = folder();
    expect(opened({ kept: keptIn(GuestStore.open(dir, log)) }).desk.isTaken).toBe(false);
    writeFileSync(join(dir, 'guests.json'), '{"guests":[{"name":7}]}');
    const broken = new FakeLog();
    expect(opened({ kept: keptIn(GuestStore.open(dir, broken)) }).desk.isTaken).toBe(false);
    expect(broken.events).toEqual(['guests.broken']);
  });

  test('a box without a clock gives no guest more than a day', async () => {
    const dir = folder();
    writeFileSync(join(dir, 'guests.json'), JSON.stringify({ guests: [{ name: 'AirPlay', since: 0, until: NOON * 2 }] }));
    const { clock, desk } = opened({ kept: keptIn(GuestStore.open(dir, log)) });
    expect(desk.isTaken).toBe(true);
    await clock.advance(ms(24 * 3_600_000 + 30_000));
    desk.tick();
    expect(desk.isTaken).toBe(false);
  });

  test('the file holds a guest and its end by the calendar', async () => {
    const dir = folder();
    {
      await using store = GuestStore.open(dir, log);
      opened({ kept: keptIn(store) }).desk.hear(plays('AirPlay', 60_000));
    }
    expect(JSON.parse(readFileSync(join(dir, 'guests.json'), 'utf8'))).toEqual({
      guests: [{ name: 'AirPlay', since: NOON, until: NOON + 60_000 }],
    });
  });
});
