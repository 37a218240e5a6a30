import { expect, test } from 'vitest';
import type { UpdateAnswer } from '../../../src/web/api/update-shapes.ts';
import { slotWords, systemWords } from '../../../web/src/views/box/system-words.ts';
import { speak } from '../catalogues.ts';

await speak('en');

type System = NonNullable<UpdateAnswer['system']>;
const system = (change: Partial<System> = {}): System => ({
  ...{ running: 'a', next: 'a', takesUpdates: true },
  slots: [
    { name: 'a', state: 'good', version: '1.0' },
    { name: 'b', state: 'good', version: '0.9' },
  ],
  ...change,
});
const told = (change: Partial<System>, more: Partial<UpdateAnswer> = {}) => systemWords({ image: true, system: system(change), ...more });
const withB = (b: Partial<System['slots'][number]>): System['slots'] => [
  { name: 'a', state: 'good', version: '1.0' },
  { name: 'b', state: 'bad', version: '2.0', ...b },
];

test('a slot says what it holds, and what becomes of it', () => {
  const words = (change: Partial<System>, index: number) => {
    const each = system(change);
    return each.slots.map((slot) => slotWords(each, slot))[index];
  };
  expect([words({}, 0), words({}, 1)]).toEqual(['1.0, runs', '0.9, can be started']);
  expect(words({ next: 'b', slots: withB({ state: 'trying', left: 3, used: 0 }) }, 1)).toBe('2.0, starts next');
  expect(words({ running: 'b', next: 'b', slots: withB({ state: 'trying', left: 1, used: 2 }) }, 1)).toBe('2.0, on trial: 1 try left');
  expect(words({ slots: withB({}) }, 1)).toBe('2.0, is not started');
  expect(
    words(
      {
        slots: [
          { name: 'a', state: 'good' },
          { name: 'b', state: 'empty' },
        ],
      },
      0,
    ),
  ).toBe('unknown version, runs');
});

test('a box where nothing is under way says nothing', () => expect([told({}), systemWords({ image: false })]).toEqual(['', '']));

test('what is under way comes first', () => {
  expect(told({ percent: 40 }, { fetching: 0.5 })).toMatch(/^Installing: 40/);
  expect(told({}, { fetching: 0.5 })).toMatch(/^Fetching: 50/);
  expect(told({ next: 'b', slots: withB({ state: 'trying', left: 3 }) })).toBe('2.0 is installed, and starts when the box starts again.');
});

test('an update that did not stay says why, as far as anybody knows', () => {
  const slots = withB({ left: 0, used: 3 });
  const why = 'the page does not answer (ECONNREFUSED)';
  expect(told({ slots, lastTry: { slot: 'b', at: 1, outcome: 'failed', why } })).toContain(why);
  expect(told({ slots, lastTry: { slot: 'b', at: 1, outcome: 'begun' } })).toContain('never well');
  expect(told({ slots })).toContain('far enough');
});

test('an update that was not installed, and a folder that does not answer, are told', () => {
  expect(told({ lastInstall: { at: 1, ok: false, why: 'signature verification failed' } })).toContain('signature verification failed');
  expect(told({}, { trouble: 'the folder answers 404' })).toContain('answers 404');
  expect(told({ takesUpdates: false })).toContain('takes no updates');
});
