import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Mood } from '../../../src/domain/emotion.ts';
import { EMOTIONS } from '../../../src/domain/emotion.ts';
import type { MusicChoice } from '../../../src/domain/music.ts';
import { done, failed } from '../../../src/domain/result.ts';
import { moment, ms } from '../../../src/domain/units.ts';
import { Shelf } from '../../../src/music/composed/shelf.ts';
import { ComposedSource } from '../../../src/music/composed/source.ts';
import { neediest } from '../../../src/music/composed/stock.ts';
import type { Tools } from '../../../src/music/composed/tools.ts';
import type { Rendering } from '../../../src/music/composed/workshop.ts';
import { systemClock } from '../../../src/shared/async/clock.ts';
import { seeded } from '../../../src/shared/random.ts';
import { musicSourceContract } from '../../contracts/music.ts';
import { FakeClock } from '../../fakes/clock.ts';
import { FakeLog } from '../../fakes/log.ts';

const TOOLS: Tools = { fluidsynth: 'fluidsynth', ffmpeg: 'ffmpeg', font: 'font' };
const never = new AbortController().signal;
const wish = (mood: Mood, more: Partial<MusicChoice> = {}): MusicChoice => ({ mood, query: '', why: 'asked', avoid: [], ...more });

/** Renders at once: a file with the piece's title in it. */
const atOnce: Rendering = async (_, file, { title }) => {
  writeFileSync(file, title ?? '');
  return done(undefined);
};

type Change = {
  readonly rendering?: Rendering;
  readonly tools?: () => Tools | 'font';
  readonly clock?: FakeClock;
  readonly folder?: string;
  readonly bytes?: number;
};

const open = (change: Change = {}) => {
  const folder = change.folder ?? mkdtempSync(join(tmpdir(), 'moodbox-composed-'));
  const shelf = new Shelf(join(folder, 'composed'), { bytes: change.bytes ?? 1_000_000 });
  const log = new FakeLog();
  const today = (): ReturnType<typeof moment> => moment(1_800_000_000_000);
  const parts = { rendering: atOnce, tools: () => TOOLS, clock: systemClock, random: seeded(3), log, shelf, today, ...change };
  const source = new ComposedSource(parts);
  const close = async (): Promise<void> => {
    await source[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  };
  return { source, shelf, log, folder, [Symbol.asyncDispose]: close };
};

test('lists what is ready, and is off where nothing is and nothing can be made', async () => {
  const world = open();
  const found = await world.source.find(wish('sad'), never);
  if (!found.ok) throw new Error(found.why);
  const { id, title, duration } = found.value;
  expect(world.source.shelf('sad', { from: 0, most: 5 })).toEqual({
    tracks: [{ id, title, duration, source: 'composed', mood: 'sad' }],
    total: 1,
  });
  expect([world.source.state, world.source.size]).toEqual([{ kind: 'ready' }, 1]);
  expect(open({ tools: () => 'font' }).source.state).toEqual({ kind: 'off', lacks: 'synthesizer' });
});

musicSourceContract('ComposedSource', async () => ({ ...open(), wish: wish('sad'), hopeless: wish('away') }));

describe('music of its own', () => {
  test('is a track with a title, a length and a file', async () => {
    await using opened = open();
    const found = await opened.source.find(wish('neutral'), never);
    if (!found.ok) throw new Error(found.why);
    expect(found.value.title).toMatch(/^For a quiet room, no\. \d+ \(/);
    expect(found.value.duration).toBeGreaterThan(170_000);
    expect(found.value.endless).toBeUndefined();
    expect(existsSync(found.value.url ?? '')).toBe(true);
  });

  test('is never the same twice, as long as new pieces can be made', async () => {
    await using opened = open();
    const heard: string[] = [];
    for (let i = 0; i < 6; i += 1) {
      const found = await opened.source.find(wish('sad', { avoid: heard }), never);
      if (found.ok) heard.push(found.value.id);
    }
    expect(new Set(heard).size).toBe(6);
  });

  test('comes back as it was after a restart, and is made again where its file is gone', async () => {
    await using first = open();
    const found = await first.source.find(wish('sad'), never);
    if (!found.ok) throw new Error(found.why);
    await using second = open({ folder: first.folder });
    expect(await second.source.recall(found.value, never)).toEqual(found);
    rmSync(found.value.url ?? '');
    expect(await second.source.recall(found.value, never)).toEqual(found);
    expect(existsSync(found.value.url ?? '')).toBe(true);
  });

  test('plays what is ready though nothing can be rendered any more, and is off where nothing is ready', async () => {
    await using able = open();
    expect(await able.source.find(wish('sad'), never)).toMatchObject({ ok: true });
    await using unable = open({ folder: able.folder, tools: () => 'font' });
    expect(await unable.source.find(wish('sad'), never)).toMatchObject({ ok: true });
    expect(await unable.source.find(wish('happy'), never)).toEqual({ ok: false, why: 'off' });
    expect(await unable.source.find(wish('fear'), never)).toEqual({ ok: false, why: 'off' });
    expect(unable.log.events).toEqual(['composed.off']);
  });

  test('a render that fails is logged, and is no track', async () => {
    await using opened = open({ rendering: async () => failed({ step: 'synthesis', detail: 'no font' }) });
    expect(await opened.source.find(wish('sad'), never)).toEqual({ ok: false, why: 'broken' });
    expect(opened.log.lines[0]).toMatchObject({ event: 'composed.failed', fields: { step: 'synthesis', detail: 'no font', mood: 'sad' } });
  });

  test('nobody waits longer than four seconds: the next source plays, and the piece is there when it is asked for again', async () => {
    const clock = new FakeClock();
    let finish = (): void => undefined;
    const slow: Rendering = async (score, file, tags, haste) => {
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      return atOnce(score, file, tags, haste);
    };
    await using opened = open({ rendering: slow, clock });
    const asked = opened.source.find(wish('sad'), never);
    await until(async () => clock.sleeping > 0);
    await clock.advance(ms(4001));
    expect(await asked).toEqual({ ok: false, why: 'timeout' });
    const again = opened.source.find(wish('sad'), never);
    finish();
    expect(await again).toMatchObject({ ok: true });
    expect(opened.shelf.pieces).toHaveLength(1);
  });

  test('what could not be played is left out, and another is made', async () => {
    await using opened = open();
    const first = await opened.source.find(wish('sad'), never);
    if (!first.ok) throw new Error(first.why);
    const second = await opened.source.find(wish('sad', { unplayable: new Set([first.value.id]) }), never);
    expect(second.ok && second.value.id !== first.value.id).toBe(true);
  });

  test('works ahead once started: a quarter of an hour for each mood, an hour for those that may well come', async () => {
    const clock = new FakeClock();
    await using opened = open({ clock });
    const shelf = join(opened.folder, 'composed');
    mkdirSync(shelf);
    // Almost enough for each mood but fear, which has nothing.
    for (const mood of EMOTIONS.filter((each) => each !== 'fear')) {
      const file = join(shelf, `1-${mood}-piano-7-${mood === 'sad' ? 3500 : 1000}s.opus`);
      writeFileSync(file, '');
      utimesSync(file, 0, 0);
    }
    opened.source.prepare([wish('sad')]);
    opened.source.start();
    await until(async () => {
      // Only between two pieces, so that making one takes no time on this clock.
      if (clock.sleeping > 0) await clock.advance(ms(60_000));
      return neediest(opened.shelf.pieces, ['sad']) === undefined && opened.shelf.pieces.length > 0;
    });
    const made = opened.shelf.pieces.filter(({ number }) => number !== 7).map(({ mood }) => mood);
    expect(made.filter((mood) => mood === 'sad')).toHaveLength(1);
    expect(made.filter((mood) => mood === 'fear').length).toBeGreaterThanOrEqual(3);
    expect(made.length).toBeLessThanOrEqual(7);
  });

  test('a small shelf that is full of what nobody has heard is left alone', async () => {
    const clock = new FakeClock();
    let rendered = 0;
    const counted: Rendering = async (_, file) => {
      rendered += 1;
      writeFileSync(file, 'x'.repeat(100));
      return done(undefined);
    };
    await using opened = open({ clock, rendering: counted, bytes: 550 });
    opened.source.start();
    let minutes = 0;
    await until(async () => {
      if (clock.sleeping === 0) return false;
      await clock.advance(ms(60_000));
      minutes += 1;
      return minutes > 300;
    });
    expect(rendered).toBe(5);
    const found = await opened.source.find(wish(opened.shelf.pieces[0]?.mood ?? 'sad'), never);
    if (!found.ok) throw new Error(found.why);
    await until(async () => {
      if (clock.sleeping > 0) await clock.advance(ms(60_000));
      return !opened.shelf.pieces.some(({ id }) => id === found.value.id);
    });
    expect(rendered).toBe(6);
  });
});

/** Lets real disk access go on between the steps of a clock that stands still. */
async function until(isDone: () => Promise<boolean>): Promise<void> {
  for (let turns = 0; turns < 1_000_000; turns += 1) {
    if (await isDone()) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error('it never came to that');
}
