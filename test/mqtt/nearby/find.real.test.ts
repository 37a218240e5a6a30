import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { findNearby } from '../../../src/mqtt/nearby/find.ts';
import { systemClock } from '../../../src/shared/async/clock.ts';
import { answerOf } from './answer.ts';

test('a responder is asked and believed, and the search ends with its signal', async () => {
  const responder = createSocket('udp4');
  responder.bind(0, '127.0.0.1');
  await once(responder, 'listening');
  const stop = new AbortController();
  responder.on('message', (_, { address, port }) => {
    responder.send(Buffer.from('noise'), port, address);
    const broker = { service: '_mqtt._tcp.local', instance: 'Mosquitto', host: 'home.local', port: 1883, address: '127.0.0.1' };
    responder.send(answerOf(broker), port, address, () => setTimeout(() => stop.abort(), 200));
  });
  const to = { address: '127.0.0.1', port: (responder.address() as AddressInfo).port };
  expect(await findNearby({ clock: systemClock, signal: stop.signal, to })).toEqual([
    { kind: 'broker', name: 'Mosquitto', host: '127.0.0.1', port: 1883 },
  ]);
  responder.close();
});
