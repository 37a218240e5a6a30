import { expect, test } from 'vitest';
import { snapcastOf, snapserverConfiguration } from '../../../src/players/snapcast/configuration.ts';
import { misadjusted, roomsOf } from '../../../src/players/snapcast/rooms.ts';

test.each([
  ['snapcast', { host: '0.0.0.0', port: 1704 }],
  ['snapcast://192.168.1.5', { host: '192.168.1.5', port: 1704 }],
  ['snapcast://127.0.0.1:2704', { host: '127.0.0.1', port: 2704 }],
  ['snapcast://[::1]:2704', { host: '::1', port: 2704 }],
  ['auto', undefined],
  ['pcm:/tmp/snapcast', undefined],
  ['alsa/snapcast', undefined],
])('the output %s listens on %j', (output, listening) => expect(snapcastOf(output)).toEqual(listening));

test.each(['snapcast:', 'snapcast://', 'snapcast://kitchen', 'snapcast://1.2.3.4:0', 'snapcast://1.2.3.4:99999', 'snapcast://999.1.1.1'])(
  'the output %s is a mistake that says what is meant',
  (output) => expect(() => snapcastOf(output)).toThrow(/player\.output: '.*' is not snapcast, nor snapcast:\/\/ADDRESS/),
);

test('commands are taken on loopback only, wherever the music is to be had', () => {
  const lines = snapserverConfiguration({ host: '0.0.0.0', port: 1704 }, 4711).split('\n');
  const section = (name: string): readonly string[] => lines.slice(lines.indexOf(name) + 1, lines.indexOf(name) + 3);
  expect(section('[tcp]')).toEqual(['bind_to_address = 127.0.0.1', 'port = 4711']);
  expect(section('[stream]')).toEqual(['bind_to_address = 0.0.0.0', 'port = 1704']);
  expect(section('[http]')[0]).toBe('enabled = false');
});

const client = (id: string, connected: boolean, percent: number, muted: boolean) => ({
  ...{ id, connected, host: { name: `${id}-pi` } },
  config: { name: '', volume: { percent, muted } },
});
const status = (...clients: readonly object[]): unknown => ({ server: { groups: clients.map((each) => ({ clients: [each] })) } });

test('rooms that are there and not as loud as they shall be are astray', () => {
  const rooms = roomsOf(
    status(client('a', true, 60, false), client('b', true, 100, false), client('c', true, 60, true), client('d', false, 10, true)),
  );
  expect(rooms.map(({ name }) => name)).toEqual(['a-pi', 'b-pi', 'c-pi', 'd-pi']);
  expect(misadjusted(rooms, () => ({ percent: 60, muted: false })).map(({ id }) => id)).toEqual(['b', 'c']);
});

test.each([undefined, null, {}, { server: {} }, status({ id: 'x' }), { server: { groups: [{}] } }])('there is no room in %j', (said) =>
  expect(roomsOf(said)).toEqual([]),
);
