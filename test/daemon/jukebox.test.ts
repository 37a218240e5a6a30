import { describe, expect, test } from 'vitest';
import { Jukebox } from '../../src/daemon/jukebox.ts';
import type { Found, MusicChoice, SourceName, Track } from '../../src/domain/music.ts';
import { done, failed } from '../../src/domain/result.ts';
import { ms } from '../../src/domain/units.ts';
import { FakeClock } from '../fakes/clock.ts';
import { FakeLog } from '../fakes/log.ts';
import { FakePlayer } from '../fakes/player.ts';

type Find = (choice: MusicChoice, signal: AbortSignal, without: readonly SourceName[]) => Promise<Found>;

const trackFor = ({ mood, avoid }: MusicChoice): Track => ({
  id: `${mood}-${avoid.length}`,
  title: mood,
  url: `file:///${mood}`,
  source: 'library',
  mood,
});
const findable: Find = async (choice) => done(trackFor(choice));
/** YouTube, unless it is to be passed over; the library then. */
const youtubeFirst: Find = async (choice, _, without) =>
  done({ ...trackFor(choice), source: without.includes('youtube') ? 'library' : 'youtube' });

function jukebox(find: Find = findable) {
  const player = new FakePlayer();
  const clock = new FakeClock();
  const log = new FakeLog();
  const stop = new AbortController();
  const choices: MusicChoice[] = [];
  const started: string[] = [];
  const box = new Jukebox({
    player,
    clock,
    log,
    choose: (mood, why, recent) => ({ mood, why, query: mood, avoid: recent }),
    find: (choice, signal, without) => {
      choices.push(choice);
      return find(choice, signal, without);
    },
    started: ({ id }, recent) => started.push(`${id} after ${recent.length}`),
  });
  const ended = box.run(stop.signal);
  const close = async (): Promise<void> => {
    stop.abort();
    await ended;
  };
  return { box, player, clock, log, choices, started, close, settled: () => clock.advance(ms(0)) };
}

const music = (mood: 'happy' | 'sad' | 'fear') => ({ kind: 'music', mood, why: 'mood-changed' }) as const;

describe('Jukebox', () => {
  test('a wish becomes a track that is heard', async () => {
    const world = jukebox();
    world.box.wish(music('happy'));
    await world.settled();
    expect(world.player.playback).toMatchObject({ kind: 'playing', track: { id: 'happy-0' } });
    await world.close();
  });

  test('says what plays, once for each track, so that the next can be looked for', async () => {
    const world = jukebox();
    world.box.wish(music('happy'));
    await world.clock.advance(ms(180_000));
    world.player.end();
    await world.settled();
    expect(world.started).toEqual(['happy-0 after 1', 'happy-1 after 2']);
    await world.close();
  });

  test('the end of a track asks for the next, which avoids the one before', async () => {
    const world = jukebox();
    world.box.wish(music('happy'));
    await world.clock.advance(ms(180_000));
    world.player.end();
    await world.settled();
    expect(world.choices.map(({ why }) => why)).toEqual(['mood-changed', 'track-ended']);
    expect(world.choices[1]?.avoid).toEqual(['happy-0']);
    expect(world.player.playback).toMatchObject({ kind: 'playing', track: { id: 'happy-1' } });
    await world.close();
  });

  test('a newer wish aborts the search for an older one, which is never heard', async () => {
    const searches: AbortSignal[] = [];
    const slow: Find = (choice, signal) =>
      choice.mood === 'sad'
        ? findable(choice, signal, [])
        : new Promise((resolve) => {
            searches.push(signal);
            signal.addEventListener('abort', () => resolve(failed('timeout')), { once: true });
          });
    const world = jukebox(slow);
    world.box.wish(music('happy'));
    await world.settled();
    world.box.wish(music('sad'));
    await world.settled();
    expect(searches.map((signal) => signal.aborted)).toEqual([true]);
    expect(world.player.played.map(({ mood }) => mood)).toEqual(['sad']);
    await world.close();
  });

  test('of a thousand wishes in a row only the last is heard', async () => {
    const world = jukebox();
    for (let i = 0; i < 1000; i += 1) world.box.wish(music(i % 2 ? 'happy' : 'fear'));
    await world.settled();
    expect(world.player.played.length).toBeLessThanOrEqual(2);
    expect(world.player.playback).toMatchObject({ kind: 'playing', track: { mood: 'happy' } });
    await world.close();
  });

  test('where nothing is found it rests longer and longer, and plays once something is', async () => {
    let offline = true;
    const world = jukebox(async (choice) => (offline ? failed('offline') : done(trackFor(choice))));
    world.box.wish(music('happy'));
    await world.clock.advance(ms(30_000));
    const rests = world.log.lines.map(({ fields }) => (fields as { retryMs: number }).retryMs);
    expect(new Set(world.log.events)).toEqual(new Set(['music.missing']));
    expect(rests.length).toBeGreaterThanOrEqual(5);
    expect(rests.length).toBeLessThanOrEqual(8);
    expect(rests.at(-1)).toBeGreaterThan(5000);
    offline = false;
    await world.clock.advance(ms(60_000));
    expect(world.player.playback.kind).toBe('playing');
    await world.close();
  });

  test('a track that cannot be played is followed by another', async () => {
    const world = jukebox();
    world.player.fail('happy-0', 'unplayable');
    world.box.wish(music('happy'));
    await world.clock.advance(ms(1000));
    expect(world.player.played.map(({ id }) => id)).toEqual(['happy-0', 'happy-1']);
    expect(world.player.playback.kind).toBe('playing');
    await world.close();
  });

  test('a track that breaks off in the middle is followed by another', async () => {
    const world = jukebox();
    world.box.wish(music('happy'));
    await world.clock.advance(ms(60_000));
    world.player.breakOff('timeout');
    await world.settled();
    expect(world.player.playback).toMatchObject({ kind: 'playing', track: { id: 'happy-1' } });
    await world.close();
  });

  test('a source that finds what cannot be heard is passed over, and asked again later', async () => {
    const world = jukebox(youtubeFirst);
    for (let i = 0; i < 2; i += 1) world.player.fail(`happy-${i}`, 'unplayable');
    world.box.wish(music('happy'));
    await world.clock.advance(ms(3000));
    expect(world.player.played.map(({ source }) => source)).toEqual(['youtube', 'youtube', 'library']);
    expect(world.player.playback).toMatchObject({ kind: 'playing', track: { source: 'library' } });
    await world.clock.advance(ms(180_000));
    world.player.end();
    await world.settled();
    expect(world.player.playback).toMatchObject({ kind: 'playing', track: { source: 'youtube' } });
    await world.close();
  });

  test('a source whose tracks dry up is passed over, however well they begin', async () => {
    const world = jukebox(youtubeFirst);
    world.box.wish(music('happy'));
    await world.clock.advance(ms(20_000));
    world.player.breakOff('timeout');
    await world.settled();
    expect(world.player.playback).toMatchObject({ kind: 'playing', track: { source: 'library' } });
    await world.close();
  });

  test('where there is only one source, it is tried on', async () => {
    const world = jukebox(async (choice, _, without) => (without.includes('library') ? failed('off') : done(trackFor(choice))));
    for (let i = 0; i < 4; i += 1) world.player.fail(`happy-${i}`, 'unplayable');
    world.box.wish(music('happy'));
    await world.clock.advance(ms(60_000));
    expect(world.player.playback).toMatchObject({ kind: 'playing', track: { id: 'happy-4' } });
    await world.close();
  });

  test('tracks that end as soon as they begin do not make it spin', async () => {
    const world = jukebox();
    world.player.onEvent(({ playback }) => {
      if (playback.kind === 'playing') setImmediate(() => world.player.end());
    });
    world.box.wish(music('happy'));
    for (let second = 0; second < 60; second += 1) await world.clock.advance(ms(1000));
    expect(world.player.played.length).toBeGreaterThanOrEqual(4);
    expect(world.player.played.length).toBeLessThanOrEqual(12);
    await world.close();
  });

  test('a loop that stands in gives way once the wanted source is there again, and is not started anew before', async () => {
    let offline = true;
    const loop = (mood: MusicChoice['mood']): Track => ({ id: 'loop', title: 'loop', url: 'l', source: 'loops', mood, endless: true });
    const world = jukebox(async (choice) => done(offline ? loop(choice.mood) : trackFor(choice)));
    world.box.wish(music('happy'));
    await world.clock.advance(ms(16 * 60_000));
    expect(world.player.played.map(({ id }) => id)).toEqual(['loop']);
    expect(world.choices.length).toBe(4);
    await world.player.pause();
    offline = false;
    await world.clock.advance(ms(20 * 60_000));
    expect(world.player.playback.kind).toBe('paused');
    await world.player.resume();
    await world.clock.advance(ms(5 * 60_000));
    expect(world.player.playback).toMatchObject({ kind: 'playing', track: { source: 'library' } });
    await world.close();
  });

  test('silence stops the music, and what ends then asks for nothing', async () => {
    const world = jukebox();
    world.box.wish(music('happy'));
    await world.settled();
    world.box.wish({ kind: 'silence' });
    await world.settled();
    world.player.end();
    await world.settled();
    expect(world.player.playback.kind).toBe('silent');
    expect(world.choices.length).toBe(1);
    await world.close();
  });

  test('closed, it listens no more', async () => {
    const world = jukebox();
    world.box.wish(music('happy'));
    await world.settled();
    await world.close();
    world.player.end();
    await world.settled();
    expect(world.choices.length).toBe(1);
  });
});
