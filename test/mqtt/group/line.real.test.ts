import { execFile } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { MqttConfig } from '../../../src/config/schema.ts';
import type { GroupNews } from '../../../src/domain/group.ts';
import { instant, percent } from '../../../src/domain/units.ts';
import type { GroupLine } from '../../../src/group/port.ts';
import { MqttGroupLine } from '../../../src/mqtt/group/line.ts';
import { messageOf } from '../../../src/mqtt/group/message.ts';
import { Outbox } from '../../../src/mqtt/outbox.ts';
import { MqttPublisher } from '../../../src/mqtt/publisher.ts';
import { systemClock } from '../../../src/shared/async/clock.ts';
import { Scope } from '../../../src/shared/async/scope.ts';
import { groupLineContract } from '../../contracts/group-line.ts';
import { Air } from '../../fakes/air.ts';
import { FakeLog } from '../../fakes/log.ts';
import { chance } from '../../fixtures/chance.ts';
import { plays, seeing, viewFrom } from '../../group/made.ts';
import { Daemon } from '../daemon.ts';
import { malformedLines } from '../malformed.ts';
import { Broker, EVERYTHING, folder, hasMosquitto, mqttConfig, SOON, say, sayAll } from '../setting.ts';

groupLineContract('Air', async () => {
  const air = new Air();
  const bar = air.line('bar');
  return { bar, door: air.line('door'), loseBar: async () => bar.become('lost'), [Symbol.asyncDispose]: async () => undefined };
});

test('a slider that is dragged holds back neither the view nor anything else that waits', () => {
  const outbox = new Outbox({ flushing: ['mood'] });
  const line = new MqttGroupLine(mqttConfig({ group: 'cafe', id: 'door' }), outbox, () => undefined);
  line.pass({ type: 'next' }, 'bar');
  const told: string[] = [];
  for (let burst = 0; burst < 40; burst += 1) {
    for (const value of [2 * burst, 2 * burst + 1]) line.pass({ type: 'volume', value: percent(value) }, 'bar');
    if (burst % 4 === 0) line.tell(viewFrom('door'));
    told.push(...outbox.take(new Map(), instant(250 * burst)).map(({ topic, payload }) => (topic.endsWith('/set') ? payload : 'view')));
  }
  expect(told[0]).toBe('{"type":"next"}');
  expect(told.filter((each) => each === 'view')).toHaveLength(10);
});

describe.skipIf(!hasMosquitto)('on a real broker', () => {
  let scope: Scope;
  let log: FakeLog;
  let broker: Broker;
  beforeEach(async () => {
    scope = new Scope();
    log = new FakeLog();
    broker = scope.own(await Broker.open());
  });
  afterEach(() => scope[Symbol.asyncDispose]());

  async function boxOn(url: string, changes: Partial<MqttConfig>, own = scope): Promise<{ publisher: MqttPublisher; line: GroupLine }> {
    const config = mqttConfig({ url, group: 'cafe', ...changes });
    const publisher = own.own(MqttPublisher.open(config, { clock: systemClock, log, version: '1', has: EVERYTHING }));
    if (!publisher.group) throw new Error('no group');
    await expect.poll(() => publisher.state.kind, SOON).toBe('connected');
    return { publisher, line: publisher.group };
  }

  groupLineContract('MqttGroupLine', async () => {
    const own = new Scope();
    const { url } = own.own(await Broker.open());
    const { line: door } = await boxOn(url, { id: 'door' }, own);
    const { publisher, line: bar } = await boxOn(url, { id: 'bar' }, own);
    return { bar, door, loseBar: () => publisher[Symbol.asyncDispose](), [Symbol.asyncDispose]: () => own[Symbol.asyncDispose]() };
  });

  groupLineContract('MqttGroupLine with a secret', async () => {
    const own = new Scope();
    const { url } = own.own(await Broker.open());
    const group_secret = 'nobody knows what it is';
    const { line: door } = await boxOn(url, { id: 'door', group_secret }, own);
    const { publisher, line: bar } = await boxOn(url, { id: 'bar', group_secret }, own);
    await acquaint(bar, door);
    return { bar, door, loseBar: () => publisher[Symbol.asyncDispose](), [Symbol.asyncDispose]: () => own[Symbol.asyncDispose]() };
  });

  /** Both speak until each has heard the other, as boxes do once a second. */
  async function acquaint(bar: GroupLine, door: GroupLine): Promise<void> {
    const heard = new Set<GroupLine>();
    const leave = [bar, door].map((line) => line.onNews(() => heard.add(line)));
    await expect
      .poll(() => {
        bar.tell(viewFrom('bar'));
        door.tell(viewFrom('door'));
        return heard.size;
      }, SOON)
      .toBe(2);
    // What is still under way is not for the listeners of a test.
    await new Promise((resolve) => setTimeout(resolve, 1000));
    for (const each of leave) each();
  }

  test('a box with a secret hears no box without it, says so once, and is not heard there', async () => {
    const heard = await listening({ group_secret: 'nobody knows what it is' });
    const { line } = await boxOn(broker.url, { id: 'bar' });
    const plain: GroupNews[] = [];
    line.onNews((news) => plain.push(news));
    for (let term = 1; term <= 20; term += 1)
      await say(broker.port, 'moodbox/group/cafe/bar', messageOf(viewFrom('bar', { role: plays(term) })));
    await say(broker.port, 'moodbox/group/cafe/door/set', '{"type":"next"}');
    const lines = () => log.lines.filter(({ event }) => event === 'group.unsigned').map(({ fields }) => (fields as { box: string }).box);
    await expect.poll(lines, SOON).toEqual(['bar', 'unknown']);
    expect(heard).toEqual([{ kind: 'refused', id: 'bar', why: expect.stringMatching(/^it is not signed: give every box/) }]);
    expect(plain).toEqual([]);
  });

  const listening = async (changes: Partial<MqttConfig> = {}): Promise<GroupNews[]> => {
    const heard: GroupNews[] = [];
    const { line } = await boxOn(broker.url, { id: 'door', ...changes });
    line.onNews((news) => heard.push(news));
    return heard;
  };

  test('a box that is killed is gone by its last will', { timeout: 60_000 }, async () => {
    using temp = folder();
    const heard = await listening();
    await using killed = await Daemon.open('publisher', mqttConfig({ url: broker.url, group: 'cafe', id: 'bar' }), temp.path);
    await expect.poll(async () => (await availability(broker.port, 'bar')) === 'online', SOON).toBe(true);
    killed.kill();
    await expect.poll(() => heard, SOON).toEqual([{ kind: 'gone', id: 'bar' }]);
  });

  test('what is retained, of another group or of another base is not heard', async () => {
    const message = messageOf(viewFrom('bar'));
    await say(broker.port, 'moodbox/group/cafe/bar', message, ['-r']);
    await say(broker.port, 'moodbox/group/cafe/door/set', '{"type":"next"}', ['-r']);
    await say(broker.port, 'moodbox/old/availability', 'offline', ['-r']);
    const heard = await listening();
    await say(broker.port, 'moodbox/group/home/bar', message);
    await say(broker.port, 'other/group/cafe/bar', message);
    await say(broker.port, 'moodbox/group/cafe/bar/set', '{"type":"next"}');
    await say(broker.port, 'moodbox/group/cafe/window', messageOf(viewFrom('window')));
    await expect.poll(() => heard.map((news) => news.kind === 'view' && news.view.id), SOON).toEqual(['window']);
    expect(log.events).not.toContain('mqtt.bad_command');
  });

  test('a base topic and a group that look like patterns are only names', async () => {
    const heard = await listening({ base_topic: 'a.b/(c)', group: 'x' });
    await say(broker.port, 'a.b/(c)/group/x/bar', messageOf(viewFrom('bar')));
    await expect.poll(() => heard.length, SOON).toBe(1);
  });

  test('thousands of malformed messages change nothing: none is heard, few are logged, and the next good one is', {
    timeout: 60_000,
  }, async () => {
    const heard = await listening();
    const good = viewFrom('bar', { sight: seeing('happy'), role: plays(1), mood: 'happy' });
    const bad = malformedLines(messageOf(good), 6000, chance(23));
    expect(bad.length).toBeGreaterThan(2000);
    for (const topic of ['bar', 'bar-2', '-', 'door/set']) await sayAll(broker.port, `moodbox/group/cafe/${topic}`, bad);
    await say(broker.port, 'moodbox/group/cafe/bar', messageOf(good));
    await expect.poll(() => heard.map(({ kind }) => kind), { timeout: 40_000, interval: 50 }).toEqual(['view']);
    expect(log.lines.filter(({ event }) => event.startsWith('group.')).length).toBeLessThanOrEqual(17);
  });
});

/** What is retained there. */
const availability = (port: number, id: string): Promise<string> =>
  new Promise((resolve) => {
    const args = ['-p', String(port), '-C', '1', '-W', '2', '-t', `moodbox/${id}/availability`];
    execFile('mosquitto_sub', args, (_, out) => resolve(out.trim()));
  });
