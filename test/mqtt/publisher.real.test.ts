import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { MqttConfig, PresenceConfig } from '../../src/config/schema.ts';
import type { Command } from '../../src/domain/command.ts';
import { MOODS, scoresBy } from '../../src/domain/emotion.ts';
import { moment, ms, percent, share } from '../../src/domain/units.ts';
import { statesOf } from '../../src/mqtt/home-assistant/states.ts';
import { MqttPublisher } from '../../src/mqtt/publisher.ts';
import { topicsOf } from '../../src/mqtt/topics.ts';
import type { Clock } from '../../src/shared/async/clock.ts';
import { systemClock } from '../../src/shared/async/clock.ts';
import { Scope } from '../../src/shared/async/scope.ts';
import type { PublisherSubject } from '../contracts/publisher.ts';
import { publisherContract } from '../contracts/publisher.ts';
import { happyReport } from '../fakes/box.ts';
import { FakeClock } from '../fakes/clock.ts';
import { FakeLog } from '../fakes/log.ts';
import { FakePublisher } from '../fakes/publisher.ts';
import { Daemon } from './daemon.ts';
import { Broker, Ear, EVERYTHING, folder, freePort, hasMosquitto, mqttConfig, SOON, say, told } from './setting.ts';
import { hangUp, refuse, Wire } from './wire.ts';

const topics = topicsOf(mqttConfig());
const FACE = { id: 1, mood: 'happy', score: share(0.8), counts: true } as const;
const everything = [topics.config, topics.availability, ...statesOf(happyReport, topics).keys()];

publisherContract('FakePublisher', async () => {
  const publisher = new FakePublisher();
  return {
    publisher,
    mood: () => publisher.reports.at(-1)?.mood,
    changes: () => publisher.changes,
    picture: () => publisher.pictures.at(-1),
    say: async (command) => publisher.say(command),
    cut: async () => publisher.become({ kind: 'lost', url: publisher.state.url, why: 'cut' }),
    mend: async () => publisher.become({ kind: 'connected', url: publisher.state.url }),
    [Symbol.asyncDispose]: () => publisher[Symbol.asyncDispose](),
  };
});

describe.skipIf(!hasMosquitto)('on a real broker', () => {
  let scope: Scope;
  let log: FakeLog;
  beforeEach(() => {
    scope = new Scope();
    log = new FakeLog();
  });
  afterEach(() => scope[Symbol.asyncDispose]());

  const publisherOn = (url: string, changes: Partial<MqttConfig> = {}, clock: Clock = systemClock): MqttPublisher =>
    scope.own(MqttPublisher.open(mqttConfig({ url, ...changes }), { clock, log, version: '1.2.3', has: EVERYTHING }));
  /** Ten moments a second, by a clock that waits a little after each, so that the broker keeps up. */
  const pass = async (clock: FakeClock, seconds: number, moment: (i: number) => void): Promise<void> => {
    for (let i = 0; i < seconds * 10; i += 1) {
      moment(i);
      await clock.advance(ms(100));
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  const kind = (publisher: MqttPublisher, expected: string) => expect.poll(() => publisher.state.kind, SOON).toBe(expected);
  /** The last of the states has come. */
  const toldAll = (ear: Ear) => expect.poll(() => ear.last(topics.state.ytdlp), SOON).toBeDefined();

  /** A publisher by a clock that stands still, which has told its first report. */
  const settledPublisher = async () => {
    const broker = scope.own(await Broker.open());
    const ear = scope.own(await Ear.open(broker.port));
    const clock = new FakeClock();
    const publisher = publisherOn(broker.url, {}, clock);
    publisher.publish(happyReport);
    await toldAll(ear);
    return { clock, ear, publisher };
  };

  publisherContract('MqttPublisher', async (): Promise<PublisherSubject> => {
    const own = new Scope();
    const broker = own.own(await Broker.open());
    const ear = own.own(await Ear.open(broker.port));
    const publisher = own.own(
      MqttPublisher.open(mqttConfig({ url: broker.url }), { clock: systemClock, log: new FakeLog(), version: '1', has: EVERYTHING }),
    );
    const words = (command: Command): [string, string] => {
      if (command.type === 'volume') return [topics.set.volume, String(command.value)];
      if (command.type === 'override') return [topics.set.override, command.mood];
      return 'on' in command ? [topics.set[command.type], command.on ? 'ON' : 'OFF'] : [topics.set[command.type], 'PRESS'];
    };
    return {
      publisher,
      mood: () => MOODS.find((mood) => mood === ear.last(topics.state.mood)),
      changes: () =>
        ear.on(topics.moodChanged).map((text) => {
          const { from, to, confidence } = JSON.parse(text);
          return { from, to, confidence: share(confidence / 100) };
        }),
      picture: () => {
        const told = ear.last(topics.state.cover);
        return told === undefined ? undefined : Uint8Array.from(Buffer.from(told, 'base64'));
      },
      say: (command) => say(broker.port, ...words(command)),
      cut: () => broker.stop(),
      mend: () => broker.start(),
      [Symbol.asyncDispose]: () => own[Symbol.asyncDispose](),
    };
  });

  test('says the device first, then that it is online, then every state, all of it retained', async () => {
    const broker = scope.own(await Broker.open());
    const ear = scope.own(await Ear.open(broker.port));
    publisherOn(broker.url).publish(happyReport);
    await expect.poll(() => ear.topics.length, SOON).toBe(everything.length);
    expect(ear.topics).toEqual(everything);
    expect(JSON.parse(ear.last(topics.config) ?? '')).toMatchObject({
      o: { name: 'moodbox' },
      dev: { sw: '1.2.3' },
    });
    expect(ear.last(topics.availability)).toBe('online');
    const late = scope.own(await Ear.open(broker.port));
    const kept = () => late.heard.filter(({ retain }) => retain === 1);
    await expect.poll(() => kept().map(({ topic }) => topic), SOON).toHaveLength(everything.length);
    expect(kept().every(({ qos }) => qos === 1)).toBe(true);
  });

  test('entities are there from the first start, before anything was seen', async () => {
    const broker = scope.own(await Broker.open());
    const ear = scope.own(await Ear.open(broker.port));
    publisherOn(broker.url);
    await told(ear, topics.availability, 'online');
    expect(ear.topics).toEqual([topics.config, topics.availability]);
  });

  test('with discovery off, an earlier announcement is deleted', async () => {
    const broker = scope.own(await Broker.open());
    await say(broker.port, topics.config, '{}', ['-r']);
    publisherOn(broker.url, { discovery: false }).publish(happyReport);
    const ear = scope.own(await Ear.open(broker.port));
    await told(ear, topics.availability, 'online');
    const late = scope.own(await Ear.open(broker.port));
    await told(late, topics.state.mood, 'happy');
    expect(late.on(topics.config)).toEqual([]);
  });

  test('a killed box is offline by its will, and comes back by itself', async () => {
    const broker = scope.own(await Broker.open());
    const wire = scope.own(await Wire.open(broker.port));
    const ear = scope.own(await Ear.open(broker.port));
    publisherOn(wire.url).publish(happyReport);
    await toldAll(ear);
    wire.cut();
    await expect.poll(() => ear.on(topics.availability), SOON).toEqual(['online', 'offline', 'online']);
    await expect.poll(() => ear.topics.slice(everything.length + 1), SOON).toEqual(everything);
    expect(log.events.filter((event) => event === 'mqtt.lost')).toHaveLength(1);
  });

  test('a process that is killed is offline at once', async () => {
    using own = folder();
    const broker = scope.own(await Broker.open());
    const ear = scope.own(await Ear.open(broker.port));
    await using daemon = await Daemon.open('publisher', mqttConfig({ url: broker.url }), own.path);
    await told(ear, topics.availability, 'online');
    daemon.kill();
    await told(ear, topics.availability, 'offline');
  });

  test('the will is retained', async () => {
    const broker = scope.own(await Broker.open());
    const wire = scope.own(await Wire.open(broker.port));
    const ear = scope.own(await Ear.open(broker.port));
    publisherOn(wire.url);
    await told(ear, topics.availability, 'online');
    await wire[Symbol.asyncDispose]().catch(() => undefined);
    await told(ear, topics.availability, 'offline');
    const late = scope.own(await Ear.open(broker.port));
    const [kept] = late.heard.filter(({ topic }) => topic === topics.availability);
    expect(kept).toMatchObject({ payload: 'offline', retain: 1, qos: 1 });
  });

  test('a clean stop says offline itself, once', async () => {
    const broker = scope.own(await Broker.open());
    const ear = scope.own(await Ear.open(broker.port));
    const publisher = publisherOn(broker.url);
    await told(ear, topics.availability, 'online');
    await publisher[Symbol.asyncDispose]();
    await told(ear, topics.availability, 'offline');
    await say(broker.port, 'test/after', 'now');
    await told(ear, 'test/after', 'now');
    expect(ear.on(topics.availability)).toEqual(['online', 'offline']);
  });

  test('a broker that hangs does not keep the daemon from stopping, nor its process from ending', async () => {
    const connections = (): number => process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;
    const broker = scope.own(await Broker.open());
    await vi.waitFor(() => expect(connections()).toBe(0), SOON);
    const publisher = publisherOn(broker.url);
    await kind(publisher, 'connected');
    broker.signal('SIGSTOP');
    publisher.publish(happyReport);
    const before = performance.now();
    await publisher[Symbol.asyncDispose]();
    expect(performance.now() - before).toBeLessThan(8000);
    await vi.waitFor(() => expect(connections()).toBe(0), SOON);
    broker.signal('SIGCONT');
  });

  test('a broker that is absent at the start is found when it comes, and gets only the newest of ten thousand reports', async () => {
    const port = await freePort();
    const publisher = publisherOn(`mqtt://127.0.0.1:${port}`);
    await kind(publisher, 'lost');
    for (let i = 0; i < 10_000; i += 1) {
      publisher.publish({ ...happyReport, mood: i < 9_999 ? 'angry' : 'sad' });
      publisher.announce({ from: 'sad', to: 'angry', confidence: share(1) });
    }
    const broker = scope.own(await Broker.open([], port));
    const ear = scope.own(await Ear.open(port));
    await kind(publisher, 'connected');
    await toldAll(ear);
    expect(new Set(ear.on(topics.state.mood))).toEqual(new Set(['sad']));
    expect(ear.heard.length).toBeLessThan(3 * everything.length);
    expect(ear.on(topics.moodChanged)).toEqual([]);
    expect(broker.url).toBe(publisher.state.url);
  });

  test('a broker that lost its memory is told everything again', async () => {
    const broker = scope.own(await Broker.open());
    const publisher = publisherOn(broker.url);
    publisher.publish(happyReport);
    await kind(publisher, 'connected');
    await broker.stop();
    await kind(publisher, 'lost');
    await broker.start();
    const ear = scope.own(await Ear.open(broker.port));
    await expect.poll(() => new Set(ear.topics), SOON).toEqual(new Set(everything));
  });

  test('a flood of reports becomes a few bursts, and the newest is told last', async () => {
    const broker = scope.own(await Broker.open());
    const ear = scope.own(await Ear.open(broker.port));
    const clock = new FakeClock();
    const publisher = publisherOn(broker.url, {}, clock);
    await told(ear, topics.availability, 'online');
    await pass(clock, 1.5, (i) => publisher.publish({ ...happyReport, mood: i % 2 ? 'sad' : 'happy' }));
    publisher.publish({ ...happyReport, mood: 'fear' });
    await pass(clock, 2, () => undefined);
    await told(ear, topics.state.mood, 'fear');
    expect(ear.on(topics.state.mood).length).toBeLessThanOrEqual(9);
  });

  test('whatever the camera does, it is a few messages a second', async () => {
    const { clock, ear, publisher } = await settledPublisher();
    const before = ear.topics.length;
    await pass(clock, 6, (i) => {
      const scores = scoresBy(() => Math.random());
      const faces = Array.from({ length: i % 4 }, () => ({ ...FACE, score: share(Math.random()), unsure: i % 3 === 0 }));
      publisher.publish({
        ...happyReport,
        scores,
        faces,
        confidence: share(Math.random()),
        fps: i % 30,
        dropped: i,
        temperature: 40 + (i % 20),
      });
    });
    expect((ear.topics.length - before) / 6).toBeLessThanOrEqual(4);
  });

  test('a mood that changes with every frame, as without any hold, is sent once a second, with at most four of its events', async () => {
    const { clock, ear, publisher } = await settledPublisher();
    const before = ear.topics.length;
    await pass(clock, 4, (i) => {
      const mood = i % 2 ? 'sad' : 'happy';
      publisher.publish({ ...happyReport, mood, scores: scoresBy(() => Math.random()), confidence: share(Math.random()), fps: i % 30 });
      publisher.announce({ from: 'sad', to: mood, confidence: share(1) });
    });
    expect(ear.on(topics.state.mood).length).toBeLessThanOrEqual(7);
    expect((ear.topics.length - before) / 4).toBeLessThanOrEqual(12);
  });

  test('a command is answered with its state, even if that did not change', async () => {
    const broker = scope.own(await Broker.open());
    const ear = scope.own(await Ear.open(broker.port));
    publisherOn(broker.url).publish(happyReport);
    await toldAll(ear);
    for (const [topic, payload, state] of [
      [topics.set.volume, '60', topics.state.volume],
      [topics.set.volume, 'loud', topics.state.volume],
      [topics.set.override, 'joyful', topics.state.override],
      [topics.set.camera, 'ON', topics.state.camera],
      [topics.set.autoplay, 'perhaps', topics.state.autoplay],
      [topics.set.presence, 'OFF', topics.state.presence],
    ] as const) {
      const before = ear.on(state).length;
      await say(broker.port, topic, payload);
      await expect.poll(() => ear.on(state).length, SOON).toBe(before + 1);
      expect(new Set(ear.on(state)).size).toBe(1);
    }
  });

  test.each(['0', '2'] as const)('with qos %s the states are sent with it, and the availability always with 1', async (qos) => {
    const broker = scope.own(await Broker.open());
    const ear = scope.own(await Ear.open(broker.port, ['-q', '2']));
    const heard: Command[] = [];
    const publisher = publisherOn(broker.url, { qos });
    publisher.onCommand((command) => heard.push(command));
    publisher.publish(happyReport);
    await toldAll(ear);
    const qosOf = (topic: string) => ear.heard.find((each) => each.topic === topic)?.qos;
    expect([qosOf(topics.state.mood), qosOf(topics.config), qosOf(topics.availability)]).toEqual([Number(qos), Number(qos), 1]);
    expect(JSON.parse(ear.last(topics.config) ?? '').qos).toBe(Number(qos));
    await say(broker.port, topics.set.next, 'PRESS');
    await expect.poll(() => heard, SOON).toEqual([{ type: 'next' }]);
  });

  test('two boxes on one broker go their own ways', async () => {
    const broker = scope.own(await Broker.open());
    const ear = scope.own(await Ear.open(broker.port));
    const [cafe, bar] = [publisherOn(broker.url), publisherOn(broker.url, { id: 'bar' })];
    const heard: string[] = [];
    cafe.onCommand(({ type }) => heard.push(`cafe ${type}`));
    bar.onCommand(({ type }) => heard.push(`bar ${type}`));
    cafe.publish(happyReport);
    bar.publish({ ...happyReport, id: 'bar', mood: 'sad' });
    await told(ear, 'moodbox/bar/mood', 'sad');
    await told(ear, topics.state.mood, 'happy');
    await say(broker.port, 'moodbox/bar/next/set', 'PRESS');
    await say(broker.port, topics.set.pause, 'PRESS');
    await expect.poll(() => [...heard].sort(), SOON).toEqual(['bar next', 'cafe pause']);
    await bar[Symbol.asyncDispose]();
    await told(ear, 'moodbox/bar/availability', 'offline');
    expect([cafe.state.kind, ear.last(topics.availability)]).toEqual(['connected', 'online']);
  });

  test('what a box does not have any more is taken out of Home Assistant', async () => {
    const broker = scope.own(await Broker.open());
    const ear = scope.own(await Ear.open(broker.port));
    const components = () => JSON.parse(ear.last(topics.config) ?? '{"cmps":{}}').cmps;
    const before = publisherOn(broker.url);
    await expect.poll(() => components().ytdlp?.uniq_id, SOON).toBe('moodbox_cafe_ytdlp');
    await before[Symbol.asyncDispose]();
    const has = { temperature: false, ytdlp: false, preview: false };
    scope.own(MqttPublisher.open(mqttConfig({ url: broker.url }), { clock: systemClock, log, version: '1', has }));
    await expect.poll(() => components().ytdlp, SOON).toEqual({ p: 'update' });
    expect(components().temperature).toEqual({ p: 'sensor' });
  });

  test('when Home Assistant starts, only what the broker has lost is sent again; retained births and other words have no effect', async () => {
    const broker = scope.own(await Broker.open());
    await say(broker.port, topics.status, 'online', ['-r']);
    const ear = scope.own(await Ear.open(broker.port));
    const publisher = publisherOn(broker.url);
    const picture = Uint8Array.of(1, 2, 3);
    publisher.illustrate(picture);
    publisher.publish(happyReport);
    const own = () => ear.topics.filter((topic) => topic !== topics.status);
    await expect.poll(own, SOON).toEqual([...everything, topics.state.cover]);
    await say(broker.port, topics.status, 'offline');
    await say(broker.port, topics.state.mood, '', ['-r']);
    for (let i = 0; i < 5; i += 1) await say(broker.port, topics.status, 'online');
    await told(ear, topics.state.mood, 'happy');
    // Whatever else was sent again would stand before this.
    publisher.publish({ ...happyReport, volume: percent(61) });
    await told(ear, topics.state.volume, '61');
    expect(own().slice(everything.length + 1)).toEqual([topics.state.mood, topics.state.mood, topics.state.volume]);
  });

  test('where the broker keeps nothing, Home Assistant is sent everything when it starts', async () => {
    const broker = scope.own(await Broker.open(['allow_anonymous true', 'retain_available false']));
    const ear = scope.own(await Ear.open(broker.port));
    publisherOn(broker.url).publish(happyReport);
    const own = () => ear.topics.filter((topic) => topic !== topics.status);
    await expect.poll(own, SOON).toEqual(everything);
    await say(broker.port, topics.status, 'online');
    await expect.poll(own, SOON).toEqual([...everything, ...everything]);
  });

  test('a retained command is ignored at every connection, logged once, and can be cleared without pressing anything', async () => {
    const broker = scope.own(await Broker.open());
    const wire = scope.own(await Wire.open(broker.port));
    await say(broker.port, topics.set.next, 'PRESS', ['-r']);
    const heard: Command[] = [];
    const publisher = publisherOn(wire.url);
    publisher.onCommand((command) => heard.push(command));
    await kind(publisher, 'connected');
    wire.cut();
    await expect.poll(() => log.events.filter((event) => event === 'mqtt.connected').length, SOON).toBe(2);
    await say(broker.port, topics.set.next, '', ['-r']);
    await say(broker.port, topics.set.pause, 'PRESS');
    await expect.poll(() => heard, SOON).toEqual([{ type: 'pause' }]);
    expect(log.events.filter((event) => event === 'mqtt.retained_command_ignored')).toHaveLength(1);
  });

  describe('a sensor of the home', () => {
    const RADAR = 'zigbee2mqtt/radar';
    const listening = (url: string, presence: PresenceConfig) => {
      const publisher = scope.own(
        MqttPublisher.open(mqttConfig({ url }), { clock: systemClock, log, version: '1', has: EVERYTHING, presence }),
      );
      const heard: Command[] = [];
      publisher.onCommand((command) => heard.push(command));
      return {
        publisher,
        heard,
        hears: (on: readonly unknown[]) => expect.poll(() => heard.map((each) => 'on' in each && each.on), SOON).toEqual(on),
      };
    };

    test('is heard from its retained state on, each change once, and nonsense changes nothing and is logged once', async () => {
      const broker = scope.own(await Broker.open());
      await say(broker.port, RADAR, '{"occupancy":true}', ['-r']);
      const { hears } = listening(broker.url, { topic: RADAR, hold: ms(60_000) });
      await hears([true]);
      for (const payload of ['{"occupancy":true,"distance":1}', '{"distance":2}', 'perhaps', '{"occupancy":false}', ''])
        await say(broker.port, RADAR, payload);
      await hears([true, false, null]);
      expect(log.lines.filter(({ event }) => event === 'mqtt.bad_sensor').map(({ fields }) => fields)).toEqual([
        { topic: RADAR, why: expect.any(String) },
      ]);
    });

    test('may use presence/set, where a retained word is ignored: nobody would take it back', async () => {
      const broker = scope.own(await Broker.open());
      await say(broker.port, topics.set.presence, 'ON', ['-r']);
      const { hears, publisher } = listening(broker.url, { topic: '', hold: ms(60_000) });
      await kind(publisher, 'connected');
      for (const payload of ['OFF', 'unavailable', 'perhaps', 'on']) await say(broker.port, topics.set.presence, payload);
      await hears([false, null, true]);
      expect(log.events.filter((event) => event === 'mqtt.retained_command_ignored')).toHaveLength(1);
      expect(log.events.filter((event) => event === 'mqtt.bad_command')).toHaveLength(1);
    });

    test('expires once the broker has been away for the hold, and is heard again when it is back', async () => {
      const broker = scope.own(await Broker.open());
      const { hears } = listening(broker.url, { topic: RADAR, hold: ms(300) });
      const ear = scope.own(await Ear.open(broker.port));
      await told(ear, topics.availability, 'online');
      await say(broker.port, RADAR, 'ON');
      await hears([true]);
      await broker.stop();
      await hears([true, null]);
      await broker.start();
      await say(broker.port, RADAR, 'ON', ['-r']);
      await hears([true, null, true]);
    });
  });

  test('a camera that is lost or switched off takes mood and faces away, and says neither OFF nor away; an override and a return bring them back', async () => {
    const broker = scope.own(await Broker.open());
    const ear = scope.own(await Ear.open(broker.port));
    const publisher = publisherOn(broker.url);
    const lost = { ...happyReport, camera: { kind: 'lost', why: 'pulled out' }, faces: [], sees: false, expression: 'none' } as const;
    const unknown = { presence: { kind: 'unknown', since: moment(0) } } as const;
    const opening = { ...lost, ...unknown, camera: { kind: 'opening' }, mood: 'away' } as const;
    for (const [report, moodIs, faceIs] of [
      [opening, 'offline', 'offline'],
      [happyReport, 'online', 'online'],
      [{ ...lost, ...unknown }, 'offline', 'offline'],
      [{ ...lost, ...unknown, override: 'sad', mood: 'sad' }, 'online', 'offline'],
      [{ ...lost, ...unknown }, 'offline', 'offline'],
      [{ ...lost, ...unknown, camera: { kind: 'off' } }, 'offline', 'offline'],
      [happyReport, 'online', 'online'],
    ] as const) {
      publisher.publish(report);
      await told(ear, topics.state['mood/availability'], moodIs);
      await told(ear, topics.state['face/availability'], faceIs);
      await told(ear, topics.state['camera/problem'], report.camera.kind === 'lost' ? 'ON' : 'OFF');
    }
    await told(ear, topics.state.presence, 'ON');
    await told(ear, topics.state.face, 'ON');
    expect(ear.on(topics.state['mood/availability'])).toEqual(['offline', 'online', 'offline', 'online', 'offline', 'online']);
    expect(ear.on(topics.state.face)).not.toContain('OFF');
    expect(ear.on(topics.state.presence)).not.toContain('OFF');
    expect(ear.on(topics.availability)).toEqual(['online']);
  });

  test('thousands of nonsensical commands do no harm, and fill no log', async () => {
    const broker = scope.own(await Broker.open());
    const heard: Command[] = [];
    const publisher = publisherOn(broker.url);
    publisher.onCommand((command) => heard.push(command));
    await kind(publisher, 'connected');
    for (const topic of Object.values(topics.set)) {
      const mouth = spawn('mosquitto_pub', ['-p', String(broker.port), '-q', '1', '-t', topic, '-l'], {
        stdio: ['pipe', 'ignore', 'ignore'],
      });
      const done = once(mouth, 'exit');
      mouth.stdin?.end(Array.from({ length: 1000 }, (_, i) => `${'{"\u0000\ud800é'.repeat(i % 40)}${i}junk\n`).join(''));
      await done;
    }
    await say(broker.port, topics.set.override, 'fear');
    await expect.poll(() => heard, SOON).toEqual([{ type: 'override', mood: 'fear' }]);
    expect(log.lines.length).toBeLessThan(30);
    expect(publisher.state.kind).toBe('connected');
  });

  test.each([
    ['refuses', refuse],
    ['hangs up on', hangUp],
  ])('a broker that %s MQTT 5 is spoken to in 3.1.1', async (_, meetMqtt5) => {
    const broker = scope.own(await Broker.open());
    const old = scope.own(await Wire.open(broker.port, meetMqtt5));
    const ear = scope.own(await Ear.open(broker.port));
    publisherOn(old.url).publish(happyReport);
    await told(ear, topics.state.mood, 'happy');
    expect(old.levels).toEqual([5, 4]);
    old.cut();
    await expect.poll(() => ear.on(topics.availability), SOON).toEqual(['online', 'offline', 'online']);
  });

  test('version 4 asks for 3.1.1 at once', async () => {
    const broker = scope.own(await Broker.open());
    const wire = scope.own(await Wire.open(broker.port));
    await kind(publisherOn(wire.url, { version: '4' }), 'connected');
    expect(wire.levels).toEqual([4]);
  });

  const takenLines = () => log.lines.filter(({ event }) => event === 'mqtt.client_id_taken');

  test('two boxes with one client id: the log says what to do, and the fight ends', async () => {
    const broker = scope.own(await Broker.open());
    const boxes = [publisherOn(broker.url), publisherOn(broker.url)];
    await expect.poll(takenLines, { ...SOON, timeout: 40_000 }).toHaveLength(1);
    expect(takenLines()[0]).toMatchObject({
      level: 'error',
      fields: { client_id: 'moodbox-cafe', why: expect.stringMatching(/mqtt\.id/) },
    });
    expect(takenLines()[0]?.fields).toMatchObject({ retryMs: 60_000 });
    await expect.poll(() => boxes.map(({ state }) => state.kind).sort(), SOON).toEqual(['connected', 'lost']);
  }, 60_000);

  test('a broker that says why it ends the session is believed at once', async () => {
    const broker = scope.own(await Broker.open());
    const wire = scope.own(await Wire.open(broker.port));
    const publisher = publisherOn(wire.url);
    await kind(publisher, 'connected');
    wire.dismiss([0xe0, 0x02, 0x8e, 0x00]);
    await kind(publisher, 'lost');
    expect(publisher.state).toMatchObject({ why: expect.stringMatching(/same client id.*mqtt\.id/) });
    expect(takenLines()).toHaveLength(1);
  });

  test('signs in with a password file that comes later, and never tells a secret', async () => {
    using own = folder();
    const secret = 's3cret:w%rd';
    const kept = join(own.path, 'password');
    const users = join(own.path, 'users');
    const hasher = spawn('mosquitto_passwd', ['-b', '-c', users, 'box', secret], { stdio: 'ignore' });
    await once(hasher, 'exit');
    const broker = scope.own(await Broker.open(['allow_anonymous false', `password_file ${users}`]));
    const publisher = publisherOn(`mqtt://someone:${encodeURIComponent('wr0ng')}@127.0.0.1:${broker.port}`, {
      username: 'box',
      password_file: kept,
    });
    await kind(publisher, 'lost');
    expect(publisher.state).toMatchObject({
      url: broker.url,
      why: `mqtt.password_file: ${kept} does not exist: correct the path, or create the file`,
    });
    writeFileSync(kept, 'wr0ng\n');
    await expect.poll(() => publisher.state, SOON).toMatchObject({ why: expect.stringMatching(/not authori[sz]ed|bad user/i) });
    writeFileSync(kept, `${secret}\n`);
    await kind(publisher, 'connected');
    rmSync(kept);
    expect(JSON.stringify(log.lines)).not.toMatch(/s3cret|wr0ng/);
    const byUrl = publisherOn(`mqtt://box:${encodeURIComponent(secret)}@127.0.0.1:${broker.port}`, { id: 'other' });
    await kind(byUrl, 'connected');
    expect(JSON.stringify([log.lines, byUrl.state])).not.toContain('s3cret');
  });

  test('a refused topic is logged once and costs nothing else', async () => {
    using own = folder();
    const acl = join(own.path, 'acl');
    writeFileSync(acl, 'topic read #\ntopic write moodbox/#\ntopic write test/#\n');
    const broker = scope.own(await Broker.open(['allow_anonymous true', `acl_file ${acl}`]));
    const ear = scope.own(await Ear.open(broker.port));
    const publisher = publisherOn(broker.url);
    publisher.publish(happyReport);
    await toldAll(ear);
    expect(log.lines.filter(({ event }) => event === 'mqtt.publish_refused').map(({ fields }) => fields)).toEqual([
      { topic: topics.config, why: expect.stringMatching(/not authori[sz]ed/i) },
    ]);
    expect(publisher.state.kind).toBe('connected');
  });
});

describe('an address that is not valid', () => {
  test.each(['', 'broker.local', 'broker.local:1883', 'http://broker.local', 'mqtt://'])('%j is reported, not thrown', async (url) => {
    const log = new FakeLog();
    await using publisher = MqttPublisher.open(mqttConfig({ url }), { clock: systemClock, log, version: '1', has: EVERYTHING });
    await expect.poll(() => publisher.state, SOON).toMatchObject({ kind: 'lost', why: expect.stringMatching(/^mqtt\.url/) });
    expect(log.lines[0]).toMatchObject({ level: 'warn', event: 'mqtt.lost' });
  });
});
