import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { MqttConfig } from '../../src/config/schema.ts';
import type { Command } from '../../src/domain/command.ts';
import { statesOf } from '../../src/mqtt/home-assistant/states.ts';
import { MqttPublisher } from '../../src/mqtt/publisher.ts';
import { topicsOf } from '../../src/mqtt/topics.ts';
import { systemClock } from '../../src/shared/async/clock.ts';
import { Scope } from '../../src/shared/async/scope.ts';
import { cv } from '../../src/shared/opencv.ts';
import { smallerJpeg } from '../../src/shared/smaller-jpeg.ts';
import { happyReport } from '../fakes/box.ts';
import { FakeLog } from '../fakes/log.ts';
import { Broker, Ear, EVERYTHING, folder, freePort, hasMosquitto, mqttConfig, SOON, say, told } from './setting.ts';

const topics = topicsOf(mqttConfig());
const everything = [topics.config, topics.availability, ...statesOf(happyReport, topics).keys()];

describe.skipIf(!hasMosquitto)('a broker that does not allow everything', () => {
  let scope: Scope;
  let log: FakeLog;
  beforeEach(() => {
    scope = new Scope();
    log = new FakeLog();
  });
  afterEach(() => scope[Symbol.asyncDispose]());

  const publisherOn = (url: string, changes: Partial<MqttConfig> = {}): MqttPublisher => {
    const publisher = scope.own(
      MqttPublisher.open(mqttConfig({ url, ...changes }), { clock: systemClock, log, version: '1.2.3', has: EVERYTHING }),
    );
    publisher.publish(happyReport);
    return publisher;
  };
  const of = (event: string) => log.lines.filter((line) => line.event === event).map(({ fields }) => fields);
  const toldAll = (ear: Ear) => expect.poll(() => new Set(ear.topics), SOON).toEqual(new Set(everything));

  /** A broker whose first listener has those limits; the ear listens to a second one that has none. */
  const limited = async (...lines: readonly string[]) => {
    const port = await freePort();
    const broker = scope.own(await Broker.open([...lines, 'allow_anonymous true', `listener ${port} 127.0.0.1`]));
    return { broker, ear: scope.own(await Ear.open(port)), port };
  };

  describe.each(['5', '4'] as const)('in version %s', (version) => {
    test.each([
      ['0', '0', 0],
      ['0', '1', 0],
      ['1', '2', 1],
    ] as const)('with max_qos %s and mqtt.qos %s everything is sent with QoS %s, the will included', async (most, qos, sent) => {
      const { broker, ear } = await limited(`max_qos ${most}`);
      const publisher = publisherOn(broker.url, { version, qos });
      await toldAll(ear);
      expect(new Set(ear.heard.filter(({ topic }) => everything.includes(topic)).map((each) => each.qos))).toEqual(new Set([sent]));
      // Nothing in 3.1.1 says that QoS 2 is not allowed, and the will has no more than 1: it is found out by trying.
      const isFoundOut = version === '4' && qos === '2';
      const limit = isFoundOut ? 'a message with QoS 2 ended the session' : `the broker allows QoS ${sent} at most`;
      expect(of('mqtt.lost')).toHaveLength(isFoundOut ? 1 : 0);
      expect(of('mqtt.limited')).toEqual([{ limit: expect.stringMatching(limit) }]);
      expect(publisher.state.kind).toBe('connected');
    });

    test('a broker without retained messages is told everything unretained, and again when Home Assistant starts', async () => {
      const broker = scope.own(await Broker.open(['retain_available false', 'allow_anonymous true']));
      const ear = scope.own(await Ear.open(broker.port));
      publisherOn(broker.url, { version });
      await toldAll(ear);
      expect(of('mqtt.lost')).toEqual([]);
      expect(of('mqtt.limited')).toContainEqual({ limit: expect.stringMatching(/keeps no retained messages/) });
      await say(broker.port, topics.status, 'online');
      await expect.poll(() => ear.on(topics.config).length, SOON).toBe(2);
    });

    test('a keep-alive longer than the broker allows is shortened', async () => {
      const { broker, ear } = await limited();
      const strict = scope.own(await Broker.open(['allow_anonymous true', 'max_keepalive 20']));
      expect([broker.port, ear.heard.length]).not.toContain(0);
      const publisher = publisherOn(strict.url, { version });
      await expect.poll(() => publisher.state.kind, SOON).toBe('connected');
      expect(of('mqtt.lost')).toEqual([]);
    });
  });

  test('an access list that hides Home Assistant’s birth costs the commands nothing', async () => {
    using own = folder();
    const acl = join(own.path, 'acl');
    writeFileSync(acl, 'topic readwrite moodbox/#\ntopic write homeassistant/#\ntopic readwrite test/#\n');
    const broker = scope.own(await Broker.open(['allow_anonymous true', `acl_file ${acl}`]));
    const ear = scope.own(await Ear.open(broker.port));
    const heard: Command[] = [];
    publisherOn(broker.url).onCommand((command) => heard.push(command));
    await told(ear, topics.availability, 'online');
    await say(broker.port, topics.set.next, 'PRESS');
    await expect.poll(() => heard, SOON).toEqual([{ type: 'next' }]);
    expect(of('mqtt.subscribe_refused')).toEqual([]);
  });

  describe('a limit on the size of packets', () => {
    const COVER = 40_000;
    /** A real picture of about `COVER` bytes that shows noise, which JPEG cannot make small. */
    const cover = async (): Promise<Uint8Array> => {
      const noise = Buffer.from(Array.from({ length: 200 * 200 * 3 }, (_, i) => (i * 7919 + ((i * i) % 251)) % 256));
      return cv.imencode('.jpg', new cv.Mat(noise, 200, 200, cv.CV_8UC3), [cv.IMWRITE_JPEG_QUALITY, 95]);
    };
    const illustrated = async (url: string, changes: Partial<MqttConfig> = {}): Promise<MqttPublisher> => {
      const world = { clock: systemClock, log, version: '1.2.3', has: EVERYTHING, shrink: smallerJpeg };
      const publisher = scope.own(MqttPublisher.open(mqttConfig({ url, ...changes }), world));
      publisher.publish(happyReport);
      publisher.illustrate(await cover());
      return publisher;
    };
    const pictureOn = (ear: Ear): Buffer => Buffer.from(ear.last(topics.state.cover) ?? '', 'base64');

    test('the picture of this test is too large', async () => expect((await cover()).length).toBeGreaterThan(COVER));

    test('that is announced: a smaller cover is sent, the session stays, and it is said once', async () => {
      const broker = scope.own(await Broker.open(['max_packet_size 20000', 'allow_anonymous true']));
      const ear = scope.own(await Ear.open(broker.port));
      const publisher = await illustrated(broker.url);
      await expect.poll(() => pictureOn(ear).length, SOON).toBeGreaterThan(1000);
      expect(cv.imdecode(pictureOn(ear))).toMatchObject({ cols: 100, rows: 100 });
      publisher.illustrate(Buffer.concat([await cover(), Buffer.of(0)]));
      await expect.poll(() => ear.on(topics.state.cover).length, SOON).toBe(1);
      await told(ear, topics.state.mood, 'happy');
      expect(of('mqtt.lost')).toEqual([]);
      expect(of('mqtt.too_large')).toEqual([
        { topic: topics.state.cover, bytes: expect.any(Number), most: 20_000, todo: expect.stringMatching(/smaller picture/) },
      ]);
    });

    test('that is smaller than the discovery leaves Home Assistant out, and says how much is needed', async () => {
      const broker = scope.own(await Broker.open(['max_packet_size 2000', 'allow_anonymous true']));
      const ear = scope.own(await Ear.open(broker.port));
      publisherOn(broker.url);
      await told(ear, topics.state.mood, 'happy');
      expect(ear.on(topics.config)).toEqual([]);
      expect(of('mqtt.lost')).toEqual([]);
      expect(of('mqtt.too_large')).toEqual([
        { topic: topics.config, bytes: expect.any(Number), most: 2000, todo: expect.stringMatching(/packets of \d{4,5} bytes/) },
      ]);
    });

    test('that 3.1.1 cannot announce: what ended two sessions in a row is sent smaller', async () => {
      const broker = scope.own(await Broker.open(['max_packet_size 20000', 'allow_anonymous true']));
      const ear = scope.own(await Ear.open(broker.port));
      const publisher = await illustrated(broker.url, { version: '4' });
      await expect.poll(() => pictureOn(ear).length, { ...SOON, timeout: 15_000 }).toBeGreaterThan(1000);
      expect(publisher.state.kind).toBe('connected');
      expect(of('mqtt.left_out')).toEqual([expect.objectContaining({ topic: topics.state.cover })]);
      const why = expect.stringMatching(/^the broker closed the connection while moodbox sent moodbox\/cafe\/cover \(\d+ bytes\)$/);
      expect(of('mqtt.lost')).toEqual([expect.objectContaining({ why }), expect.objectContaining({ why })]);
      expect(of('mqtt.client_id_taken')).toEqual([]);
    });
  });
});
