import { describe, expect, test } from 'vitest';
import { PlayProgressWatch } from '../../../src/daemon/playback/play-progress.ts';
import type { Track } from '../../../src/domain/music.ts';
import { moment, ms } from '../../../src/domain/units.ts';
import { FakeClock } from '../../fakes/clock.ts';
import { FakePlayer } from '../../fakes/player.ts';

const song = (id: string): Track => ({ id, title: id, url: `/${id}`, source: 'library', mood: 'sad', duration: ms(200_000) });
const NEVER = new AbortController().signal;
const BEGIN = 1_000_000;

class World {
  readonly clock = new FakeClock();
  readonly player = new FakePlayer();
  /** How far the calendar is ahead of the clock. */
  calendar = BEGIN;
  readonly watch = new PlayProgressWatch({
    player: this.player,
    clock: this.clock,
    today: () => moment(this.calendar + this.clock.now()),
  });

  constructor() {
    this.player.onEvent((event) => this.watch.heard(event));
  }

  /** Time in which the track sounds for a part of it. */
  async pass(span: number, sounding = span): Promise<void> {
    for (let passed = 0; passed < span; passed += 1000) {
      await this.clock.advance(ms(1000));
      if (this.player.playback.kind === 'playing') this.player.at = ms(this.player.at + (1000 * sounding) / span);
      this.watch.tick();
    }
  }
}

describe('PlayProgressWatch', () => {
  test('tells where a track begins, and the same while it plays on', async () => {
    const world = new World();
    expect(world.watch.current).toBeUndefined();
    await world.player.play({ ...song('a'), startAt: ms(5000) }, NEVER);
    const begun = { position: 5000, since: BEGIN, duration: 200_000, seekable: true };
    expect(world.watch.current).toEqual(begun);
    const before = world.watch.current;
    await world.pass(60_000);
    expect(world.watch.current).toBe(before);
    await world.player.play(song('b'), NEVER);
    expect(world.watch.current).toEqual({ ...begun, position: 0, since: BEGIN + 60_000 });
  });

  test('tells where a pause holds it, and nothing in silence', async () => {
    const world = new World();
    await world.player.play(song('a'), NEVER);
    await world.pass(10_000);
    await world.player.pause();
    expect(world.watch.current).toEqual({ position: 10_000, duration: 200_000, seekable: true });
    await world.pass(30_000);
    await world.player.resume();
    expect(world.watch.current).toMatchObject({ position: 10_000, since: BEGIN + 40_000 });
    await world.player.stop();
    expect(world.watch.current).toBeUndefined();
  });

  test('tells at once where a seek went, even if it is near, and that an endless track has no place to go', async () => {
    const world = new World();
    await world.player.play(song('a'), NEVER);
    await world.pass(10_000);
    await world.player.seek(ms(11_000));
    expect(world.watch.current).toMatchObject({ position: 11_000, since: BEGIN + 10_000 });
    await world.player.play({ ...song('b'), endless: true }, NEVER);
    expect(world.watch.current).toMatchObject({ seekable: false });
  });

  test('measures anew when the stream has stood still, or the calendar was set', async () => {
    const world = new World();
    await world.player.play(song('a'), NEVER);
    await world.pass(10_000, 7000);
    expect(world.watch.current).toMatchObject({ position: 4900, since: BEGIN + 7000 });
    const before = world.watch.current;
    world.calendar += 3_600_000;
    await world.pass(1000);
    expect(world.watch.current?.since).toBe(BEGIN + 3_600_000 + 11_000);
    expect(world.watch.current).not.toEqual(before);
  });
});
