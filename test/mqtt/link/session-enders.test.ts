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
    expect(session([mood, cover])).toEqual({ ...cover, isLeftOut: false });
    expect(enders.mostFor('cover')).toBe(Number.POSITIVE_INFINITY);
    expect(session([mood, cover], brokeOff)).toEqual({ ...cover, isLeftOut: true });
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

  test('is never blamed on what must be sent', () => expect(setting().session([mood], hungUp, ['mood'])).toBeUndefined());

  test('with QoS 2 costs QoS 2, and no topic', () => {
    const { enders, session } = setting();
    expect(session([{ ...mood, qos: 2 }])).toMatchObject({ isLeftOut: false });
    expect(enders.qos).toBe(1);
    expect(enders.mostFor('mood')).toBe(Number.POSITIVE_INFINITY);
  });

  test('is tried again after a day', async () => {
    const { clock, enders, session } = setting();
    session([{ ...mood, qos: 2 }]);
    for (let i = 0; i < 2; i += 1) session([mood]);
    await clock.advance(ms(86_400_001));
    expect([enders.mostFor('mood'), enders.qos]).toEqual([Number.POSITIVE_INFINITY, 2]);
  });

  test('is the broker itself if it seems to be ever more topics', () => {
    const { enders, session } = setting();
    const topics = ['a', 'b', 'c', 'd', 'e'];
    for (const topic of topics) for (let i = 0; i < 2; i += 1) session([{ ...mood, topic }]);
    expect(topics.map((topic) => enders.mostFor(topic) > 0)).toEqual([true, true, true, true, false]);
  });
});
