import { describe, expect, test } from 'vitest';
import type { CaptureOutcome } from '../../../src/daemon/control/capture.ts';
import { Director } from '../../../src/daemon/control/director.ts';
import type { MusicSettings } from '../../../src/daemon/control/policy.ts';
import type { MusicRequest, PlaybackRequest } from '../../../src/daemon/playback/request.ts';
import type { StoredSettings } from '../../../src/daemon/process/settings-store.ts';
import type { Emotion } from '../../../src/domain/emotion.ts';
import { scoresBy } from '../../../src/domain/emotion.ts';
import type { MoodChange } from '../../../src/domain/report.ts';
import { moment, ms, percent, px } from '../../../src/domain/units.ts';
import { FakeClock } from '../../fakes/clock.ts';
import { FakeLog } from '../../fakes/log.ts';
import { FakePlayer } from '../../fakes/player.ts';
import { conducted } from '../conducted.ts';
import { moodDefaults, musicDefaults } from '../defaults.ts';

/** A director in a world of fakes, with inputs to drive it and a record of what it does. */
class World {
  readonly player = new FakePlayer();
  readonly clock = new FakeClock();
  readonly log = new FakeLog();
  readonly wishes: MusicRequest[] = [];
  readonly kept: StoredSettings[] = [];
  readonly changes: MoodChange[] = [];
  readonly cameras: boolean[] = [];
  readonly feedback: string[] = [];
  readonly sought: number[] = [];
  readonly captures: CaptureOutcome[] = [];
  readonly director: Director;
  blind = false;
  calendar = Date.UTC(2026, 0, 1);
  updates = 0;
  ceiling = percent(100);
  told = 0;

  constructor(remembered: Partial<StoredSettings> = {}, music: Partial<MusicSettings> = {}) {
    const parts = {
      player: this.player,
      clock: this.clock,
      log: this.log,
      today: () => moment(this.calendar + this.clock.now()),
      onFeedback: (as: string) => this.feedback.push(as),
      seek: (to: number) => this.sought.push(to),
      onCapture: (outcome: CaptureOutcome) => this.captures.push(outcome),
      update: () => {
        this.updates += 1;
      },
      switchCamera: (on: boolean) => this.cameras.push(on),
      blind: () => this.blind,
      ceiling: () => this.ceiling,
      remember: (what: StoredSettings) => this.kept.push(what),
      changed: () => {
        this.told += 1;
      },
      moodChanged: (change: MoodChange) => this.changes.push(change),
    };
    const settings = { camera: true, autoplay: true, override: 'auto', ...remembered } as const;
    this.director = conducted(new Director(parts, moodDefaults, { ...musicDefaults, ...music }, settings), (request) =>
      this.#perform(request),
    );
  }

  #perform(request: PlaybackRequest): void {
    if (request.kind === 'pause') void this.player.pause();
    else if (request.kind === 'resume') void this.player.resume();
    else this.wishes.push(request);
  }

  /** Five frames a second of one face, or of nobody, and the tick once a second. An emotion is sure by default. */
  async see(emotion: Emotion | 'nobody', span: number, surely = 0.7): Promise<void> {
    const box = { x: px(0), y: px(0), width: px(50), height: px(50) };
    const scores = scoresBy((each) => (each === emotion ? surely : (1 - surely) / 6));
    for (let passed = 0; passed < span; passed += 200) {
      this.director.sighted({ at: this.clock.now(), faces: emotion === 'nobody' ? [] : [{ id: 1, box, scores }] });
      if (passed % 1000 === 0) this.director.tick();
      await this.clock.advance(ms(200));
    }
  }

  /** Time without a frame. */
  async wait(span: number): Promise<void> {
    for (let passed = 0; passed < span; passed += 1000) {
      await this.clock.advance(ms(1000));
      this.director.tick();
    }
  }

  get moods(): readonly string[] {
    return this.wishes.map((wish) => (wish.kind === 'silence' ? 'silence' : wish.mood));
  }
}

/** The last requested music plays. */
const plays = async (world: World): Promise<void> => {
  const wish = world.wishes.at(-1);
  if (wish?.kind !== 'music') throw new Error('nothing was wished for');
  const { mood } = wish;
  await world.player.play({ id: mood, title: mood, url: mood, source: 'library', mood }, new AbortController().signal);
};

describe('Director', () => {
  test('presence is as old after the calendar was set as before', async () => {
    const world = new World();
    await world.see('happy', 5000);
    const since = world.director.presence.since;
    world.calendar += 14 * 3_600_000;
    await world.see('happy', 1000);
    expect(world.director.presence.since).toBe(since + 14 * 3_600_000);
  });

  test('a face that stays happy brings happy music, once', async () => {
    const world = new World();
    await world.see('happy', 20_000);
    expect(world.moods).toEqual(['happy']);
    expect(world.changes).toMatchObject([{ from: 'away', to: 'happy' }]);
    expect(world.director.confidence).toBeCloseTo(0.7, 2);
  });

  test('a change within the minute is followed when the minute is over, if it still holds', async () => {
    const world = new World();
    await world.see('happy', 5000);
    await world.see('sad', 20_000);
    expect(world.director.mood).toBe('sad');
    expect(world.moods).toEqual(['happy']);
    await world.see('sad', 45_000);
    expect(world.moods).toEqual(['happy', 'sad']);
  });

  test('a change that has passed by then is never heard', async () => {
    const world = new World();
    await world.see('happy', 5000);
    await world.see('sad', 10_000);
    await world.see('happy', 70_000);
    expect(world.moods).toEqual(['happy']);
  });

  test('when everybody leaves the music stops, and somebody who comes brings it back', async () => {
    const world = new World();
    await world.see('happy', 5000);
    await world.see('nobody', 12_000);
    expect(world.director.mood).toBe('away');
    await world.see('neutral', 5000);
    expect(world.moods).toEqual(['happy', 'silence', 'neutral']);
  });

  test('an unsure face changes neither mood nor music, however long it is there, and the room does not count as left', async () => {
    const world = new World();
    await world.see('happy', 5000);
    await world.see('sad', 130_000, 0.35);
    expect(world.director.mood).toBe('happy');
    expect(world.moods).toEqual(['happy']);
    expect(world.director.room.reading.kind).toBe('unsure');
    expect(world.director.confidence).toBeCloseTo(0.35, 2);
    await world.see('sad', 5000);
    expect(world.moods).toEqual(['happy', 'sad']);
  });

  test('somebody who comes and stays unsure is greeted with neutral music, and the log says why', async () => {
    const world = new World();
    await world.see('sad', 4000, 0.35);
    expect(world.moods).toEqual(['neutral']);
    expect(world.changes).toMatchObject([{ from: 'away', to: 'neutral' }]);
    const told = world.log.lines.filter(({ event }) => event === 'mood.changed').map(({ fields }) => fields);
    expect(told).toMatchObject([{ to: 'neutral', seen: 'unsure' }]);
  });

  test('a lost camera changes no mood, and does not stop the music', async () => {
    const world = new World();
    await world.see('happy', 5000);
    world.blind = true;
    await world.wait(30_000);
    expect(world.director.mood).toBe('happy');
    expect(world.director.presence.kind).toBe('unknown');
    expect(world.director.room.reading.kind).toBe('nobody');
    expect(world.moods).toEqual(['happy']);
  });

  test('an override is heard at once and kept, and auto lets the camera decide again', async () => {
    const world = new World();
    await world.see('happy', 5000);
    await world.director.command({ type: 'override', mood: 'sad' });
    expect(world.moods).toEqual(['happy', 'sad']);
    expect(world.kept.at(-1)).toMatchObject({ override: 'sad' });
    expect(world.changes.at(-1)).toMatchObject({ from: 'happy', to: 'sad' });
    await world.director.command({ type: 'override', mood: 'auto' });
    expect(world.director.mood).toBe('happy');
    await world.see('happy', 61_000);
    expect(world.moods).toEqual(['happy', 'sad', 'happy']);
  });

  test('an override that was kept is in force from the first moment', () => {
    const world = new World({ camera: true, override: 'fear' });
    world.director.tick();
    expect(world.director.mood).toBe('fear');
    expect(world.moods).toEqual(['fear']);
  });

  test('during a pause the mood goes on but the music does not; play resumes it', async () => {
    const world = new World();
    await world.see('happy', 5000);
    await world.player.play({ id: 'a', title: 'a', url: 'a', source: 'loops', mood: 'happy' }, new AbortController().signal);
    await world.director.command({ type: 'pause' });
    expect(world.player.playback.kind).toBe('paused');
    await world.see('sad', 70_000);
    expect(world.moods).toEqual(['happy']);
    await world.see('happy', 10_000);
    await world.director.command({ type: 'play' });
    expect(world.player.playback.kind).toBe('playing');
    expect(world.moods).toEqual(['happy']);
  });

  test('play after the mood has changed meanwhile plays what fits now', async () => {
    const world = new World();
    await world.see('happy', 5000);
    await world.director.command({ type: 'pause' });
    await world.see('sad', 10_000);
    await world.director.command({ type: 'play' });
    expect(world.wishes.at(-1)).toEqual({ kind: 'music', mood: 'sad', why: 'asked' });
  });

  test('stop stays silent through mood changes until somebody asks for music', async () => {
    const world = new World();
    await world.see('happy', 5000);
    await world.director.command({ type: 'stop' });
    await world.see('sad', 70_000);
    expect(world.moods).toEqual(['happy', 'silence']);
    await world.director.command({ type: 'next' });
    expect(world.moods).toEqual(['happy', 'silence', 'sad']);
  });

  test.each(['pause', 'stop'] as const)('after %s, choosing the mood that already holds is heard again', async (type) => {
    const world = new World();
    await world.see('happy', 5000);
    await world.player.play({ id: 'a', title: 'a', url: 'a', source: 'loops', mood: 'happy' }, new AbortController().signal);
    await world.director.command({ type });
    if (type === 'stop') await world.player.stop();
    const before = world.moods.length;
    await world.director.command({ type: 'override', mood: 'happy' });
    if (type === 'pause') expect(world.player.playback.kind).toBe('playing');
    else expect(world.moods.slice(before)).toEqual(['happy']);
  });

  test('choosing away while it is paused is silence, not music', async () => {
    const world = new World();
    await world.see('happy', 5000);
    await world.director.command({ type: 'pause' });
    await world.director.command({ type: 'override', mood: 'away' });
    expect(world.moods).toEqual(['happy', 'silence']);
  });

  test('play in an empty room plays, and the empty room does not stop it', async () => {
    const world = new World();
    await world.wait(5000);
    await world.director.command({ type: 'play' });
    await world.wait(30_000);
    expect(world.moods).toEqual(['neutral']);
  });

  test('play in an empty room plays for an hour after it was pressed last, then the empty room stops it, once', async () => {
    const world = new World();
    await world.wait(5000);
    await world.director.command({ type: 'play' });
    await world.clock.advance(ms(3_000_000));
    await world.player.play({ id: 'a', title: 'a', url: 'a', source: 'loops', mood: 'neutral' }, new AbortController().signal);
    await world.director.command({ type: 'pause' });
    await world.clock.advance(ms(3_000_000));
    await world.director.command({ type: 'play' });
    expect(world.player.playback.kind).toBe('playing');
    await world.clock.advance(ms(3_590_000));
    await world.wait(5000);
    expect(world.moods).toEqual(['neutral']);
    await world.wait(10_000);
    expect(world.moods).toEqual(['neutral', 'silence']);
  });

  test('camera off forgets at once what was seen, and is kept; on opens it again', async () => {
    const world = new World();
    await world.see('happy', 5000);
    await world.director.command({ type: 'camera', on: false });
    expect(world.director.room.reading.kind).toBe('nobody');
    expect(world.director.cameraOn).toBe(false);
    expect(world.kept.at(-1)).toMatchObject({ camera: false });
    await world.director.command({ type: 'camera', on: true });
    expect(world.cameras).toEqual([false, true]);
  });

  test('next counts against what is heard, and like for it; only next changes the music', async () => {
    const world = new World();
    await world.see('happy', 5000);
    await world.director.command({ type: 'like' });
    expect(world.moods).toEqual(['happy']);
    await world.director.command({ type: 'next' });
    await world.director.command({ type: 'override', mood: 'sad' });
    expect(world.feedback).toEqual(['like', 'skip']);
  });

  test('not this counts as a dislike and changes the music, and in silence does neither', async () => {
    const world = new World();
    await world.director.command({ type: 'dislike' });
    expect([world.feedback, world.moods]).toEqual([[], []]);
    await world.see('happy', 5000);
    await plays(world);
    await world.director.command({ type: 'dislike' });
    await world.director.command({ type: 'undo' });
    expect(world.feedback).toEqual(['dislike', 'undo']);
    expect(world.moods).toEqual(['happy', 'happy']);
  });

  test('a seek is passed on as it is', async () => {
    const world = new World();
    await world.director.command({ type: 'seek', to: ms(61_500) });
    expect(world.sought).toEqual([61_500]);
  });

  test('volume is set, kept and reported', async () => {
    const world = new World();
    const before = world.told;
    await world.director.command({ type: 'volume', value: percent(15) });
    expect(world.player.volume).toBe(15);
    expect(world.kept).toEqual([{ camera: true, autoplay: true, override: 'auto', volume: 15 }]);
    expect(world.told).toBeGreaterThan(before);
  });
});

describe('a room that is led on', () => {
  /** A room that has been sad for that long, and hears sad music. */
  const sadFor = async (span: number): Promise<World> => {
    const world = new World({}, { manner: 'lift' });
    await world.see('sad', 5000);
    await plays(world);
    await world.see('sad', span);
    return world;
  };
  /** The same, led on to calm music. */
  const ledOn = async (): Promise<World> => {
    const world = await sadFor(310_000);
    world.director.trackEnded();
    await plays(world);
    return world;
  };

  test('hears matching music first, then calm, then happy music, each from the end of a track on, with the reason', async () => {
    const world = await sadFor(200_000);
    world.director.trackEnded();
    expect(world.moods).toEqual(['sad']);
    await world.see('sad', 200_000);
    expect(world.moods).toEqual(['sad']);
    for (const _ of ['neutral', 'happy']) {
      world.director.trackEnded();
      await plays(world);
      await world.see('sad', 310_000);
    }
    expect(world.wishes).toEqual([
      { kind: 'music', mood: 'sad', why: 'mood-changed' },
      { kind: 'music', mood: 'neutral', why: 'mood-changed', because: 'lift' },
      { kind: 'music', mood: 'happy', why: 'mood-changed', because: 'lift' },
    ]);
    expect(world.changes).toHaveLength(1);
    expect(world.director.mood).toBe('sad');
  });

  test('is led on in the middle of a track that takes too long', async () => {
    const world = await sadFor(595_000);
    expect(world.moods).toEqual(['sad']);
    expect(world.director.leadsTo).toBe('neutral');
    await world.see('sad', 10_000);
    expect(world.moods).toEqual(['sad', 'neutral']);
    expect(world.director.leadsTo).toBe('happy');
  });

  test('is not led on while it hears nothing', async () => {
    const world = await sadFor(0);
    await world.director.command({ type: 'pause' });
    await world.see('sad', 900_000);
    await world.director.command({ type: 'play' });
    expect(world.player.playback.kind).toBe('playing');
    expect(world.moods).toEqual(['sad']);
  });

  test('that comes to feel better meanwhile keeps the music that it hears', async () => {
    const world = await ledOn();
    await world.see('neutral', 100_000);
    expect(world.moods).toEqual(['sad', 'neutral']);
    expect(world.director.leadsTo).toBeUndefined();
  });

  test('gets a mood chosen by hand without a lift; next stays at its step', async () => {
    const world = await ledOn();
    await world.director.command({ type: 'next' });
    expect(world.wishes.at(-1)).toEqual({ kind: 'music', mood: 'neutral', why: 'asked', because: 'lift' });
    await world.director.command({ type: 'override', mood: 'sad' });
    expect(world.wishes.at(-1)).toEqual({ kind: 'music', mood: 'sad', why: 'mood-changed' });
    await plays(world);
    await world.see('sad', 700_000);
    expect(world.wishes.at(-1)).toMatchObject({ mood: 'sad' });
  });

  test('is no longer led when everybody leaves, and led from the start when somebody sad comes back', async () => {
    const world = await ledOn();
    await world.see('nobody', 12_000);
    await world.see('sad', 5000);
    expect(world.moods).toEqual(['sad', 'neutral', 'silence', 'sad']);
  });
});

describe('a mood that is held for a time', () => {
  const minutes = (count: number) => ms(count * 60_000);

  test('ends by itself, reports when, and lets the camera decide again', async () => {
    const world = new World();
    await world.see('happy', 5000);
    await world.director.command({ type: 'override', mood: 'sad', for: minutes(2) });
    expect(world.director.until).toBe(world.calendar + 5000 + 120_000);
    await world.see('happy', 119_000);
    expect(world.director.mood).toBe('sad');
    await world.see('happy', 2000);
    expect(world.director.mood).toBe('happy');
    expect(world.director.until).toBeUndefined();
    expect(world.kept.at(-1)).toEqual({ camera: true, autoplay: true, override: 'auto', volume: 60 });
    expect(world.moods).toEqual(['happy', 'sad', 'happy']);
  });

  test('a later choice replaces it, with its end', async () => {
    const world = new World();
    await world.director.command({ type: 'override', mood: 'sad', for: minutes(1) });
    await world.director.command({ type: 'override', mood: 'fear' });
    await world.wait(120_000);
    expect(world.director.override).toBe('fear');
  });

  test('goes on after a restart for what is left of it', async () => {
    const until = moment(Date.UTC(2026, 0, 1) + 60_000);
    const world = new World({ override: 'sad', until });
    expect(world.director.override).toBe('sad');
    await world.wait(59_000);
    expect(world.director.override).toBe('sad');
    await world.wait(2000);
    expect(world.director.override).toBe('auto');
  });

  test('is over after a restart that took longer', () => {
    const world = new World({ override: 'sad', until: moment(Date.UTC(2026, 0, 1) - 1) });
    expect(world.director.override).toBe('auto');
  });

  test('keeps its length when the network sets the clock meanwhile, and reports its new end', async () => {
    const world = new World();
    await world.director.command({ type: 'override', mood: 'sad', for: minutes(1) });
    world.calendar += 86_400_000;
    await world.wait(30_000);
    expect(world.director.override).toBe('sad');
    expect(world.director.until).toBe(world.calendar + 60_000);
    expect(world.kept.at(-1)?.until).toBe(world.calendar + 60_000);
  });
});

describe('auto-play', () => {
  test('switched off, the mood goes on and is reported, but the music stays as it is', async () => {
    const world = new World();
    await world.see('happy', 5000);
    await world.director.command({ type: 'autoplay', on: false });
    await world.see('sad', 70_000);
    await world.see('nobody', 20_000);
    expect(world.changes.map(({ to }) => to)).toEqual(['happy', 'sad', 'away']);
    expect(world.moods).toEqual(['happy']);
    expect(world.kept.at(-1)).toMatchObject({ autoplay: false });
  });

  test('a box that was switched on with it off is silent, also with a mood that was held', async () => {
    const world = new World({ autoplay: false, override: 'fear' });
    await world.see('happy', 70_000);
    expect(world.wishes).toEqual([]);
  });

  test.each(['play', 'next'] as const)('switched off, %s plays what fits now', async (type) => {
    const world = new World({ autoplay: false });
    await world.see('sad', 5000);
    await world.director.command({ type });
    expect(world.moods).toEqual(['sad']);
  });

  test('switched off, a mood chosen by hand is heard at once, once; away is silence', async () => {
    const world = new World({ autoplay: false });
    await world.see('sad', 5000);
    await world.director.command({ type: 'override', mood: 'happy' });
    await world.director.command({ type: 'override', mood: 'happy' });
    await world.director.command({ type: 'override', mood: 'away' });
    await world.director.command({ type: 'override', mood: 'auto' });
    expect(world.moods).toEqual(['happy', 'silence']);
  });

  test('switched off, choosing away in a silent room stays silent', async () => {
    const world = new World({ autoplay: false });
    await world.see('happy', 5000);
    await world.director.command({ type: 'override', mood: 'away' });
    await world.see('happy', 5000);
    await world.director.command({ type: 'override', mood: 'auto' });
    await world.see('happy', 5000);
    expect(world.moods).toEqual([]);
  });

  test('switched on again, the music follows, also after a stop', async () => {
    const world = new World();
    await world.see('happy', 5000);
    await world.director.command({ type: 'stop' });
    await world.director.command({ type: 'autoplay', on: false });
    await world.director.command({ type: 'autoplay', on: true });
    expect(world.moods).toEqual(['happy', 'silence', 'happy']);
    await world.director.command({ type: 'autoplay', on: true });
    expect(world.moods).toHaveLength(3);
  });
});

describe('capture now', () => {
  test('takes what is seen this second: no hold, and the music follows within the minute', async () => {
    const world = new World();
    await world.see('happy', 5000);
    await world.see('sad', 1400);
    expect(world.director.mood).toBe('happy');
    await world.director.command({ type: 'capture' });
    expect(world.director.mood).toBe('sad');
    expect(world.moods).toEqual(['happy', 'sad']);
    expect(world.captures).toEqual([{ kind: 'read', mood: 'sad', share: world.director.confidence }]);
  });

  test.each([
    ['of nobody', { kind: 'nobody' }, async (world: World) => world.see('nobody', 6000)],
    [
      'of unsure faces',
      { kind: 'unsure', emotion: 'sad', share: expect.closeTo(0.35, 2) },
      async (world: World) => world.see('sad', 6000, 0.35),
    ],
    ['by a camera that is off', { kind: 'off' }, async (world: World) => world.director.command({ type: 'camera', on: false })],
    [
      'by a camera that is lost',
      { kind: 'lost' },
      async (world: World) => {
        world.blind = true;
        await world.wait(3000);
      },
    ],
  ] as const)('%s says so within two seconds', async (_what, outcome, before) => {
    const world = new World();
    await before(world);
    await world.director.command({ type: 'capture' });
    expect(world.captures).toEqual([]);
    if (outcome.kind === 'unsure') await world.see('sad', 2000, 0.35);
    else if (outcome.kind === 'nobody') await world.see('nobody', 2000);
    else await world.wait(2000);
    expect(world.captures).toEqual([outcome]);
  });

  test('what it took must be led against like any other mood', async () => {
    const world = new World();
    await world.see('sad', 400);
    await world.director.command({ type: 'capture' });
    await world.see('happy', 2500);
    expect(world.director.mood).toBe('sad');
  });

  test('ends an override, a stop and a pause, and plays without auto-play', async () => {
    const world = new World({ autoplay: false, override: 'fear' });
    await world.see('happy', 5000);
    await world.director.command({ type: 'stop' });
    await world.director.command({ type: 'capture' });
    expect(world.director.override).toBe('auto');
    expect(world.kept.at(-1)).toMatchObject({ override: 'auto' });
    expect(world.moods).toEqual(['silence', 'happy']);
  });

  test('ends an override and its time: the old end is no longer reported', async () => {
    const world = new World();
    await world.see('happy', 5000);
    await world.director.command({ type: 'override', mood: 'sad', for: ms(600_000) });
    expect(world.director.until).toBeDefined();
    await world.director.command({ type: 'capture' });
    expect(world.director).toMatchObject({ override: 'auto', until: undefined });
    expect(world.kept.at(-1)).not.toHaveProperty('until');
  });

  test('waits a second for a face, as over a blink', async () => {
    const world = new World();
    await world.see('happy', 5000);
    await world.see('nobody', 200);
    await world.director.command({ type: 'capture' });
    await world.see('nobody', 400);
    await world.see('sad', 400, 0.95);
    expect(world.director.mood).toBe('sad');
  });

  test.each([
    ['nobody', 0.7],
    ['sad', 0.35],
  ] as const)('of %s, %d sure, changes nothing, then and later, and says so', async (emotion, surely) => {
    const world = new World();
    await world.see('happy', 5000);
    await world.see(emotion, 6000, surely);
    await world.director.command({ type: 'override', mood: 'fear' });
    await world.director.command({ type: 'capture' });
    await world.see(emotion, 2000, surely);
    expect(world.log.events.filter((event) => event === 'capture.nothing_sure')).toHaveLength(1);
    await world.see('sad', 2000);
    expect(world.director.override).toBe('fear');
    expect(world.moods).toEqual(['happy', 'fear']);
  });

  test('does not start again what fits and plays already', async () => {
    const world = new World();
    await world.see('happy', 5000);
    await world.director.command({ type: 'capture' });
    expect(world.moods).toEqual(['happy']);
  });
});

test('an update is asked for and changes nothing here', async () => {
  const world = new World();
  await world.director.command({ type: 'update' });
  expect([world.updates, world.kept, world.wishes]).toEqual([1, [], []]);
});

describe('quiet hours', () => {
  test('turn down what was louder, and up again when they are over', async () => {
    const world = new World({ camera: true, override: 'auto', volume: percent(70) });
    await world.director.command({ type: 'volume', value: percent(70) });
    world.ceiling = percent(30);
    await world.wait(2000);
    expect(world.player.volume).toBe(30);
    world.ceiling = percent(100);
    await world.wait(2000);
    expect(world.player.volume).toBe(70);
  });

  test('leave alone what was softer', async () => {
    const world = new World();
    await world.director.command({ type: 'volume', value: percent(20) });
    world.ceiling = percent(30);
    await world.wait(2000);
    expect(world.player.volume).toBe(20);
  });

  test('hold a command to their ceiling, and remember it for afterwards and over a restart', async () => {
    const world = new World();
    world.ceiling = percent(30);
    await world.director.command({ type: 'volume', value: percent(90) });
    expect(world.player.volume).toBe(30);
    expect(world.kept.at(-1)?.volume).toBe(90);
    world.ceiling = percent(100);
    await world.wait(1000);
    expect(world.player.volume).toBe(90);
  });

  test('when everybody has left the music fades out slowly; a mood of nobody that is chosen by hand is heard at once', async () => {
    const world = new World();
    await world.see('happy', 5000);
    await world.see('nobody', 12_000);
    expect(world.wishes.at(-1)).toEqual({ kind: 'silence', fade: 30_000 });
    await world.see('happy', 5000);
    await world.director.command({ type: 'override', mood: 'away' });
    expect(world.wishes.at(-1)).toEqual({ kind: 'silence' });
  });

  test('reports that music ends because everybody has left, until somebody comes, chooses or presses Play', async () => {
    const world = new World();
    const left = async () => {
      await world.see('happy', 5000);
      expect(world.director.leaving).toBe(false);
      await world.see('nobody', 12_000);
      expect(world.director.leaving).toBe(true);
    };
    await left();
    await left();
    await world.director.command({ type: 'play' });
    expect(world.director.leaving).toBe(false);
    await left();
    await world.director.command({ type: 'stop' });
    expect(world.director.leaving).toBe(false);
    await world.director.command({ type: 'override', mood: 'happy' });
    await world.director.command({ type: 'override', mood: 'away' });
    expect(world.director.leaving).toBe(false);
  });

  test("the home's sensor says whether somebody is there: yes starts neutral music, no ends it, and null says nothing", async () => {
    const world = new World();
    await world.see('nobody', 11_000);
    expect(world.director.presence).toMatchObject({ kind: 'absent' });
    await world.director.command({ type: 'presence', on: true });
    await world.see('nobody', 5000);
    expect(world.director.presence).toMatchObject({ kind: 'present', by: 'sensor' });
    expect(world.moods).toEqual(['neutral']);
    await world.director.command({ type: 'presence', on: false });
    await world.see('nobody', 5000);
    expect(world.director.mood).toBe('neutral');
    await world.see('nobody', 6000);
    expect(world.director.mood).toBe('away');
    expect(world.moods).toEqual(['neutral', 'silence']);
    await world.director.command({ type: 'presence', on: null });
    world.blind = true;
    await world.wait(3000);
    expect(world.director.presence.kind).toBe('unknown');
    expect(world.kept).toEqual([]);
  });

  test('somebody who only moves holds presence, and the report says since when', async () => {
    const world = new World();
    await world.see('happy', 5000);
    const { since } = world.director.presence;
    for (let passed = 0; passed < 30_000; passed += 200) {
      world.director.sighted({ at: world.clock.now(), faces: [], moved: passed % 5000 === 0 });
      await world.clock.advance(ms(200));
    }
    expect(world.director.presence).toEqual({ kind: 'present', by: 'movement', since });
    expect(world.director.mood).toBe('happy');
    expect(world.director.expression).toBe('none');
    expect(world.moods).toEqual(['happy']);
  });

  test('a camera that is switched off forgets what it saw at once, and the mood stays', async () => {
    const world = new World();
    await world.see('happy', 5000);
    await world.director.command({ type: 'camera', on: false });
    expect(world.director.room.reading.kind).toBe('nobody');
    expect(world.director.expression).toBe('none');
    expect(world.director.presence.kind).toBe('unknown');
    world.director.sighted({ at: world.clock.now(), faces: [], moved: true });
    await world.wait(60_000);
    expect(world.director.mood).toBe('happy');
  });

  test('that nobody is there is assumed until it is known, and known from then on', async () => {
    const world = new World();
    await world.see('nobody', 5000);
    expect([world.director.presence.kind, world.director.mood, world.director.assumed]).toEqual(['unknown', 'away', true]);
    await world.see('nobody', 6000);
    expect([world.director.presence.kind, world.director.mood, world.director.assumed]).toEqual(['absent', 'away', false]);
    const other = new World();
    await other.see('happy', 5000);
    expect(other.director.assumed).toBe(false);
    const held = new World({ override: 'sad' });
    await held.see('nobody', 1000);
    expect(held.director.assumed).toBe(false);
  });

  test('nobody has been there since the last sign of life, and not since it was concluded', async () => {
    const world = new World();
    await world.see('happy', 5000);
    const left = world.calendar + world.clock.now() - 200;
    await world.see('nobody', 20_000);
    expect(world.director.presence).toEqual({ kind: 'absent', since: left });
  });
});
