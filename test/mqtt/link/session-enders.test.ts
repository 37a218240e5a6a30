import { describe, expect, test } from 'vitest';
import { ms } from '../../../src/domain/units.ts';
import { BROKE_OFF, ConnectionLost, HUNG_UP, SESSION_TAKEN_OVER } from '../../../src/mqtt/errors.ts';
import type { SentMessage } from '../../../src/mqtt/link/session-enders.ts';
import { SessionEnders } from '../../../src/mqtt/link/session-enders.ts';
import { FakeClock } from '../../fakes/clock.ts';

const hungUp = new ConnectionLost('closed', HUNG_UP);
const brokeOff = new ConnectionLost('read ECONNRESET', BROKE_OFF);
const cover: SentMessage = { topic: 'cover', bytes: 40_000, qos: 1 };
const mood: SentMessage = { topic: 'mood', bytes: 20, qos: 1 };

const setting = () => {
  const clock = new FakeClock();
  const enders = new SessionEnders(clock);
  /** A session in which these were sent, all but the last of them answered, if they want an answer. */
  const session = (sent: readonly SentMessage[], cause: unknown = hungUp, spared: readonly string[] = []) => {
    enders.began();
    for (const [index, message] of sent.entries()) {
      enders.sending(message);
      if (message.qos > 0 && index < sent.length - 1) enders.answered(message.topic);
    }
    return enders.ended(cause, spared);
  };
  return { clock, enders, session };
};

describe('what ends a session', () => {
  test('once is named, and twice in a row is sent smaller', () => {
    const { enders, session } = setting();
    expect(session([mood, cover])).toEqual({ ...cover, isLeftOut: false, isLearnt: false });
    expect(enders.mostFor('cover')).toBe(Number.POSITIVE_INFINITY);
    expect(session([mood, cover], brokeOff)).toEqual({ ...cover, isLeftOut: true, isLearnt: true });
    expect(enders.mostFor('cover')).toBe(10_000);
    expect(enders.mostFor('mood')).toBe(Number.POSITIVE_INFINITY);
  });

  test('and is small is left out altogether', () => {
    const { enders, session } = setting();
    for (let i = 0; i < 2; i += 1) session([cover, mood]);
    expect(enders.mostFor('mood')).toBe(0);
  });

  test.each([
    ['another message', [mood], hungUp],
    ['another end', [cover], new ConnectionLost('the broker does not answer')],
    ['no message', [], hungUp],
  ] as const)('does not count twice with %s in between', (_, sent, cause) => {
    const { enders, session } = setting();
    session([cover]);
    session(sent, cause);
    session([cover]);
    expect(enders.mostFor('cover')).toBe(Number.POSITIVE_INFINITY);
  });

  test.each([
    ['another client', new ConnectionLost('x', SESSION_TAKEN_OVER)],
    ['a broker that shuts down', new ConnectionLost('x', 0x8b)],
    ['a network that is gone', new ConnectionLost('no route')],
    ['anything that is no loss', new Error('x')],
  ])('is not the message if it is %s', (_, cause) => expect(setting().session([cover], cause)).toBeUndefined());

  test('is not a message that was answered, nor one that was sent long before', async () => {
    const { clock, enders } = setting();
    enders.sending(cover);
    enders.answered('cover');
    expect(enders.ended(hungUp, [])).toBeUndefined();
    enders.sending(cover);
    await clock.advance(ms(10_000));
    expect(enders.ended(hungUp, [])).toBeUndefined();
  });

  test('is the largest of those that want no answer', () =>
    expect(setting().session([mood, cover, mood].map((each) => ({ ...each, qos: 0 })))).toMatchObject({ topic: 'cover' }));

  test('and must be sent costs retained messages first, then a high QoS, and no topic', () => {
    const { enders, session } = setting();
    const tried = () => {
      session([mood], hungUp, ['mood']);
      return enders.allowed;
    };
    expect([tried(), tried()]).toEqual([
      { qos: 2, retain: true },
      { qos: 1, retain: false },
    ]);
    expect([tried(), tried(), tried()]).toEqual([
      { qos: 0, retain: true },
      { qos: 0, retain: false },
      { qos: 2, retain: true },
    ]);
    expect(enders.mostFor('mood')).toBe(Number.POSITIVE_INFINITY);
  });

  test('right after a concession calls for the next one, whatever was sent; what was left out is sent again', () => {
    const { enders, session } = setting();
    for (let i = 0; i < 2; i += 1) session([cover]);
    for (let i = 0; i < 2; i += 1) session([mood], hungUp, ['mood']);
    expect([enders.mostFor('cover'), enders.allowed]).toEqual([Number.POSITIVE_INFINITY, { qos: 1, retain: false }]);
    expect(session([cover])).toMatchObject({ isLeftOut: false, isLearnt: true });
    expect(enders.allowed).toEqual({ qos: 0, retain: true });
  });

  test('is not what is sent after a message that was taken since a concession', () => {
    const { enders, session } = setting();
    for (let i = 0; i < 2; i += 1) session([mood], hungUp, ['mood']);
    enders.published('mood');
    session([cover]);
    expect(enders.allowed).toEqual({ qos: 1, retain: false });
  });

  test.each([
    [0x9a, { qos: 2, retain: false }],
    [0x9b, { qos: 0, retain: true }],
  ])('with reason %i of MQTT 5 is believed at once', (code, allowed) => {
    const { enders, session } = setting();
    expect(session([mood], new ConnectionLost('x', code))).toMatchObject({ isLeftOut: false, isLearnt: true });
    expect(enders.allowed).toEqual(allowed);
  });

  test('among several that want no answer is found by asking for one', () => {
    const { enders, session } = setting();
    const unanswered = [mood, cover].map((each) => ({ ...each, qos: 0 as const }));
    session(unanswered);
    expect(enders.leastQos).toBe(1);
    for (let i = 0; i < 2; i += 1) session([cover, mood]);
    expect([enders.mostFor('mood'), enders.mostFor('cover')]).toEqual([0, Number.POSITIVE_INFINITY]);
  });

  test('with QoS 2 costs QoS 2, and no topic', () => {
    const { enders, session } = setting();
    expect(session([{ ...mood, qos: 2 }])).toMatchObject({ isLeftOut: false });
    expect(enders.allowed).toEqual({ qos: 1, retain: true });
    expect(enders.mostFor('mood')).toBe(Number.POSITIVE_INFINITY);
  });

  test('is tried again after a day', async () => {
    const { clock, enders, session } = setting();
    session([{ ...mood, qos: 2 }]);
    for (let i = 0; i < 2; i += 1) session([mood]);
    await clock.advance(ms(86_400_001));
    expect([enders.mostFor('mood'), enders.allowed.qos]).toEqual([Number.POSITIVE_INFINITY, 2]);
  });

  test('is found faster once there are two', () => {
    const { enders, session } = setting();
    for (const topic of ['a', 'b']) for (let i = 0; i < 2; i += 1) session([{ ...mood, topic }]);
    for (const topic of ['c', 'd', 'e']) session([{ ...mood, topic }]);
    expect(['a', 'b', 'c', 'd', 'e', 'f'].map((topic) => enders.mostFor(topic) > 0)).toEqual([...Array(5).fill(false), true]);
  });

  test('is the broker itself if it seems to be ever more topics', () => {
    const { enders, session } = setting();
    const topics = Array.from({ length: 41 }, (_, i) => `${i}`);
    for (const topic of topics) for (let i = 0; i < 2; i += 1) session([{ ...mood, topic }]);
    expect(topics.filter((topic) => enders.mostFor(topic) === 0)).toEqual(['40']);
  });
});
