import { expect, test } from 'vitest';
import { questionFor, recordsIn } from '../../../src/mqtt/nearby/dns.ts';
import { servicesIn } from '../../../src/mqtt/nearby/find.ts';
import { answerOf } from './answer.ts';

const ANSWER = answerOf({ service: '_home-assistant._tcp.local', instance: 'Home', host: 'ha.local', port: 8123, address: '192.168.1.20' });

test('a question asks for every service, and for an answer to us alone', () => {
  const question = questionFor(['_mqtt._tcp.local', '_home-assistant._tcp.local']);
  expect(question.readUInt16BE(4)).toBe(2);
  expect(question.toString('latin1')).toContain('\x05_mqtt\x04_tcp\x05local\x00\x00\x0c\x80\x01');
});

test('an answer with its names shortened is read', () =>
  expect(servicesIn(recordsIn(ANSWER))).toEqual([{ kind: 'home-assistant', name: 'Home', host: '192.168.1.20', port: 8123 }]));

test('an answer that is cut off anywhere is read as far as it goes', () => {
  for (let length = 0; length < ANSWER.length; length += 1) expect(() => servicesIn(recordsIn(ANSWER.subarray(0, length)))).not.toThrow();
});

test('names that lead round in a circle, or forwards, end', () => {
  const circle = Buffer.concat([Buffer.from('000084000000000100000000', 'hex'), Buffer.from('c00c000c0001000000780002c00c', 'hex')]);
  expect(recordsIn(circle)).toEqual([]);
  const forwards = Buffer.concat([Buffer.from('000084000000000100000000', 'hex'), Buffer.from('c0ff', 'hex')]);
  expect(recordsIn(forwards)).toEqual([]);
});

test('no noise of any kind throws', () => {
  let seed = 1;
  const noise = (): number => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed & 0xff;
  };
  for (let round = 0; round < 500; round += 1) {
    const message = Buffer.from(ANSWER);
    for (let flips = 0; flips < 1 + (round % 8); flips += 1) message[(noise() * 256 + noise()) % message.length] = noise();
    expect(() => servicesIn(recordsIn(message))).not.toThrow();
  }
});

test('a host that is no host is left out, and what is said twice counts once', () => {
  const strange = answerOf({ service: '_mqtt._tcp.local', instance: 'x', host: 'a b<c.local', port: 1883 });
  expect(servicesIn(recordsIn(strange))).toEqual([]);
  expect(servicesIn([...recordsIn(ANSWER), ...recordsIn(ANSWER)])).toHaveLength(1);
});
