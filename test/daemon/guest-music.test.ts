import { describe, expect, test } from 'vitest';
import { Director } from '../../src/daemon/control/director.ts';
import { GuestDesk } from '../../src/daemon/guests/guest-desk.ts';
import { UNKEPT } from '../../src/daemon/guests/keeping.ts';
import { Jukebox } from '../../src/daemon/playback/jukebox.ts';
import { Recorder } from '../../src/daemon/playback/recorder.ts';
import type { Command } from '../../src/domain/command.ts';
import { done } from '../../src/domain/result.ts';
import { moment, ms, percent } from '../../src/domain/units.ts';
import { FakeClock } from '../fakes/clock.ts';
import { FakeHistory } from '../fakes/history.ts';
import { FakeLog } from '../fakes/log.ts';
import { FakePlayer } from '../fakes/player.ts';
import { conducted } from './conducted.ts';
import { moodDefaults, musicDefaults } from './defaults.ts';

/** Director, jukebox and guests as the daemon wires them. */
async function happyRoom({ autoplay = true } = {}) {
  const [player, clock, log] = [new FakePlayer(), new FakeClock(), new FakeLog()];
  const today = () => moment(clock.now());
  const history = new FakeHistory(today);
  const recorder = new Recorder({ history, clock, today });
  player.onEvent((event) => recorder.heard(event));
  const nothing = (): void => undefined;
  let found = 0;
  const jukebox = new Jukebox({
    ...{ clock, log, player, recent: [] },
    choose: (wish, recent) => ({ ...wish, query: wish.mood, avoid: recent }),
    find: async ({ mood }) => {
      found += 1;
      return done({ id: `${mood}-${found}`, title: mood, url: mood, source: 'library', mood });
    },
  });
  const guests = new GuestDesk({
    ...{
      player,
      clock,
      log,
      kept: UNKEPT,
      fade: ms(2000),
      terms: { rest: ms(30_000), lease: ms(60_000) },
      dismiss: nothing,
      changed: nothing,
    },
    happened: (name, isThere) => recorder.guest(name, isThere),
    now: () => ({ at: clock.now(), today: today() }),
  });
  const director = conducted(
    new Director(
      {
        ...{ clock, log, player, guests, today, update: nothing, switchCamera: nothing, remember: nothing, changed: nothing },
        onFeedback: (as) => recorder[as](),
        ...{ moodChanged: nothing, blind: () => false, ceiling: () => percent(100) },
      },
      moodDefaults,
      musicDefaults,
      { camera: true, autoplay, override: 'auto' },
    ),
    (request) => jukebox.perform(request),
  );
  const end = new AbortController();
  const running = jukebox.run(end.signal);
  const pass = async (seconds: number): Promise<void> => {
    for (let passed = 0; passed < seconds; passed += 1) {
      guests.tick();
      director.tick();
      await clock.advance(ms(1000));
    }
  };
  const order = async (command: Command): Promise<void> => {
    director.command(command);
    await pass(1);
  };
  const heard = (): string => (player.playback.kind === 'silent' ? 'silent' : `${player.playback.kind} ${player.playback.track.id}`);
  await order({ type: 'override', mood: 'happy' });
  await pass(3);
  expect(heard()).toBe('playing happy-1');
  const close = async (): Promise<void> => {
    end.abort();
    await running;
  };
  return { director, guests, history, heard, order, pass, [Symbol.asyncDispose]: close };
}

const COMES: Command = { type: 'guest', name: 'AirPlay', state: 'playing' };
const GOES: Command = { type: 'guest', name: 'AirPlay', state: 'gone' };

describe('a guest on the loudspeaker', () => {
  test('silences the music, and after the rest something new of the present mood is chosen', async () => {
    await using room = await happyRoom();
    await room.order(COMES);
    expect(room.heard()).toBe('silent');
    await room.order({ type: 'override', mood: 'sad' }); // the mood goes on meanwhile, and nothing plays for it
    await room.pass(20);
    expect(room.heard()).toBe('silent');
    await room.order(GOES);
    await room.pass(28);
    expect(room.heard()).toBe('silent');
    await room.pass(3);
    expect(room.heard()).toBe('playing sad-2');
  });

  test('is recorded, and teaches nothing about the track that it interrupted', async () => {
    await using room = await happyRoom();
    await room.order(COMES);
    await room.order({ type: 'next' });
    await room.order({ type: 'dislike' });
    await room.order(GOES);
    expect(room.history.opinions()).toEqual([]);
    expect(room.history.past.filter(({ kind }) => kind === 'guest' || kind === 'over')).toMatchObject([
      { kind: 'guest', name: 'AirPlay', isThere: true },
      { kind: 'over', end: 'stopped', track: { id: 'happy-1' } },
      { kind: 'guest', name: 'AirPlay', isThere: false },
    ]);
  });

  test('that is heard of no more is gone with its lease', async () => {
    await using room = await happyRoom();
    await room.order(COMES);
    await room.pass(88);
    expect(room.heard()).toBe('silent');
    await room.pass(4);
    expect(room.heard()).toBe('playing happy-2');
  });

  test('keeps a pause a pause: after it nothing begins by itself', async () => {
    await using room = await happyRoom();
    await room.order({ type: 'pause' });
    await room.order(COMES);
    await room.order(GOES);
    await room.pass(60);
    expect(room.heard()).toBe('silent');
    await room.order({ type: 'play' });
    expect(room.heard()).toBe('playing happy-2');
  });

  test('plays on if somebody presses Play, and moodbox then begins when it has left', async () => {
    await using room = await happyRoom();
    await room.order({ type: 'stop' });
    await room.order(COMES);
    await room.order({ type: 'play' });
    expect(room.heard()).toBe('silent');
    await room.order(GOES);
    await room.pass(31);
    expect(room.heard()).toBe('playing happy-2');
  });

  test.each([
    ['Play', { type: 'play' }, 'playing happy-2'],
    ['Next', { type: 'next' }, 'playing happy-2'],
    ['a mood by hand', { type: 'override', mood: 'sad' }, 'playing sad-2'],
    ['an address', { type: 'play_url', url: 'http://nas/a.mp3', title: 'A' }, /^playing asked/],
  ] as const)('within the rest %s is answered at once', async (_what, command, heard) => {
    await using room = await happyRoom();
    await room.order(COMES);
    await room.order(GOES);
    await room.order(command);
    expect(room.heard()).toMatch(heard);
  });

  test('gives way to "moodbox now", even after a stop', async () => {
    await using room = await happyRoom();
    await room.order({ type: 'stop' });
    await room.order(COMES);
    await room.order({ type: 'moodbox_now' });
    expect([room.heard(), room.guests.isTaken]).toEqual(['playing happy-2', false]);
  });

  test('leaves music without auto-play as it was: it comes back', async () => {
    await using room = await happyRoom({ autoplay: false });
    await room.order(COMES);
    expect(room.heard()).toBe('silent');
    await room.order(GOES);
    await room.pass(31);
    expect(room.heard()).toBe('playing happy-2');
  });
});
