import { describe, expect, test } from 'vitest';
import { Jukebox } from '../../../src/daemon/playback/jukebox.ts';
import type { Found, MusicChoice, Track } from '../../../src/domain/music.ts';
import { done, failed } from '../../../src/domain/result.ts';
import { ms } from '../../../src/domain/units.ts';
import { FakeClock } from '../../fakes/clock.ts';
import { FakeLog } from '../../fakes/log.ts';
import { FakePlayer } from '../../fakes/player.ts';

type Find = (choice: MusicChoice, signal: AbortSignal) => Promise<Found>;

const trackFor = ({ mood, avoid }: MusicChoice): Track => ({
  id: `${mood}-${avoid.length}`,
  title: mood,
  url: `file:///${mood}`,
  source: 'library',
  mood,
});
const findable: Find = async (choice) => done(trackFor(choice));

function jukebox(
  find: Find = findable,
  ends: (box: Jukebox) => void = () => undefined,
  heardBefore: readonly string[] = [],
  interrupted?: Track,
) {
  const player = new FakePlayer();
  const clock = new FakeClock();
  const log = new FakeLog();
  const stop = new AbortController();
  const choices: MusicChoice[] = [];
  const started: string[] = [];
  const asked: string[] = [];
  const unplayable: string[] = [];
  const heard: string[] = [];
  const abandoned = { count: 0 };
  const box: Jukebox = new Jukebox({
    player,
    clock,
    log,
    choose: (wish, recent) => ({ ...wish, query: wish.mood, avoid: recent }),
    find: (choice, signal) => {
      choices.push(choice);
      return find(choice, signal);
    },
    interrupted: async (mood) => {
      asked.push(mood);
      return interrupted;
    },
    recent: heardBefore,
  });
  box.onEvent((event) => {
    if (event.kind === 'unplayable') unplayable.push(event.track.id);
    if (event.kind === 'heard') heard.push(event.track.id);
    if (event.kind === 'started') started.push(`${event.track.id} after ${event.recent.length}`);
    if (event.kind === 'ended') ends(box);
    if (event.kind === 'abandoned') abandoned.count += 1;
  });
  const ended = box.run(stop.signal);
  const close = async (): Promise<void> => {
    stop.abort();
    await ended;
  };
  return { box, player, clock, log, choices, started, asked, unplayable, heard, abandoned, close, settled: () => clock.advance(ms(0)) };
}

const music = (mood: 'happy' | 'sad' | 'fear') => ({ kind: 'music', mood, why: 'mood-changed' }) as const;

describe('Jukebox', () => {
  test('somebody who comes back while the music fades out hears music at once, and not after the fade', async () => {
    const world = jukebox();
    world.box.perform(music('happy'));
    await world.settled();
    world.box.perform({ kind: 'silence', fade: ms(30_000) });
    await world.settled();
    expect(world.player.calls.at(-1)).toEqual({ name: 'stop', what: 30_000 });
    expect(world.player.playback.kind).toBe('playing');
    world.box.perform(music('sad'));
    await world.settled();
    expect(world.player.playback).toMatchObject({ kind: 'playing', track: { mood: 'sad' } });
    await world.close();
  });

  describe('a track that somebody chose', () => {
    const chosen: Track = { id: 'chosen', title: 'Chosen', url: 'file:///chosen', source: 'library', mood: 'happy' };
    const first = { kind: 'music', mood: 'sad', why: 'asked', first: chosen } as const;
    const playing = ({ player }: ReturnType<typeof jukebox>) => (player.playback.kind === 'playing' ? player.playback.track.id : 'nothing');

    test("plays once, and the mood's own music follows it", async () => {
      const world = jukebox();
      world.box.perform(first);
      await world.settled();
      expect([playing(world), world.choices]).toEqual(['chosen', []]);
      await world.clock.advance(ms(180_000));
      world.player.end();
      await world.settled();
      expect(world.choices).toMatchObject([{ mood: 'sad', why: 'track-ended' }]);
      expect(playing(world)).toBe('sad-1');
      await world.close();
    });

    test("gives way to the mood's own music if it cannot be played", async () => {
      const world = jukebox();
      world.player.fail('chosen', 'unplayable');
      world.box.perform(first);
      await world.settled();
      expect([playing(world), world.unplayable]).toEqual(['sad-1', ['chosen']]);
      await world.close();
    });

    test('plays on if it never ends by itself, until something else is asked for', async () => {
      const world = jukebox();
      world.box.perform({ ...first, first: { ...chosen, endless: true } });
      await world.settled();
      await world.clock.advance(ms(3_600_000));
      expect([playing(world), world.choices]).toEqual(['chosen', []]);
      world.box.perform(music('sad'));
      await world.settled();
      expect(playing(world)).toBe('sad-1');
      await world.close();
    });
  });

  test('a fade that is over leaves silence', async () => {
    const world = jukebox();
    world.box.perform(music('happy'));
    await world.settled();
    world.box.perform({ kind: 'silence', fade: ms(30_000) });
    await world.settled();
    world.player.faded();
    await world.settled();
    expect(world.player.playback.kind).toBe('silent');
    await world.close();
  });

  test('crossfades to music that asks for it, but not to the track after it', async () => {
    const world = jukebox(async (choice) => done({ ...trackFor(choice), endless: choice.mood === 'happy' }));
    world.box.perform(music('happy'));
    await world.settled();
    world.box.perform({ ...music('sad'), blend: true });
    await world.clock.advance(ms(10_000));
    world.player.end();
    await world.settled();
    const plays = world.player.calls.filter(({ name }) => name === 'play');
    expect(plays.map(({ crossfade }) => crossfade ?? false)).toEqual([false, true, false]);
    await world.close();
  });

  test('a request becomes a track that is heard', async () => {
    const world = jukebox();
    world.box.perform(music('happy'));
    await world.settled();
    expect(world.player.playback).toMatchObject({ kind: 'playing', track: { id: 'happy-0' } });
    await world.close();
  });

  test('reports once what plays, so that the next track can be looked up', async () => {
    const world = jukebox();
    world.box.perform(music('happy'));
    await world.clock.advance(ms(180_000));
    world.player.end();
    await world.settled();
    expect(world.started).toEqual(['happy-0 after 1', 'happy-1 after 2']);
    await world.close();
  });

  test('the end of a track asks for the next, which avoids the one before', async () => {
    const world = jukebox();
    world.box.perform(music('happy'));
    await world.clock.advance(ms(180_000));
    world.player.end();
    await world.settled();
    expect(world.choices.map(({ why }) => why)).toEqual(['mood-changed', 'track-ended']);
    expect(world.choices[1]?.avoid).toEqual(['happy-0']);
    expect(world.player.playback).toMatchObject({ kind: 'playing', track: { id: 'happy-1' } });
    await world.close();
  });

  test('what was played before the start is avoided from the first choice on', async () => {
    const world = jukebox(findable, undefined, ['a', 'b']);
    world.box.perform(music('happy'));
    await world.settled();
    expect(world.choices.map(({ avoid }) => avoid)).toEqual([['a', 'b']]);
    expect(world.started).toEqual(['happy-2 after 3']);
    await world.close();
  });

  test('other music can be requested at the end of a track, and is then searched for once', async () => {
    const world = jukebox(findable, (box) => box.perform({ kind: 'music', mood: 'fear', why: 'mood-changed', because: 'lift' }));
    world.box.perform(music('happy'));
    await world.clock.advance(ms(180_000));
    world.player.end();
    await world.settled();
    expect(world.player.played.map(({ mood }) => mood)).toEqual(['happy', 'fear']);
    expect(world.choices.at(-1)).toMatchObject({ mood: 'fear', because: 'lift' });
    await world.close();
  });

  test('but not when a track breaks off, or ends as soon as it begins', async () => {
    let ends = 0;
    const world = jukebox(findable, () => {
      ends += 1;
    });
    world.box.perform(music('happy'));
    await world.settled();
    world.player.end();
    await world.clock.advance(ms(60_000));
    world.player.breakOff('timeout');
    await world.settled();
    expect(ends).toBe(0);
    await world.close();
  });

  test('a newer request aborts the search for an older one, which is never heard', async () => {
    const searches: AbortSignal[] = [];
    const slow: Find = (choice, signal) =>
      choice.mood === 'sad'
        ? findable(choice, signal)
        : new Promise((resolve) => {
            searches.push(signal);
            signal.addEventListener('abort', () => resolve(failed('timeout')), { once: true });
          });
    const world = jukebox(slow);
    world.box.perform(music('happy'));
    await world.settled();
    world.box.perform(music('sad'));
    await world.settled();
    expect(searches.map((signal) => signal.aborted)).toEqual([true]);
    expect(world.player.played.map(({ mood }) => mood)).toEqual(['sad']);
    await world.close();
  });

  test('of a thousand requests in a row only the last is heard', async () => {
    const world = jukebox();
    for (let i = 0; i < 1000; i += 1) world.box.perform(music(i % 2 ? 'happy' : 'fear'));
    await world.settled();
    expect(world.player.played.length).toBeLessThanOrEqual(2);
    expect(world.player.playback).toMatchObject({ kind: 'playing', track: { mood: 'happy' } });
    await world.close();
  });

  test('the track that a restart interrupted goes on, and is followed as any other', async () => {
    const before: Track = { ...trackFor({ mood: 'happy', why: 'asked', query: '', avoid: [] }), id: 'before', startAt: ms(70_000) };
    const world = jukebox(findable, undefined, [], before);
    world.box.perform(music('happy'));
    await world.clock.advance(ms(60_000));
    world.player.end();
    await world.settled();
    expect(world.player.played.map(({ id, startAt }) => [id, startAt])).toEqual([
      ['before', 70_000],
      ['happy-1', undefined],
    ]);
    expect(world.choices.map(({ avoid }) => avoid)).toEqual([['before']]);
    expect(world.asked).toEqual(['happy']);
    await world.close();
  });

  test('if the interrupted track cannot be played any more, another one is', async () => {
    const before: Track = { ...trackFor({ mood: 'happy', why: 'asked', query: '', avoid: [] }), id: 'before', startAt: ms(70_000) };
    const world = jukebox(findable, undefined, [], before);
    world.player.fail('before', 'unplayable');
    world.box.perform(music('happy'));
    await world.clock.advance(ms(1000));
    expect(world.player.playback).toMatchObject({ kind: 'playing', track: { id: 'happy-1' } });
    await world.close();
  });

  test('somebody who asks for music after a restart gets another track', async () => {
    const world = jukebox();
    world.box.perform({ kind: 'music', mood: 'happy', why: 'asked' });
    await world.settled();
    expect(world.asked).toEqual([]);
    await world.close();
  });

  test('if nothing is found it waits longer and longer, and plays once something is found', async () => {
    let offline = true;
    const world = jukebox(async (choice) => (offline ? failed('offline') : done(trackFor(choice))));
    world.box.perform(music('happy'));
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

  test('reports only tracks that were heard to their end', async () => {
    const world = jukebox();
    world.box.perform(music('happy'));
    await world.clock.advance(ms(180_000));
    world.player.end();
    await world.settled();
    world.box.perform(music('sad'));
    await world.settled();
    expect(world.heard).toEqual(['happy-0']);
    await world.close();
  });

  test('a track that cannot be played is followed by another', async () => {
    const world = jukebox();
    world.player.fail('happy-0', 'unplayable');
    world.box.perform(music('happy'));
    await world.clock.advance(ms(1000));
    expect(world.player.played.map(({ id }) => id)).toEqual(['happy-0', 'happy-1']);
    expect(world.player.playback.kind).toBe('playing');
    await world.close();
  });

  test('reports a track that cannot be played and tries the next at once; after three it waits', async () => {
    const world = jukebox();
    world.player.fail('*', 'unplayable');
    world.box.perform(music('happy'));
    await world.settled();
    expect(world.unplayable).toEqual(['happy-0', 'happy-1', 'happy-2', 'happy-3']);
    expect(world.log.events.filter((event) => event === 'music.missing')).toHaveLength(1);
    for (let second = 0; second < 60; second += 1) await world.clock.advance(ms(1000));
    expect(world.player.played.length).toBeLessThanOrEqual(12);
    await world.close();
  });

  test('if the player is at fault, it blames no track and waits', async () => {
    const world = jukebox();
    world.player.fail('*', 'player-died');
    world.box.perform(music('happy'));
    await world.settled();
    expect([world.unplayable, world.player.played.length]).toEqual([[], 1]);
    await world.close();
  });

  test('a track that was found while the player was down is tried again, without another search', async () => {
    const world = jukebox();
    world.player.fail('*', 'player-died');
    world.box.perform(music('happy'));
    for (let second = 0; second < 30; second += 1) await world.clock.advance(ms(1000));
    expect(world.choices).toHaveLength(1);
    expect(new Set(world.player.played.map(({ id }) => id))).toEqual(new Set(['happy-0']));
    expect(world.player.played.length).toBeGreaterThan(3);
    world.box.perform(music('sad'));
    await world.settled();
    expect(world.player.played.at(-1)).toMatchObject({ id: 'sad-1' });
    await world.close();
  });

  test('a track that breaks off in the middle is followed by another', async () => {
    const world = jukebox();
    world.box.perform(music('happy'));
    await world.clock.advance(ms(60_000));
    world.player.breakOff('timeout');
    await world.settled();
    expect(world.player.playback).toMatchObject({ kind: 'playing', track: { id: 'happy-1' } });
    expect(world.unplayable).toEqual(['happy-0']);
    await world.close();
  });

  test('a loudspeaker that goes or comes asks for no track', async () => {
    const world = jukebox();
    world.player.fail('*', 'unplayable');
    world.box.perform(music('happy'));
    await world.settled();
    const before = world.player.played.length;
    world.player.hear(false);
    await world.settled();
    expect(world.player.played).toHaveLength(before);
    world.player.fail('*', undefined);
    await world.close();
  });

  test('tracks that end as soon as they begin do not make it spin', async () => {
    const world = jukebox();
    world.player.onEvent(({ playback }) => {
      if (playback.kind === 'playing') setImmediate(() => world.player.end());
    });
    world.box.perform(music('happy'));
    for (let second = 0; second < 60; second += 1) await world.clock.advance(ms(1000));
    expect(world.player.played.length).toBeGreaterThanOrEqual(4);
    expect(world.player.played.length).toBeLessThanOrEqual(12);
    await world.close();
  });

  test('next on a radio starts the station again, or another one; it does not simply go on', async () => {
    const station = ({ avoid }: MusicChoice): Track => {
      return { id: `radio-${avoid.length}`, title: 'radio', url: 'http://radio', source: 'streams', mood: 'happy', endless: true };
    };
    const world = jukebox(async (choice) => done(station(choice)));
    world.box.perform(music('happy'));
    await world.settled();
    world.box.perform({ ...music('happy'), why: 'asked' });
    await world.settled();
    expect(world.player.played.map(({ id }) => id)).toEqual(['radio-0', 'radio-1']);
    await world.close();
  });

  test('says that a piece is the only one, when another was asked for and the same begins again', async () => {
    const loop: Track = { id: 'loop:happy', title: 'loop', url: 'file:///loop', source: 'loops', mood: 'happy', endless: true };
    const world = jukebox(async ({ mood }) => done(mood === 'happy' ? loop : { ...loop, id: `loop:${mood}`, mood }));
    const next = { ...music('happy'), why: 'asked' } as const;
    const onlyAfter = async (request: Parameters<Jukebox['perform']>[0]) => {
      world.box.perform(request);
      await world.settled();
      return world.box.isOnlyPiece;
    };
    expect(await onlyAfter(music('happy'))).toBe(false);
    expect(await onlyAfter(next)).toBe(true);
    expect(world.started).toHaveLength(2);
    expect(await onlyAfter({ ...next, first: loop })).toBe(false);
    expect(await onlyAfter({ ...music('sad'), why: 'asked' })).toBe(false);
    expect(await onlyAfter({ kind: 'silence' })).toBe(false);
    expect(await onlyAfter(next)).toBe(false);
    await world.close();
  });

  test('a pause gives up the search and reports that once; it keeps a track that the player has', async () => {
    const world = jukebox(
      (_choice, signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve(failed('offline')))),
    );
    world.box.perform(music('happy'));
    await world.settled();
    world.box.perform({ kind: 'pause' });
    world.box.perform({ kind: 'pause' });
    await world.settled();
    expect(world.abandoned.count).toBe(1);
    await world.close();
    const other = jukebox();
    other.box.perform(music('happy'));
    await other.settled();
    other.box.perform({ kind: 'pause' });
    await other.settled();
    expect(other.abandoned.count).toBe(0);
    await other.close();
  });

  test('a loop that stands in gives way once the preferred source is back, and is not restarted before', async () => {
    let offline = true;
    const loop = (mood: MusicChoice['mood']): Track => ({ id: 'loop', title: 'loop', url: 'l', source: 'loops', mood, endless: true });
    const world = jukebox(async (choice) => done(offline ? loop(choice.mood) : trackFor(choice)));
    world.box.perform(music('happy'));
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

  test('music that follows the room goes on under another name, for another mood and for another ensemble', async () => {
    let ensemble = 'piano';
    const part = ({ mood }: MusicChoice): Track => ({
      ...{ id: `${mood} ${ensemble}`, title: mood, url: `/tmp/${mood}`, source: 'composed', mood, endless: true, flow: 'river' },
    });
    const world = jukebox(async (choice) => done(part(choice)));
    const events: string[] = [];
    world.player.onEvent(({ playback }) => events.push(playback.kind));
    world.box.perform(music('happy'));
    await world.settled();
    world.box.perform(music('sad'));
    await world.clock.advance(ms(6 * 60_000));
    ensemble = 'strings';
    await world.clock.advance(ms(6 * 60_000));
    expect(world.started.map((each) => each.split(' after')[0])).toEqual(['happy piano', 'sad piano', 'sad strings']);
    expect(events).toEqual(['loading', 'playing', 'playing', 'playing']);
    await world.close();
  });

  describe('without any music to play', () => {
    const alarms = ({ log }: ReturnType<typeof jukebox>): readonly string[] =>
      log.lines.filter(({ event }) => /^music\.(silent|back)$/.test(event)).map(({ level, event }) => `${level} ${event}`);
    const offline = () => {
      const found = { now: false };
      const world = jukebox(async (choice) => (found.now ? done(trackFor(choice)) : failed('offline')));
      world.box.perform(music('happy'));
      return { ...world, found };
    };

    test('a minute of silence raises an alarm, logged once with advice; music ends it, logged once', async () => {
      const world = offline();
      await world.clock.advance(ms(40_000));
      expect([world.box.noMusic, alarms(world)]).toEqual([false, []]);
      await world.clock.advance(ms(10 * 60_000));
      expect([world.box.noMusic, alarms(world)]).toEqual([true, ['error music.silent']]);
      expect(world.log.lines.find(({ event }) => event === 'music.silent')?.fields).toMatchObject({
        advice: expect.stringContaining('doctor'),
      });
      world.found.now = true;
      await world.clock.advance(ms(60_000));
      expect([world.box.noMusic, alarms(world)]).toEqual([false, ['error music.silent', 'info music.back']]);
      await world.close();
    });

    test('a new mood does not restart the minute', async () => {
      const world = offline();
      for (let i = 0; i < 6; i += 1) {
        await world.clock.advance(ms(15_000));
        world.box.perform(music(i % 2 ? 'happy' : 'sad'));
      }
      await world.settled();
      expect(alarms(world)).toEqual(['error music.silent']);
      await world.close();
    });

    test('there is no alarm while the track before still sounds', async () => {
      const world = offline();
      world.found.now = true;
      world.box.perform(music('sad'));
      await world.settled();
      world.found.now = false;
      world.box.perform(music('happy'));
      await world.clock.advance(ms(10 * 60_000));
      expect([world.player.playback.kind, world.box.noMusic]).toEqual(['playing', false]);
      await world.close();
    });

    test('the alarm ends when no music is wanted any more', async () => {
      const world = offline();
      await world.clock.advance(ms(5 * 60_000));
      world.box.perform({ kind: 'silence' });
      await world.settled();
      expect([world.box.noMusic, alarms(world)]).toEqual([false, ['error music.silent']]);
      await world.close();
    });
  });

  test('silence stops the music, and the end of the track requests no other', async () => {
    const world = jukebox();
    world.box.perform(music('happy'));
    await world.settled();
    world.box.perform({ kind: 'silence' });
    await world.settled();
    world.player.end();
    await world.settled();
    expect(world.player.playback.kind).toBe('silent');
    expect(world.choices.length).toBe(1);
    await world.close();
  });

  test('stops listening once it is closed', async () => {
    const world = jukebox();
    world.box.perform(music('happy'));
    await world.settled();
    await world.close();
    world.player.end();
    await world.settled();
    expect(world.choices.length).toBe(1);
  });
});
