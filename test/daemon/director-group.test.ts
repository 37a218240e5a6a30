import { describe, expect, test } from 'vitest';
import { Director } from '../../src/daemon/control/director.ts';
import type { PlaybackRequest } from '../../src/daemon/playback/request.ts';
import type { StoredSettings } from '../../src/daemon/process/settings-store.ts';
import type { Command } from '../../src/domain/command.ts';
import type { Emotion } from '../../src/domain/emotion.ts';
import type { MoodChange } from '../../src/domain/report.ts';
import { moment, ms, percent, px } from '../../src/domain/units.ts';
import { GroupCoordinator } from '../../src/group/coordinator.ts';
import { Air } from '../fakes/air.ts';
import { FakeClock } from '../fakes/clock.ts';
import { FakeLog } from '../fakes/log.ts';
import { FakePlayer } from '../fakes/player.ts';
import { showing } from '../group/made.ts';
import { conducted } from './conducted.ts';
import { moodDefaults, musicDefaults } from './defaults.ts';

/** One box of a café: a director with its own player, and a line to the others. */
class Box {
  readonly player = new FakePlayer();
  readonly wishes: string[] = [];
  readonly kept: StoredSettings[] = [];
  readonly changes: MoodChange[] = [];
  readonly line;
  readonly group: GroupCoordinator;
  readonly director: Director;
  sees: Emotion | undefined;
  alive = true;
  /** How far its calendar runs ahead. */
  ahead = 0;
  readonly #clock: FakeClock;

  constructor(id: string, air: Air, clock: FakeClock) {
    const log = new FakeLog();
    this.#clock = clock;
    this.line = air.line(id);
    this.group = new GroupCoordinator({ line: this.line, broker: this.line, clock, log }, 'cafe', { id, sound: true }, moodDefaults);
    const parts = {
      ...{
        player: this.player,
        clock,
        log,
        coordinator: this.group,
        onFeedback: () => undefined,
        update: () => undefined,
        switchCamera: () => undefined,
      },
      ...{ blind: () => false, ceiling: () => percent(100), changed: () => undefined, today: () => moment(clock.now() + this.ahead) },
      remember: (what: StoredSettings) => this.kept.push(what),
      moodChanged: (change: MoodChange) => this.changes.push(change),
    };
    const director = new Director(parts, moodDefaults, musicDefaults, { camera: true, autoplay: true, override: 'auto' });
    this.director = conducted(director, (request) => this.#perform(request));
    this.group.onCommand((command) => void this.director.command(command));
  }

  #perform(request: PlaybackRequest): void {
    if (request.kind === 'pause') void this.player.pause();
    else if (request.kind === 'resume') void this.player.resume();
    else this.wishes.push(request.kind === 'silence' ? 'silence' : request.mood);
  }

  look(): void {
    const face = this.sees && { id: 1, box: { x: px(0), y: px(0), width: px(50), height: px(50) }, scores: showing(this.sees) };
    if (this.alive) this.director.sighted({ at: this.#clock.now(), faces: face ? [face] : [] });
  }

  /** Handles a command as the daemon does one from the page or MQTT. */
  say(command: Command): void {
    if (!this.group.passes(command)) void this.director.command(command);
  }
}

class Cafe {
  readonly clock = new FakeClock();
  readonly bar: Box;
  readonly door: Box;

  constructor() {
    const air = new Air();
    this.bar = new Box('bar', air, this.clock);
    this.door = new Box('door', air, this.clock);
  }

  async pass(span: number): Promise<void> {
    for (let passed = 0; passed < span; passed += 200) {
      this.bar.look();
      this.door.look();
      if (passed % 1000 === 0) for (const { alive, director } of [this.bar, this.door]) if (alive) director.tick();
      await this.clock.advance(ms(200));
    }
  }

  /** The bar plays, and only the one at the door sees somebody. */
  static async happy(): Promise<Cafe> {
    const cafe = new Cafe();
    cafe.door.sees = 'happy';
    await cafe.pass(8000);
    return cafe;
  }
}

describe('a director in a group', () => {
  test('plays only if it is the chosen box, and has the mood of all', async () => {
    const { bar, door } = await Cafe.happy();
    expect([bar.director.mood, door.director.mood]).toEqual(['happy', 'happy']);
    expect(bar.wishes).toEqual(['happy']);
    expect(door.wishes).toEqual([]);
    expect(bar.changes.map(({ to }) => to)).toEqual(['happy']);
    expect(door.changes.map(({ to }) => to)).toEqual(['happy']);
    expect(bar.director.confidence).toBeCloseTo(0.8, 2);
    expect(bar.director.room.reading.kind).toBe('nobody');
  });

  test('takes over the music at once when the other is gone, with the same mood', async () => {
    const cafe = await Cafe.happy();
    cafe.bar.alive = false;
    cafe.bar.line.become('lost');
    await cafe.pass(3000);
    expect(cafe.door.wishes).toEqual(['happy']);
    expect(cafe.door.changes).toHaveLength(1);
  });

  test('goes on in the other room when the music is handed over, in the same mood, and falls silent here', async () => {
    const cafe = await Cafe.happy();
    await cafe.pass(8000);
    expect(cafe.door.group.handOver('door')).toMatchObject({ ok: true });
    await cafe.pass(2000);
    expect([cafe.bar.wishes, cafe.door.wishes]).toEqual([['happy', 'silence'], ['happy']]);
    expect(cafe.door.changes).toHaveLength(1);
  });

  test('falls silent when another has taken over meanwhile', async () => {
    const cafe = await Cafe.happy();
    cafe.bar.line.become('lost');
    await cafe.pass(4000);
    expect(cafe.bar.wishes).toEqual(['happy']);
    expect(cafe.door.wishes).toEqual(['happy']);
    cafe.bar.line.become('connected');
    await cafe.pass(2000);
    expect(cafe.bar.wishes).toEqual(['happy', 'silence']);
    expect(cafe.door.wishes).toEqual(['happy']);
  });

  test('an override on any box is the override of all, is kept by all, and is heard from the one that plays', async () => {
    const cafe = await Cafe.happy();
    cafe.door.say({ type: 'override', mood: 'sad' });
    await cafe.pass(600);
    for (const { director, kept } of [cafe.bar, cafe.door]) {
      expect([director.mood, director.override]).toEqual(['sad', 'sad']);
      expect(kept.at(-1)?.override).toBe('sad');
    }
    expect(cafe.bar.wishes).toEqual(['happy', 'sad']);
    expect(cafe.door.wishes).toEqual([]);
    cafe.bar.say({ type: 'override', mood: 'auto' });
    await cafe.pass(600);
    expect([cafe.bar.director.mood, cafe.door.director.override]).toEqual(['happy', 'auto']);
  });

  test('next, play and volume reach the one that plays', async () => {
    const cafe = await Cafe.happy();
    cafe.door.say({ type: 'next' });
    expect(cafe.bar.wishes).toEqual(['happy', 'happy']);
    cafe.door.say({ type: 'stop' });
    await cafe.pass(600);
    expect(cafe.bar.wishes.at(-1)).toBe('silence');
    cafe.door.say({ type: 'volume', value: percent(25) });
    await cafe.pass(1200);
    expect([cafe.bar.player.volume, cafe.door.player.volume]).toEqual([25, 25]);
    expect(cafe.door.kept.at(-1)?.volume).toBe(25);
  });

  test('a mood that is held for a time ends everywhere, even if the box that got the command is gone', async () => {
    const cafe = await Cafe.happy();
    cafe.door.say({ type: 'override', mood: 'sad', for: ms(20_000) });
    await cafe.pass(1000);
    expect(cafe.door.director.until).toBe(cafe.bar.director.until);
    expect(cafe.door.kept.at(-1)).toMatchObject({ override: 'sad', until: cafe.bar.director.until });
    cafe.bar.alive = false;
    cafe.bar.line.become('lost');
    await cafe.pass(10_000);
    expect(cafe.door.director.mood).toBe('sad');
    await cafe.pass(12_000);
    expect([cafe.door.director.mood, cafe.door.director.until]).toEqual(['happy', undefined]);
  });

  test('each box reports the end of a held mood once, even if the clock of one that does not play runs ahead', async () => {
    const cafe = await Cafe.happy();
    cafe.door.say({ type: 'override', mood: 'sad', for: ms(20_000) });
    cafe.door.ahead = 1500;
    await cafe.pass(25_000);
    for (const { changes, director } of [cafe.bar, cafe.door]) {
      expect(changes.map(({ to }) => to)).toEqual(['happy', 'sad', 'happy']);
      expect(director.until).toBeUndefined();
    }
  });

  test('a box that takes over when the time of a held mood is up ends it', async () => {
    const cafe = await Cafe.happy();
    cafe.door.say({ type: 'override', mood: 'sad', for: ms(20_000) });
    await cafe.pass(18_000);
    cafe.bar.alive = false;
    await cafe.pass(12_000);
    expect([cafe.door.director.mood, cafe.door.director.override]).toEqual(['happy', 'auto']);
    expect(cafe.door.kept.at(-1)).toMatchObject({ override: 'auto' });
  });

  test.each([
    ['auto-play is off', 'happy'],
    ['nobody is in sight', undefined],
  ] as const)('play on a silent box that is cut off is heard at once, also where %s', async (_why, sees) => {
    const cafe = await Cafe.happy();
    if (!sees) cafe.door.sees = undefined;
    else cafe.bar.say({ type: 'autoplay', on: false });
    await cafe.pass(15_000);
    cafe.door.line.become('lost');
    await cafe.pass(2000);
    cafe.door.say({ type: 'play' });
    expect(cafe.door.wishes).toEqual([sees ?? 'neutral']);
    await cafe.pass(2000);
    expect(cafe.door.wishes).toHaveLength(1);
  });

  test('capture reads what all boxes see together, wherever it is pressed', async () => {
    const cafe = await Cafe.happy();
    cafe.door.sees = 'angry';
    await cafe.pass(1600);
    expect(cafe.bar.director.mood).toBe('happy');
    cafe.door.say({ type: 'capture' });
    await cafe.pass(600);
    expect([cafe.bar.director.mood, cafe.door.director.mood]).toEqual(['angry', 'angry']);
    expect(cafe.bar.wishes).toEqual(['happy', 'angry']);
    await cafe.pass(3000);
    expect(cafe.bar.wishes).toEqual(['happy', 'angry']);
  });

  test('auto-play that is switched off anywhere is off everywhere', async () => {
    const cafe = await Cafe.happy();
    cafe.door.say({ type: 'autoplay', on: false });
    await cafe.pass(600);
    expect([cafe.bar.director.autoplay, cafe.door.director.autoplay]).toEqual([false, false]);
    expect(cafe.door.kept.at(-1)).toMatchObject({ autoplay: false });
  });

  test('what people stopped stays stopped, whoever takes over', async () => {
    const cafe = await Cafe.happy();
    cafe.door.say({ type: 'stop' });
    await cafe.pass(1000);
    cafe.bar.alive = false;
    cafe.bar.line.become('lost');
    await cafe.pass(10_000);
    expect(cafe.door.wishes).toEqual([]);
    cafe.door.say({ type: 'play' });
    expect(cafe.door.wishes).toEqual(['happy']);
  });

  describe('without auto-play, a box that takes over', () => {
    const takeover = async (cafe: Cafe): Promise<readonly string[]> => {
      await cafe.pass(1000);
      cafe.bar.alive = false;
      cafe.bar.line.become('lost');
      await cafe.pass(5000);
      return cafe.door.wishes;
    };

    test('goes on with the music that people wanted, even if nobody is in sight', async () => {
      const cafe = await Cafe.happy();
      cafe.door.say({ type: 'autoplay', on: false });
      expect(await takeover(cafe)).toEqual(['happy']);
      const empty = await Cafe.happy();
      empty.door.say({ type: 'autoplay', on: false });
      empty.door.sees = undefined;
      await empty.pass(15_000);
      expect(empty.bar.wishes).toEqual(['happy']);
      expect(await takeover(empty)).toEqual(['neutral']);
    });

    test('starts nothing if nothing was heard', async () => {
      const cafe = new Cafe();
      await cafe.pass(8000);
      cafe.bar.say({ type: 'autoplay', on: false });
      cafe.door.sees = 'happy';
      await cafe.pass(5000);
      expect([cafe.bar.wishes, await takeover(cafe)]).toEqual([[], []]);
      expect(cafe.door.director.mood).toBe('happy');
    });

    test('starts nothing if somebody chose away', async () => {
      const cafe = await Cafe.happy();
      cafe.bar.say({ type: 'autoplay', on: false });
      cafe.bar.say({ type: 'override', mood: 'away' });
      await cafe.pass(1000);
      cafe.bar.say({ type: 'override', mood: 'auto' });
      expect([cafe.bar.wishes, await takeover(cafe)]).toEqual([['happy', 'silence'], []]);
    });
  });

  test('a command that comes before the group has chosen who plays starts no music', async () => {
    const cafe = new Cafe();
    await cafe.pass(1000);
    cafe.door.say({ type: 'next' });
    await cafe.pass(1000);
    expect(cafe.door.wishes).toEqual([]);
  });

  test('a camera that is switched off tells the others nothing from then on', async () => {
    const cafe = await Cafe.happy();
    cafe.door.say({ type: 'camera', on: false });
    expect(cafe.door.line.told.at(-1)?.sight).toEqual({ kind: 'blind' });
  });
});
