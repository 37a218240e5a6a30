import type { IPublishPacket } from 'mqtt';
import { generate } from 'mqtt-packet';
import { describe, expect, test } from 'vitest';
import { limitSentences, limitsOf, packetSize, roomFor } from '../../../src/mqtt/link/limits.ts';

const packet = (topic: string, payload: string, qos: 0 | 1 | 2): IPublishPacket => ({
  ...({ cmd: 'publish', topic, payload, qos, dup: false, retain: true } as const),
  ...(qos > 0 && { messageId: 7 }),
});

describe('packetSize', () => {
  test.each([4, 5])('is that of the packet on the wire, to the byte, in version %i', (protocolVersion) => {
    for (const qos of [0, 1, 2] as const) {
      for (const length of [0, 1, 100, 112, 113, 114, 115, 116, 117, 118, 119, 120, 16_370, 16_380, 16_390, 2_097_130, 2_097_160]) {
        const [topic, payload] = ['küche/a', 'é'.repeat(length / 2).padEnd(length - Math.floor(length / 2), 'x')];
        const real = generate(packet(topic, payload, qos), { protocolVersion }).length;
        expect(packetSize({ topic, payload, qos }, protocolVersion)).toBe(real);
      }
    }
  });

  test.each([100, 128, 129, 130, 131, 16_387, 16_388, 16_389, 20_000])(
    'what has room fits into %i bytes, and a little more does not',
    (most) => {
      const room = roomFor('moodbox/cafe/cover', most, 5);
      expect(packetSize({ topic: 'moodbox/cafe/cover', payload: 'x'.repeat(room), qos: 1 }, 5)).toBeLessThanOrEqual(most);
      expect(packetSize({ topic: 'moodbox/cafe/cover', payload: 'x'.repeat(room + 3), qos: 1 }, 5)).toBeGreaterThan(most);
    },
  );

  test('there is no room in a packet that is too small for its topic, and all room where there is no limit', () => {
    expect(roomFor('moodbox/cafe/cover', 10, 5)).toBe(0);
    expect(roomFor('moodbox/cafe/cover', Number.POSITIVE_INFINITY, 5)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('limitsOf', () => {
  const answer = (properties?: object) => ({ cmd: 'connack', sessionPresent: false, ...(properties && { properties }) }) as const;
  const will = { qos: 1, retain: true } as const;

  test('a broker that announces nothing allows everything that it took', () => {
    expect(limitsOf(answer(), will)).toEqual({ qos: 2, retain: true });
    expect(limitsOf(answer(), { qos: 0, retain: false })).toEqual({ qos: 0, retain: false });
  });

  test('what it announces counts', () =>
    expect(limitsOf(answer({ maximumPacketSize: 2000, maximumQoS: 1, retainAvailable: false }), will)).toEqual({
      ...{ packet: 2000, qos: 1, retain: false },
    }));
});

test('only what somebody would notice is said', () => {
  expect(limitSentences({ packet: 9, qos: 1, retain: true }, { qos: '1' })).toEqual([]);
  expect(limitSentences({ qos: 2, retain: true }, { qos: '2' })).toEqual([]);
  expect(limitSentences({ qos: 0, retain: false }, { qos: '0' })).toEqual([
    'the broker allows QoS 0 at most, so nothing is sent with a higher one',
    expect.stringMatching(/^the broker keeps no retained messages/),
  ]);
});
