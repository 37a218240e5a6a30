import { describe, expect, test } from 'vitest';
import { Membership } from '../../../src/mqtt/group/membership.ts';
import { chance } from '../../fixtures/chance.ts';
import { malformed } from '../malformed.ts';

const GROUP = 'moodbox/group/cafe';
const SECRET = 'nobody knows what it is';
const member = (id: string, secret = SECRET): Membership => new Membership(secret, GROUP, id);
const topicOf = (id: string): string => `${GROUP}/${id}`;

/** What one says and the other makes of it: the payload, or why it is not believed. */
function says(from: Membership, id: string, to: Membership, payload = 'view'): { readonly wire: Buffer; readonly heard: string } {
  const wire = Buffer.from(from.sign(topicOf(id), payload));
  return { wire, heard: hears(to, id, wire) };
}

function hears(to: Membership, id: string, wire: Buffer): string {
  const opened = to.open(topicOf(id), wire);
  return opened.ok ? `${opened.value.from}: ${opened.value.payload}` : opened.why;
}

/** Both have heard each other. */
function acquainted(): { readonly bar: Membership; readonly door: Membership } {
  const [bar, door] = [member('bar'), member('door')];
  says(bar, 'bar', door);
  says(door, 'door', bar);
  says(bar, 'bar', door);
  return { bar, door };
}

test('two boxes believe each other after each has answered the other once', () => {
  const [bar, door] = [member('bar'), member('door')];
  expect(says(bar, 'bar', door).heard).toBe('unanswered');
  expect(says(door, 'door', bar).heard).toBe('door: view');
  expect(says(bar, 'bar', door).heard).toBe('bar: view');
  expect(says(door, 'door', bar, '{"v":2,"mood":"glücklich"}\nand more').heard).toBe('door: {"v":2,"mood":"glücklich"}\nand more');
});

test('sixteen boxes that start together all believe each other after three words of each', () => {
  const boxes = Array.from({ length: 16 }, (_, i) => ({ id: `box-${i}`, membership: member(`box-${i}`) }));
  let heard: string[] = [];
  for (let round = 0; round < 3; round += 1) {
    heard = boxes.flatMap(({ id, membership }) =>
      boxes.filter((other) => other.id !== id).map((other) => says(membership, id, other.membership).heard),
    );
  }
  expect(new Set(heard.map((each) => each.split(' ')[1]))).toEqual(new Set(['view']));
});

describe('somebody who has no secret', () => {
  test.each<[string, (wire: Buffer) => Buffer, string]>([
    ['says it plainly', () => Buffer.from('{"v":2}'), 'unsigned'],
    ['signs with another secret', () => Buffer.from(member('bar', 'some other secret').sign(topicOf('bar'), 'view')), 'forged'],
    ['changes what a box said', (wire) => Buffer.from(wire.toString().replace('view', 'vile')), 'forged'],
    ['changes the header', (wire) => Buffer.from(wire.toString().replace('"from":"bar"', '"from":"baz"')), 'forged'],
    ['cuts it short', (wire) => wire.subarray(0, 60), 'forged'],
    ['sends it again', (wire) => wire, 'old'],
  ])('is not believed who %s', (_, change, why) => {
    const { bar, door } = acquainted();
    const { wire } = says(bar, 'bar', door);
    expect(hears(door, 'bar', change(wire))).toBe(why);
    expect(says(bar, 'bar', door).heard).toBe('bar: view');
  });

  test('is not believed who sends on one topic what was said on another', () => {
    const { bar, door } = acquainted();
    const wire = Buffer.from(bar.sign(topicOf('bar'), 'view'));
    expect(hears(door, 'door/set', wire)).toBe('forged');
  });

  test('is not believed who sends again what a box said before its restart, or before ours', () => {
    const { bar, door } = acquainted();
    const before = Array.from({ length: 50 }, () => says(bar, 'bar', door).wire);
    const restarted = member('bar');
    expect(says(restarted, 'bar', door).heard).toBe('unanswered');
    says(door, 'door', restarted);
    expect(says(restarted, 'bar', door).heard).toBe('bar: view');
    expect(new Set(before.map((wire) => hears(door, 'bar', wire)))).toEqual(new Set(['unanswered']));
    expect(new Set(before.map((wire) => hears(member('door'), 'bar', wire)))).toEqual(new Set(['unanswered']));
    expect(says(restarted, 'bar', door).heard).toBe('bar: view');
  });

  test('cannot part boxes that know each other by sending again what was said', () => {
    const { bar, door } = acquainted();
    const old = Array.from({ length: 40 }, () => says(bar, 'bar', door).wire);
    const fresh = member('window');
    says(fresh, 'window', door);
    for (const wire of old) hears(door, 'bar', wire);
    says(door, 'door', fresh);
    expect(says(fresh, 'window', door).heard).toBe('window: view');
    expect(says(bar, 'bar', door).heard).toBe('bar: view');
  });
});

test('messages that overtake each other are each believed once', () => {
  const { bar, door } = acquainted();
  const wires = Array.from({ length: 20 }, (_, i) => Buffer.from(bar.sign(topicOf('bar'), String(i)))).reverse();
  expect(wires.map((wire) => hears(door, 'bar', wire))).toEqual(wires.map((_, i) => `bar: ${19 - i}`));
  expect(new Set(wires.map((wire) => hears(door, 'bar', wire)))).toEqual(new Set(['old']));
});

test('a box that never hears anything else is believed for ever, and takes no memory for it', () => {
  const { bar, door } = acquainted();
  for (let i = 0; i < 5000; i += 1) expect(says(bar, 'bar', door).heard).toBe('bar: view');
});

test('whatever comes, nothing is thrown and nothing is believed', () => {
  const { bar, door } = acquainted();
  const random = chance(41);
  for (let i = 0; i < 3000; i += 1) {
    const wire = bar.sign(topicOf('bar'), '{"v":2,"mood":"happy"}');
    const changed = Buffer.from(malformed(wire, random));
    if (changed.equals(Buffer.from(wire))) continue;
    expect(['unsigned', 'forged']).toContain(hears(door, 'bar', changed));
  }
});
