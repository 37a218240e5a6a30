import { expect, test } from 'vitest';
import { dnsAnswer } from '../../../src/appliance/hotspot/dns-answer.ts';
import { seeded } from '../../../src/shared/random.ts';

const ADDRESS = '192.168.4.1';

/** A question as a phone sends it. */
function question(name: string, type = 1, family = 1): Buffer {
  const labels = name.split('.').flatMap((label) => [label.length, ...Buffer.from(label)]);
  return Buffer.from([0xab, 0xcd, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, ...labels, 0, type >> 8, type & 0xff, family >> 8, family & 0xff]);
}

test('the address of any name is this box', () => {
  const asked = question('connectivitycheck.gstatic.com');
  const answer = dnsAnswer(asked, ADDRESS);
  expect(answer?.subarray(0, 12)).toEqual(Buffer.from([0xab, 0xcd, 0x85, 0, 0, 1, 0, 1, 0, 0, 0, 0]));
  expect(answer?.subarray(12, asked.length)).toEqual(asked.subarray(12));
  expect(answer?.subarray(asked.length)).toEqual(Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, 192, 168, 4, 1]));
});

test.each([
  ['IPv6', 28, 1],
  ['HTTPS', 65, 1],
  ['another class', 1, 3],
])('a question for %s has an answer without records', (_, type, family) => {
  const answer = dnsAnswer(question('example.org', type, family), ADDRESS);
  expect(answer?.readUInt16BE(6)).toBe(0);
  expect(answer).toHaveLength(question('example.org').length);
});

test('what comes with the question, such as EDNS, is left out of the answer', () => {
  const asked = Buffer.concat([question('example.org'), Buffer.from([0, 0, 41, 16, 0, 0, 0, 0, 0, 0, 0])]);
  asked.writeUInt16BE(1, 10);
  expect(dnsAnswer(asked, ADDRESS)?.subarray(0, 12)).toEqual(Buffer.from([0xab, 0xcd, 0x85, 0, 0, 1, 0, 1, 0, 0, 0, 0]));
});

const changed = (change: (message: Buffer) => void): Buffer => {
  const message = question('example.org');
  change(message);
  return message;
};
test.each([
  ['nothing', Buffer.alloc(0)],
  ['half a header', Buffer.alloc(11)],
  ['an answer', changed((message) => message.writeUInt8(0x81, 2))],
  ['another kind of request', changed((message) => message.writeUInt8(0x29, 2))],
  ['no question', changed((message) => message.writeUInt16BE(0, 4))],
  ['two questions', changed((message) => message.writeUInt16BE(2, 4))],
  ['a name that points elsewhere', changed((message) => message.writeUInt8(0xc0, 12))],
  ['a name without an end', Buffer.concat([question('a').subarray(0, 12), Buffer.alloc(40, 1)])],
  ['a name that is too long', Buffer.concat([question('a').subarray(0, 12), Buffer.alloc(600, 1), Buffer.from([0, 0, 1, 0, 1])])],
  ['a question that breaks off', question('example.org').subarray(0, -1)],
])('%s is not answered', (_, message) => expect(dnsAnswer(message, ADDRESS)).toBeUndefined());

test('no message breaks it, and no answer is much longer than its question', () => {
  const random = seeded(7);
  for (let round = 0; round < 5000; round += 1) {
    const message = question('connectivitycheck.gstatic.com').subarray(0, Math.floor(random() * 60));
    for (let flips = 0; flips < 3 && message.length > 0; flips += 1)
      message.writeUInt8(Math.floor(random() * 256), Math.floor(random() * message.length));
    expect(dnsAnswer(message, ADDRESS)?.length ?? 0).toBeLessThanOrEqual(message.length + 16);
  }
});
