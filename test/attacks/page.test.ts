import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { AttackName } from '../../src/bench/attacks/attacks.ts';
import { pagesOf } from '../fixtures/page-processes.ts';
import { AttackedBox, canBeAttacked } from './box.ts';

const PATIENCE = { timeout: 30_000, interval: 250 };
/** How long each attack goes on, ms, with the honest visitor's questions on top. */
const LASTS = 2000;
/** MB that a process may have more after an attack than before: its garbage is collected at leisure. */
const GROWTH = { daemon: 30, page: 40 };

/** What came of each attack before the page had a process and limits of its own; docs/reliability.md has the figures of now. */
const KNOWN: Readonly<Record<Exclude<AttackName, 'nothing'>, string>> = {
  pipelining: 'no answer for 92 s, 303 → 1,603 MB, camera and MQTT lost',
  streams: 'no stream for anybody else',
  deaf: 'no stream for anybody else',
  idle: '48 of 49 questions of the honest visitor not answered',
  loris: 'not measured',
  gets: 'not measured',
  posts: 'not measured',
  headers: 'not measured',
  bodies: 'not measured',
  chunks: 'with the process alone, without the bound of length: 151 of 264 questions not answered',
  upgrades: 'not measured',
  http2: 'not measured',
  tls: 'not measured',
  knocking: 'not measured',
};

describe.runIf(canBeAttacked)('the page under attack', () => {
  let under: AttackedBox;
  let before: { readonly daemon: number; readonly page: number };
  let volume = 20;

  beforeAll(async () => {
    under = await AttackedBox.open();
    await vi.waitFor(async () => expect(await under.report()).toMatchObject({ sees: true, playback: { kind: 'playing' } }), PATIENCE);
    await under.event();
    before = { daemon: under.memory, page: under.pageMemory };
  }, 120_000);
  afterAll(() => under?.[Symbol.asyncDispose]());

  /** A command of the honest visitor goes through the page and the daemon to the broker. */
  async function isHeardEverywhere(): Promise<void> {
    volume += 1;
    expect((await under.command({ type: 'volume', value: volume })).status).toBe(202);
    await expect.poll(() => under.ear.last('moodbox/box/volume'), PATIENCE).toBe(String(volume));
  }

  it.each(Object.entries(KNOWN) as [AttackName, string][])('bears %s (before: %s)', { timeout: 90_000 }, async (name) => {
    const [page] = pagesOf(under.box.pid);
    {
      await using _attacker = under.attack(name);
      await sleep(LASTS);
      const told = await under.report();
      expect(told).toMatchObject({ sees: true, camera: { kind: 'watching' }, playback: { kind: 'playing' } });
      expect(told.fps).toBeGreaterThan(1);
      expect(await under.event()).toContain('data: {');
      await isHeardEverywhere();
    }
    expect(pagesOf(under.box.pid)).toEqual([page]);
    expect(under.ear.on('moodbox/box/availability')).not.toContain('offline');
    await expect.poll(() => under.memory, PATIENCE).toBeLessThan(before.daemon + GROWTH.daemon);
    await expect.poll(() => under.pageMemory, PATIENCE).toBeLessThan(before.page + GROWTH.page);
    expect(under.box.log.filter((line) => /uncaught|unhandled|web\.(?:failed|ended|said)/.test(line))).toEqual([]);
  });
});
