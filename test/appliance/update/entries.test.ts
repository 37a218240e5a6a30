import { expect, test } from 'vitest';
import { slotsIn } from '../../../src/appliance/update/entries.ts';
import { isNewer } from '../../../src/domain/update.ts';

const file = (name: string, version: string, order: number) => ({ name, text: `title moodbox ${version}\nversion ${order}\n` });

test('a box as it is flashed has one slot, and an empty one', () =>
  expect(slotsIn([file('moodbox-a.conf', '0.1.0.20261127', 1), { name: 'readme.txt', text: '' }])).toEqual([
    { name: 'a', state: 'good', version: '0.1.0.20261127' },
    { name: 'b', state: 'empty' },
  ]));

test.each([
  ['moodbox-b+3.conf', { state: 'trying', left: 3, used: 0 }],
  ['moodbox-b+2-1.conf', { state: 'trying', left: 2, used: 1 }],
  ['moodbox-b+0-3.conf', { state: 'bad', left: 0, used: 3 }],
  ['moodbox-b+0.conf', { state: 'bad', left: 0, used: 0 }],
])('%s', (name, state) => expect(slotsIn([file(name, '2', 5)])[1]).toEqual({ name: 'b', version: '2', ...state }));

test('an entry without a title of ours has no version', () =>
  expect(slotsIn([{ name: 'moodbox-a.conf', text: 'title Linux\n' }])[0]).toEqual({ name: 'a', state: 'good' }));

test('the numbers of versions are compared as numbers', () => {
  expect(isNewer('0.1.0.20261201', '0.1.0.20261127')).toBe(true);
  expect(isNewer('0.10.0', '0.9.9')).toBe(true);
  expect(isNewer('0.1.0', '0.1.0')).toBe(false);
  expect(isNewer('0.1', '0.1.0.20261127')).toBe(false);
});
