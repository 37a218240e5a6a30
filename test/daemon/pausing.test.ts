import { describe, expect, test } from 'vitest';
import { Director } from '../../src/daemon/control/director.ts';
import { Jukebox } from '../../src/daemon/playback/jukebox.ts';
import type { Mood } from '../../src/domain/emotion.ts';
import type { Found, MusicChoice } from '../../src/domain/music.ts';
import { done, failed } from '../../src/domain/result.ts';
import { moment, ms, percent } from '../../src/domain/units.ts';
import { FakeClock } from '../fakes/clock.ts';
import { FakeLog } from '../fakes/log.ts';
import { FakePlayer } from '../fakes/player.ts';
import { conducted } from './conducted.ts';
import { moodDefaults, musicDefaults } from './defaults.ts';

/** Director and jukebox as the daemon wires them, and a source that takes as long as a test wants. */
class World {
  readonly player = new FakePlayer();
  readonly clock = new FakeClock();
  readonly director: Director;
  readonly jukebox: Jukebox;
  readonly #stop = new AbortController();
  readonly #running: Promise<void>;
  #searching: (() => void) | undefined;
  slow = false;
  offline = false;
  asked = 0;

  constructor() {
    const { clock, player } = this;
    const log = new FakeLog();
    const nothing = (): void => undefined;
    this.jukebox = new Jukebox({
      ...{ clock, log, player, recent: [] },
      choose: (wish, recent) => ({ ...wish, query: wish.mood, avoid: recent }),
      find: (choice) => this.#find(choice),
    });
    this.jukebox.onEvent(({ kind }) => {
      if (kind === 'ended') this.director.trackEnded();
      if (kind === 'abandoned') this.director.searchAbandoned();
    });
    const director = new Director(
      {
        ...{ clock, log, player, onFeedback: nothing, update: nothing, switchCamera: nothing, remember: nothing, changed: nothing },
        ...{ moodChanged: nothing, blind: () => false, ceiling: () => percent(100), today: () => moment(clock.now()) },
      },
      moodDefaults,
      musicDefaults,
      { camera: true, autoplay: true, override: 'auto' },
    );
    this.director = conducted(director, (request) => this.jukebox.perform(request));
    this.#running = this.jukebox.run(this.#stop.signal);
  }

  /** A world in which happy music plays. */
  static async happy(): Promise<World> {
    const world = new World();
    await world.wants('happy');
    await world.pass(5000);
    return world;
  }

  async wants(chosen: Mood): Promise<void> {
    this.director.command({ type: 'override', mood: chosen });
  }

  async pass(span: number): Promise<void> {
    for (let passed = 0; passed < span; passed += 1000) {
      this.director.tick();
      await this.clock.advance(ms(1000));
    }
  }

  /** Ends the slow search. */
  found(): void {
    this.slow = false;
    this.#searching?.();
  }

  /** What the loudspeaker does, and for which mood. */
  get heard(): string {
    const { playback } = this.player;
    return playback.kind === 'silent' ? 'silent' : `${playback.kind} ${playback.track.mood}`;
  }

  async close(): Promise<void> {
    this.#stop.abort();
    this.found();
    await this.#running;
  }

  async #find(choice: MusicChoice): Promise<Found> {
    this.asked += 1;
    if (this.slow) await new Promise<void>((resolve) => (this.#searching = resolve));
    const id = `${choice.mood}-${choice.avoid.length}`;
    return this.offline ? failed('offline') : done({ id, title: id, url: id, source: 'library', mood: choice.mood });
  }
}

describe('a pause', () => {
  test('holds while music for another mood is being searched for; play starts that music', async () => {
    const world = await World.happy();
    world.slow = true;
    await world.wants('sad');
    await world.pass(1000);
    await world.director.command({ type: 'pause' });
    world.found();
    await world.pass(5000);
    expect(world.heard).toBe('paused happy');
    await world.director.command({ type: 'play' });
    await world.pass(1000);
    expect(world.heard).toBe('playing sad');
    await world.close();
  });

  test('holds between two tracks; play starts the next', async () => {
    const world = await World.happy();
    world.slow = true;
    world.player.end();
    await world.pass(1000);
    await world.director.command({ type: 'pause' });
    world.found();
    await world.pass(5000);
    expect(world.heard).toBe('silent');
    await world.director.command({ type: 'play' });
    await world.pass(1000);
    expect(world.heard).toBe('playing happy');
    await world.close();
  });

  test('after next does not go back to the skipped track', async () => {
    const world = await World.happy();
    world.slow = true;
    await world.director.command({ type: 'next' });
    await world.pass(1000);
    await world.director.command({ type: 'pause' });
    world.found();
    await world.pass(1000);
    expect(world.heard).toBe('paused happy');
    await world.director.command({ type: 'play' });
    await world.pass(1000);
    expect(world.player.played.map(({ id }) => id)).toEqual(['happy-0', 'happy-1']);
    await world.close();
  });

  test('holds if nothing is found, stops the search, and raises no alarm', async () => {
    const world = new World();
    world.offline = true;
    await world.wants('happy');
    await world.pass(300_000);
    expect(world.jukebox.noMusic).toBe(true);
    await world.director.command({ type: 'pause' });
    const { asked } = world;
    world.offline = false;
    await world.pass(300_000);
    expect([world.heard, world.asked - asked, world.jukebox.noMusic]).toEqual(['silent', 0, false]);
    await world.director.command({ type: 'play' });
    await world.pass(1000);
    expect(world.heard).toBe('playing happy');
    await world.close();
  });

  test('holds if the paused track breaks off', async () => {
    const world = await World.happy();
    await world.director.command({ type: 'pause' });
    world.player.breakOff('timeout');
    await world.pass(5000);
    expect(world.heard).toBe('failed happy');
    await world.director.command({ type: 'play' });
    await world.pass(1000);
    expect(world.heard).toBe('playing happy');
    await world.close();
  });

  test('that is over lets the next track follow', async () => {
    const world = await World.happy();
    await world.director.command({ type: 'pause' });
    await world.director.command({ type: 'play' });
    await world.pass(5000);
    world.player.end();
    await world.pass(1000);
    expect(world.player.played).toHaveLength(2);
    await world.close();
  });
});
