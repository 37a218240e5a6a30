import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import type { Config } from '../../src/config/schema.ts';
import { learningAnswers } from '../../src/daemon/answers/learning.ts';
import { nowAnswers } from '../../src/daemon/answers/now.ts';
import { Daemon } from '../../src/daemon/daemon.ts';
import { Bookmark } from '../../src/daemon/playback/bookmark.ts';
import { BiasStore } from '../../src/daemon/process/bias-store.ts';
import { SettingsStore } from '../../src/daemon/process/settings-store.ts';
import { Correction } from '../../src/daemon/sensing/correction.ts';
import { LearningDesk } from '../../src/daemon/sensing/learning-desk.ts';
import { venueOf } from '../../src/daemon/venue/venue.ts';
import type { EmotionScores, Mood } from '../../src/domain/emotion.ts';
import { scoresBy } from '../../src/domain/emotion.ts';
import { done, failed } from '../../src/domain/result.ts';
import { moment, ms, px, share } from '../../src/domain/units.ts';
import type { Eyes } from '../../src/inference/port.ts';
import { FakeCamera, greyFrame } from '../fakes/camera.ts';
import { FakeClock } from '../fakes/clock.ts';
import { FakeHistory } from '../fakes/history.ts';
import { FakeLog } from '../fakes/log.ts';
import { FakePlayer } from '../fakes/player.ts';
import { FakePublisher } from '../fakes/publisher.ts';
import { folder } from '../mqtt/setting.ts';

const OWNER = { level: 'owner', address: '192.0.2.1' } as const;
/** A neutral face that this camera's light makes look sad. */
const DIM = scoresBy((emotion) => ({ sad: 0.62, neutral: 0.32 })[emotion as string] ?? 0.012);
const HAPPY = scoresBy((emotion) => (emotion === 'happy' ? 0.94 : 0.01));

/** A whole daemon on a virtual clock: one camera, whose face shows what a test says, and a page that asks it. */
class Box implements AsyncDisposable {
  readonly clock = new FakeClock();
  readonly camera = new FakeCamera();
  readonly log = new FakeLog();
  readonly #folder = folder();
  readonly stateDir = this.#folder.path;
  readonly today = () => moment(1_790_000_000_000 + this.clock.now());
  readonly history = new FakeHistory(this.today);
  readonly biases = BiasStore.open({ stateDir: this.stateDir, weights: 'w', log: this.log });
  readonly daemon: Daemon;
  readonly now: ReturnType<typeof nowAnswers>;
  readonly learning: ReturnType<typeof learningAnswers>;
  face: EmotionScores = DIM;
  people = 1;
  readonly #stop = new AbortController();
  readonly #ended: Promise<void>;

  constructor(config: Config) {
    const { biases, camera, clock, history, log, stateDir, today } = this;
    const box = { x: px(0), y: px(0), width: px(90), height: px(90) };
    const eyes: Eyes = {
      look: async ({ at }) => ({ at, faces: Array.from({ length: this.people }, (_, id) => ({ id, box, scores: this.face })) }),
      [Symbol.asyncDispose]: async () => undefined,
    };
    const nothing = (): void => undefined;
    const recall = async () => failed('no-match' as const);
    this.daemon = new Daemon(
      {
        ...{ clock, log, history, today, version: '1', player: new FakePlayer(), publisher: new FakePublisher() },
        correction: new Correction({ biases, weights: 'w', settings: config.mood }),
        venue: venueOf(config, { stateDir, today }),
        viewpoints: [{ name: '', camera, eyes }],
        memory: SettingsStore.open(stateDir, log),
        bookmark: Bookmark.open(stateDir, { clock, today, log, recall }),
        choose: ({ mood, why }) => ({ mood, why, query: mood, order: [] }) as never,
        find: recall,
        ...{ unplayable: nothing, heard: nothing, prepare: nothing, cover: async () => undefined, temperature: () => undefined },
      },
      config,
    );
    this.now = nowAnswers(this.daemon);
    this.learning = learningAnswers(new LearningDesk({ biases, weights: 'w', today, answers: async () => done(history.lessons) }));
    this.#ended = this.daemon.run(this.#stop.signal);
  }

  /** Lets so many seconds pass while the camera delivers two pictures a second. */
  async watch(seconds: number, face = this.face): Promise<void> {
    this.face = face;
    for (let nth = 0; nth < 2 * seconds; nth += 1) {
      this.camera.show(greyFrame(0, this.clock.now()));
      await this.clock.advance(ms(500));
    }
  }

  /** Somebody says what the mood was, so many times, while the room goes on as it is. */
  async told(mood: Mood, times: number): Promise<void> {
    for (let nth = 0; nth < times; nth += 1) {
      await this.watch(1);
      expect(await this.now['POST /api/feedback']({ mood }, OWNER)).toMatchObject({ ok: true });
    }
  }

  async learnt() {
    const answer = await this.learning['GET /api/learning'](undefined, OWNER);
    return answer.ok ? answer.value.cameras : [];
  }

  get shown() {
    const { faces, scores } = this.daemon.status.report();
    return { sad: scores?.sad ?? 0, neutral: scores?.neutral ?? 0, faces: faces.map(({ mood }) => mood) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#ended;
    this.#folder[Symbol.dispose]();
  }
}

/** Its mood takes ten seconds, so that an hour is not needed. */
const HOME = loadConfig({ env: {}, overrides: { 'mood.inertia': '10s' } });
const VENUE = loadConfig({ env: {}, overrides: { venue: true, 'mood.inertia': '10s' } });

describe('a box whose camera makes everybody look sad', () => {
  test('learns from the answers, shows it in its report, and is as before once that is undone', async () => {
    await using box = new Box(HOME);
    await box.watch(40, DIM);
    const before = box.shown;
    expect(before.faces).toEqual(['sad']);
    await box.told('neutral', 25);
    await box.watch(60, HAPPY);
    await box.told('happy', 5);
    const [proposed] = await box.learnt();
    expect(proposed).toMatchObject({ camera: '', answers: 30, before: 5, after: 30, verdict: 'better' });
    expect(await box.learning['POST /api/learning']({ camera: '', on: true }, OWNER)).toMatchObject({
      ok: true,
      value: { cameras: [{ verdict: 'no-better', before: 30, applied: { answers: 30, undoesTo: 'none' } }] },
    });
    await box.watch(40, DIM);
    expect(box.shown.faces).toEqual(['neutral']);
    expect(box.shown.neutral).toBeGreaterThan(before.neutral + 0.2);
    expect(await box.learning['POST /api/learning']({ camera: '', on: false }, OWNER)).toMatchObject({ ok: true });
    await box.watch(40, DIM);
    expect(box.shown.faces).toEqual(['sad']);
    expect(box.shown.sad).toBeCloseTo(before.sad, 2);
    expect(await box.learning['POST /api/learning']({ camera: '', on: false }, OWNER)).toMatchObject({ ok: false });
  });

  test('takes over within seconds what the command line has applied', async () => {
    await using box = new Box(HOME);
    await box.watch(40, DIM);
    expect(box.shown.faces).toEqual(['sad']);
    const elsewhere = BiasStore.open({ stateDir: box.stateDir, weights: 'w', log: box.log });
    await elsewhere.apply('', { bias: [0, 0, 0, 0, -0.8, 0, 0.8], answers: 40, at: moment(0) });
    await box.watch(10);
    expect(box.shown.faces).toEqual(['neutral']);
  });

  test('keeps the numbers of the network itself, whatever is applied', async () => {
    await using box = new Box(HOME);
    await box.watch(40, DIM);
    await box.told('neutral', 1);
    await box.biases.apply('', { bias: [0, 0, 0, 0, -0.8, 0, 0.8], answers: 40, at: moment(0) });
    await box.watch(40);
    await box.told('sad', 1);
    const [first, second] = box.history.lessons.map(({ read }) => read?.cameras[0]?.logs);
    expect(second).toEqual(first);
  });

  test('keeps no numbers in a venue', async () => {
    await using box = new Box(VENUE);
    box.people = 3;
    const venue = venueOf(VENUE, box);
    expect(venue && (await venue.confirm(venue.terms, 'shell')).ok).toBe(true);
    box.daemon.command({ type: 'camera', on: true }, { door: 'page' });
    await box.watch(40, HAPPY);
    await box.told('happy', 1);
    expect(box.history.kinds).toContain('answer');
    expect(box.history.lessons).toEqual([]);
  });

  test('keeps no numbers while another device has a say in the mood', async () => {
    await using box = new Box(HOME);
    await box.watch(20, DIM);
    const told = box.daemon.command({ type: 'sense', name: 'Watch', feels: 'happy', weight: share(0.5), for: ms(5000) }, { door: 'page' });
    expect(told.ok).toBe(true);
    await box.told('neutral', 1);
    expect([box.history.kinds.includes('answer'), box.history.lessons]).toEqual([true, []]);
    await box.watch(10);
    await box.told('neutral', 1);
    expect(box.history.lessons).toHaveLength(1);
  });

  test('the log says that a device has a say, once, and never what it said', async () => {
    await using box = new Box(HOME);
    await box.watch(2, DIM);
    for (const feels of ['happy', 'sad', 'fear'] as const)
      box.daemon.command({ type: 'sense', name: 'Watch', feels, weight: share(0.5), for: ms(60_000) }, { door: 'broker' });
    const heard = box.log.lines.filter(({ event, fields }) => event === 'command.received' && JSON.stringify(fields).includes('"sense"'));
    expect(heard.map(({ level }) => level)).toEqual(['info', 'debug', 'debug']);
    expect(JSON.stringify(heard)).not.toMatch(/happy|sad|fear/);
  });

  test('proposes nothing where the answers agree with it', async () => {
    await using box = new Box(HOME);
    await box.watch(40, HAPPY);
    await box.told('happy', 25);
    expect(await box.learnt()).toMatchObject([{ answers: 25, before: 25, verdict: 'no-better' }]);
    expect(await box.learning['POST /api/learning']({ camera: '', on: true }, OWNER)).toMatchObject({
      ok: false,
      why: { sentence: expect.stringContaining('nothing was changed') },
    });
  });
});
