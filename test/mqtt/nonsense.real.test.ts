import { connectAsync } from 'mqtt';
import { describe, expect, test } from 'vitest';
import { Director } from '../../src/daemon/control/director.ts';
import type { Command } from '../../src/domain/command.ts';
import { ms, percent, share } from '../../src/domain/units.ts';
import { commandOf } from '../../src/mqtt/commands.ts';
import { MqttPublisher } from '../../src/mqtt/publisher.ts';
import { topicsOf } from '../../src/mqtt/topics.ts';
import { systemClock, today } from '../../src/shared/async/clock.ts';
import { conducted } from '../daemon/conducted.ts';
import { musicDefaults } from '../daemon/defaults.ts';
import { happyReport } from '../fakes/box.ts';
import { FakeLog } from '../fakes/log.ts';
import { FakePlayer } from '../fakes/player.ts';
import { swift } from '../mood/swift.ts';
import { Broker, EVERYTHING, hasMosquitto, mqttConfig, SOON, say } from './setting.ts';

const topics = topicsOf(mqttConfig());
const { set } = topics;

/** Numbers in [0, 1), the same every time (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const NEAR = [
  'PRESS',
  'ON',
  'OFF',
  'happy',
  'auto',
  'away 5m',
  '60',
  '{"mood":"sad","for":60}',
  'None',
  'null',
  'true',
  '[]',
  '{}',
  '1e9',
  '-0',
];

/** A payload that nobody should send: noise, something true with a few bytes changed, JSON that goes deep, or far too much. */
function payload(random: () => number): Buffer {
  const upTo = (most: number): number => Math.floor(random() * most);
  const noise = (length: number): Buffer => Buffer.from(Array.from({ length }, () => upTo(256)));
  const near = Buffer.from(NEAR[upTo(NEAR.length)] ?? '');
  switch (upTo(5)) {
    case 0:
      return noise(upTo(80));
    case 1:
      for (let i = 0; i <= upTo(3) && near.length > 0; i += 1) near[upTo(near.length)] = upTo(256);
      return near;
    case 2:
      return Buffer.concat([near, noise(1 + upTo(4)), near]);
    case 3:
      return Buffer.from('{"mood":'.repeat(upTo(8)) + '[1,'.repeat(upTo(8)));
    default:
      return Buffer.alloc(upTo(5000), near.length > 0 ? near : 'x');
  }
}

/** What may come of it at most: the words of the commands, and nothing else. */
const isSane = (command: Command): boolean => {
  if (command.type === 'volume') return Number.isInteger(command.value) && command.value >= 0 && command.value <= 100;
  if (command.type === 'override') return command.for === undefined || (command.for >= 1000 && command.for <= 604_800_000);
  if (command.type === 'presence') return command.on === null || typeof command.on === 'boolean';
  if (command.type === 'sense') return command.weight > 0 && command.weight <= 1 && command.for >= 1000 && command.for <= 3_600_000;
  if (command.type === 'guest') return [...command.name].length <= 40 && !('lease' in command && (command.lease ?? 1000) > 86_400_000);
  return 'on' in command ? typeof command.on === 'boolean' : true;
};

test('a hundred thousand payloads: every one is a sane command or a refusal out of a few, and nothing is thrown', () => {
  const random = seeded(7);
  const names = Object.values(set);
  const whys = new Set<string>();
  for (let i = 0; i < 100_000; i += 1) {
    const said = commandOf(names[i % names.length] ?? '', payload(random).toString(), set);
    if (said.ok) expect(isSane(said.value)).toBe(true);
    else whys.add(said.why);
  }
  // One or two for each topic, however much nonsense is sent.
  expect(whys.size).toBeLessThan(2 * names.length);
});

describe.skipIf(!hasMosquitto)('on a real broker', () => {
  test('thousands of malformed payloads on every command topic change nothing, and fill no log', async () => {
    await using broker = await Broker.open();
    const log = new FakeLog();
    const config = mqttConfig({ url: broker.url });
    await using publisher = MqttPublisher.open(config, { clock: systemClock, log, version: '1', has: EVERYTHING });
    const told: object[] = [];
    const director = directorTelling(told);
    const stateNow = () => {
      const { mood, override, until, autoplay, cameraOn } = director;
      return { mood, override, until, autoplay, cameraOn, asked: told.length };
    };
    const heard: Command[] = [];
    publisher.onCommand((command) => {
      heard.push(command);
      void director.command(command);
    });
    publisher.publish(happyReport);
    await expect.poll(() => publisher.state.kind, SOON).toBe('connected');
    const before = stateNow();
    const mouth = await connectAsync(broker.url, { protocolVersion: 5 });
    const random = seeded(11);
    for (let i = 0; i < 300; i += 1) {
      const nonsense = Object.values(set).map((topic) => ({ topic, bytes: payload(random) }));
      const bad = nonsense.filter(({ topic, bytes }) => !commandOf(topic, bytes.toString(), set).ok);
      await Promise.all(bad.map(({ topic, bytes }) => mouth.publishAsync(topic, bytes, { qos: 1 })));
    }
    await mouth.endAsync();
    await say(broker.port, set.volume, '17');
    await expect.poll(() => heard, SOON).toEqual([{ type: 'volume', value: 17 }]);
    expect(stateNow()).toEqual({ ...before, asked: 1 });
    // A topic's flood is said once, and each reason once: which ones come, chance and the machine's speed decide.
    const said = log.lines.map((line) => JSON.stringify(line));
    expect(said).toEqual([...new Set(said)]);
    expect(said.length).toBeLessThan(4 * Object.keys(set).length);
    expect(publisher.state.kind).toBe('connected');
  }, 60_000);
});

function directorTelling(told: object[]): Director {
  const nothing = (): void => undefined;
  const parts = {
    ...{ player: new FakePlayer(), clock: systemClock, today, log: new FakeLog() },
    ...{ onFeedback: nothing, update: nothing, switchCamera: nothing, changed: nothing, moodChanged: nothing },
    ...{ remember: (what: object) => told.push(what) },
    ...{ blind: () => false, ceiling: () => percent(100) },
  };
  const mood = {
    of: 'largest',
    hold: ms(3000),
    margin: share(0.1),
    min_confidence: share(0.5),
    smoothing: ms(1000),
    away_after: ms(10_000),
    ...swift,
  } as const;
  const remembered = { camera: true, autoplay: true, override: 'auto' } as const;
  return conducted(new Director(parts, mood, musicDefaults, remembered), (request) => told.push(request));
}
