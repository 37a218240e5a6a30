import { mkdir, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import { SqliteArchive } from '../../src/history/archive.ts';
import { historyFile } from '../../src/history/open.ts';
import { Store } from '../../src/history/store.ts';
import { Cafe } from './cafe.ts';
import { measured, PROMISES } from './promises.ts';

const own = { config: { music: { order: ['library', 'loops'] } } };
const SOON = { timeout: 60_000, interval: 250 };
const GARBAGE = Buffer.from('this is no database, '.repeat(5000));

type Harm = (file: string) => Promise<void>;
const HARMS = {
  garbage: (file) => writeFile(file, GARBAGE),
  'cut short': (file) => truncate(file, 6000),
  'a folder in its place': async (file) => {
    await rm(file);
    await mkdir(file);
  },
} as const satisfies Readonly<Record<string, Harm>>;
type HarmName = keyof typeof HARMS;
const NAMES = Object.keys(HARMS) as readonly HarmName[];

/** A history as the last life left it. */
function before(state: string): string {
  const file = historyFile(state);
  Store.open(file, { rows: 1000, pages: 65_536 })[Symbol.dispose]();
  return file;
}

describe.concurrent('a history that is damaged', { timeout: 240_000 }, () => {
  test.each(NAMES)('at the start, by %s: it plays, and a new one is begun or it is said that none is kept', async (harm) => {
    await using cafe = await Cafe.open({ ...own, prepare: (state) => HARMS[harm](before(state)) });
    measured('history damaged at start', await cafe.opens('library sad', PROMISES['history damaged at start'].most));
    expect(cafe.box.said.some((line) => line.startsWith('history'))).toBe(true);
    await cafe.command({ type: 'like' });
    await cafe.isWellAndCloses();
    if (harm === 'a folder in its place') return;
    using archive = SqliteArchive.open(historyFile(cafe.state));
    expect(archive).toBeDefined();
  });

  test.each(NAMES)('while it plays, by %s: the music goes on', async (harm) => {
    await using cafe = await Cafe.open(own);
    await cafe.opens('library sad', 150);
    await vi.waitFor(async () => expect((await cafe.report()).history).toMatchObject({ kind: 'keeping' }), SOON);
    const from = Date.now();
    await HARMS[harm](historyFile(cafe.state));
    for (let i = 0; i < 12; i += 1) {
      expect(await cafe.command({ type: 'like' })).toBe(202);
      await sleep(500);
    }
    measured('history damaged', cafe.ear.silence(from));
    expect(cafe.ear.now).toBe('library sad');
    await cafe.isWellAndCloses();
  });
});

describe.concurrent('switches that cannot be read', { timeout: 240_000 }, () => {
  test.each(NAMES)('by %s: the camera stays off, and what is asked for plays', async (harm) => {
    const prepare = async (state: string): Promise<void> => {
      const file = join(state, 'switches.json');
      if (harm === 'cut short') await truncate(file, 9);
      else await HARMS[harm](file);
    };
    await using cafe = await Cafe.open({ ...own, prepare });
    expect(cafe.logged('memory.broken')).toBe(1);
    expect(await cafe.report()).toMatchObject({ camera: { kind: 'off' } });
    expect(await cafe.command({ type: 'override', mood: 'sad' })).toBe(202);
    measured('switches damaged', await cafe.opens('library sad', PROMISES['switches damaged'].most));
    await cafe.isWellAndCloses();
  });
});
