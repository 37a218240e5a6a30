import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../../src/config/load.ts';
import { Daemon } from '../../../src/daemon/daemon.ts';
import { Bookmark } from '../../../src/daemon/playback/bookmark.ts';
import { SettingsStore } from '../../../src/daemon/process/settings-store.ts';
import { LivePicture } from '../../../src/daemon/sensing/live-picture.ts';
import { GRACE } from '../../../src/daemon/sensing/loss-grace.ts';
import { scoresBy } from '../../../src/domain/emotion.ts';
import { failed } from '../../../src/domain/result.ts';
import { moment, ms, px } from '../../../src/domain/units.ts';
import type { Eyes } from '../../../src/inference/port.ts';
import { statesOf } from '../../../src/mqtt/home-assistant/states.ts';
import { topicsOf } from '../../../src/mqtt/topics.ts';
import { FakeCamera, greyFrame } from '../../fakes/camera.ts';
import { FakeClock } from '../../fakes/clock.ts';
import { FakeHistory } from '../../fakes/history.ts';
import { FakeLog } from '../../fakes/log.ts';
import { FakePlayer } from '../../fakes/player.ts';
import { FakePublisher } from '../../fakes/publisher.ts';
import { folder } from '../../mqtt/setting.ts';

const config = loadConfig({ env: {} });
const topics = topicsOf(config.mqtt);
const { state } = topics;
const CALM = [
  state['mood/availability'],
  state['expression/availability'],
  state['face/availability'],
  state['camera/problem'],
  state.face,
  state.people,
];

const happyEyes: Eyes = {
  look: async ({ at }) => ({
    at,
    faces: [
      {
        id: 1,
        box: { x: px(0), y: px(0), width: px(90), height: px(90) },
        scores: scoresBy((emotion) => (emotion === 'happy' ? 0.88 : 0.02)),
      },
    ],
  }),
  [Symbol.asyncDispose]: async () => undefined,
};

/** A whole daemon on a virtual clock, whose cameras deliver five pictures a second with a happy face in them. */
class Box implements AsyncDisposable {
  readonly clock = new FakeClock();
  readonly publisher = new FakePublisher();
  readonly log = new FakeLog();
  readonly cameras: ReadonlyMap<string, FakeCamera>;
  readonly daemon: Daemon;
  readonly livePicture: LivePicture;
  readonly #folder = folder();
  readonly #stop = new AbortController();
  readonly #ended: Promise<void>;

  constructor(names: readonly string[]) {
    const { clock, log, publisher } = this;
    this.cameras = new Map(names.map((name) => [name, new FakeCamera()]));
    const today = () => moment(clock.now());
    this.livePicture = new LivePicture({ allowed: true, clock, today, log });
    const nothing = (): void => undefined;
    const recall = async () => failed('no-match' as const);
    this.daemon = new Daemon(
      {
        ...{ clock, log, publisher, today, version: '1', player: new FakePlayer(), history: new FakeHistory(today) },
        livePicture: this.livePicture,
        viewpoints: [...this.cameras].map(([name, camera]) => ({ name, camera, eyes: happyEyes })),
        memory: SettingsStore.open(this.#folder.path, log),
        bookmark: Bookmark.open(this.#folder.path, { clock, today, log, recall }),
        choose: ({ mood, why }) => ({ mood, why, query: mood, order: [] }) as never,
        find: recall,
        ...{ unplayable: nothing, heard: nothing, prepare: nothing, cover: async () => undefined, temperature: () => undefined },
      },
      config,
    );
    this.#ended = this.daemon.run(this.#stop.signal);
  }

  /** Lets time pass while these cameras deliver pictures. */
  async watch(span: number, names: readonly string[] = [...this.cameras.keys()]): Promise<void> {
    for (let passed = 0; passed < span; passed += 200) {
      for (const name of names) this.cameras.get(name)?.show(greyFrame(0, this.clock.now()));
      await this.clock.advance(ms(200));
    }
  }

  /** The distinct payloads of these topics that were published since the last call. */
  heard(): ReadonlyMap<string, readonly (string | undefined)[]> {
    const told = this.publisher.reports.splice(0).map((report) => statesOf(report, topics));
    return new Map(CALM.map((topic) => [topic, [...new Set(told.map((states) => states.get(topic)))]]));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#ended;
    this.#folder[Symbol.dispose]();
  }
}

const steady = (people: number): readonly (readonly [string, readonly string[]])[] => [
  ...[state['mood/availability'], state['expression/availability'], state['face/availability']].map(
    (topic) => [topic, ['online']] as const,
  ),
  [state['camera/problem'], ['OFF']],
  [state.face, ['ON']],
  [state.people, [String(people)]],
];

describe('a camera whose connection breaks', () => {
  test('for two seconds changes nothing that Home Assistant receives', async () => {
    await using box = new Box(['']);
    await box.watch(10_000);
    box.heard();
    box.cameras.get('')?.lose('the connection broke');
    await box.watch(2000, []);
    await box.watch(5000);
    expect([...box.heard()]).toEqual(steady(1));
    expect(box.cameras.get('')?.opened).toBeGreaterThan(1);
    expect(box.log.events).toContain('camera.lost');
  });

  test('is reported as before at every moment of that break', async () => {
    await using box = new Box(['']);
    await box.watch(10_000);
    box.cameras.get('')?.lose('the connection broke');
    const told: string[] = [];
    for (let passed = 0; passed < GRACE - 500; passed += 50) {
      await box.clock.advance(ms(50));
      const { camera, faces, sees } = box.daemon.status.report();
      told.push(`${camera.kind} ${faces.length} ${sees}`);
    }
    expect([...new Set(told)]).toEqual(['watching 1 true']);
  });

  test('for longer is lost, for the page and everybody else at once', async () => {
    await using box = new Box(['']);
    await box.watch(10_000);
    box.cameras.get('')?.lose('the connection broke');
    await box.watch(GRACE - 1000, []);
    expect(box.daemon.status.report()).toMatchObject({ camera: { kind: 'watching' }, mood: 'happy' });
    expect(box.heard().get(state['camera/problem'])).toEqual(['OFF']);
    await box.watch(2000, []);
    expect(box.daemon.status.report()).toMatchObject({
      ...{ camera: { kind: 'lost', why: 'the connection broke' }, presence: { kind: 'unknown' }, mood: 'happy', faces: [], sees: false },
    });
    expect(box.heard().get(state['camera/problem'])).toEqual(['ON']);
  });

  test('beside another one: nobody leaves and comes back on the page', async () => {
    await using box = new Box(['front', 'back']);
    await box.watch(10_000);
    box.heard();
    box.cameras.get('back')?.lose('the connection broke');
    await box.watch(2000, ['front']);
    await box.watch(5000);
    expect([...box.heard()]).toEqual(steady(2));
  });
});

test('a camera that was never there is lost at once, and so is one that does not come back from being off', async () => {
  await using box = new Box(['']);
  box.cameras.get('')?.lose('not there');
  await box.clock.advance(ms(100));
  expect(box.daemon.status.report().camera).toEqual({ kind: 'lost', why: 'not there' });
  await box.watch(10_000);
  expect(box.daemon.status.report().camera.kind).toBe('watching');
  await box.daemon.director.command({ type: 'camera', on: false });
  expect(box.daemon.status.report()).toMatchObject({ camera: { kind: 'off' }, faces: [], presence: { kind: 'unknown' } });
  await box.watch(1000, []);
  box.cameras.get('')?.lose('gone meanwhile');
  await box.daemon.director.command({ type: 'camera', on: true });
  await box.clock.advance(ms(100));
  expect(box.daemon.status.report().camera).toEqual({ kind: 'lost', why: 'gone meanwhile' });
});

test('a camera that hangs sees nobody, and what it saw before does not come back when the hang ends as a loss', async () => {
  await using box = new Box(['']);
  await box.watch(10_000);
  await box.watch(4000, []);
  expect(box.daemon.status.report()).toMatchObject({ sees: false, faces: [] });
  box.heard();
  box.cameras.get('')?.lose('gave no picture for 5 s');
  await box.watch(1000, []);
  expect(box.heard().get(state.face)).toEqual(['None']);
});

test('the live picture is told as long as somebody looks, and ends when the cameras are switched off', async () => {
  await using box = new Box(['']);
  await box.watch(1000);
  box.livePicture.start({ level: 'owner', address: '192.168.1.7' });
  expect(box.publisher.reports.at(-1)).toMatchObject({ preview: { by: 'owner' } });
  await box.watch(1000);
  expect((await box.livePicture.picture('')).ok).toBe(true);
  box.daemon.command({ type: 'camera', on: false }, { door: 'broker' });
  expect(box.livePicture.state).toBeUndefined();
  expect(box.daemon.status.report()).not.toHaveProperty('preview');
  expect(await box.livePicture.picture('')).toMatchObject({ ok: false });
});
