import { describe, expect, test } from 'vitest';
import { asWritten, parseCommand } from '../../src/domain/command.ts';

describe('parseCommand', () => {
  test.each([
    { type: 'override', mood: 'happy' },
    { type: 'override', mood: 'auto' },
    { type: 'override', mood: 'away' },
    { type: 'play' },
    { type: 'pause' },
    { type: 'next' },
    { type: 'stop' },
    { type: 'like' },
    { type: 'dislike' },
    { type: 'undo' },
    { type: 'volume', value: 40 },
    { type: 'camera', on: false },
    { type: 'autoplay', on: true },
    { type: 'capture' },
    { type: 'update' },
  ])('takes %j as it is', (said) => expect(parseCommand(said)).toEqual({ ok: true, value: said }));

  test('keeps only what belongs to the command', () =>
    expect(parseCommand({ type: 'next', mood: 'happy', __proto__: { on: true } })).toEqual({ ok: true, value: { type: 'next' } }));

  test.each([{ type: 'seek', value: 61.5 }, { type: 'override', mood: 'sad', for: 90 }, { type: 'dislike' }])(
    'reads %j again as it is written',
    (said) => {
      const command = parseCommand(said);
      expect(command.ok && asWritten(command.value)).toEqual(said);
    },
  );

  test('rounds a volume', () =>
    expect(parseCommand({ type: 'volume', value: 39.6 })).toEqual({ ok: true, value: { type: 'volume', value: 40 } }));

  test.each([
    [
      { type: 'volume', value: 150 },
      { type: 'volume', value: 100 },
    ],
    [
      { type: 'volume', value: -1e9 },
      { type: 'volume', value: 0 },
    ],
    [
      { type: 'seek', value: 61.5 },
      { type: 'seek', to: 61_500 },
    ],
    [
      { type: 'seek', value: 1e9 },
      { type: 'seek', to: 86_400_000 },
    ],
    [
      { type: 'override', mood: 'sad', for: 1800 },
      { type: 'override', mood: 'sad', for: 1_800_000 },
    ],
    [
      { type: 'override', mood: 'sad', for: '30m' },
      { type: 'override', mood: 'sad', for: 1_800_000 },
    ],
    [
      { type: 'override', mood: 'sad', for: '10000h' },
      { type: 'override', mood: 'sad', for: 604_800_000 },
    ],
    [
      { type: 'override', mood: 'auto', for: 'ever' },
      { type: 'override', mood: 'auto' },
    ],
  ])('reads %j as %j', (said, command) => expect(parseCommand(said)).toEqual({ ok: true, value: command }));

  test.each([
    [{ type: 'override', mood: 'joyful' }, /seven emotions/],
    [{ type: 'override' }, /seven emotions/],
    [{ type: 'volume', value: Number.POSITIVE_INFINITY }, /0 to 100/],
    [{ type: 'override', mood: 'sad', for: -1 }, /length of time/],
    [{ type: 'override', mood: 'sad', for: 'a while' }, /length of time/],
    [{ type: 'volume', value: '40' }, /0 to 100/],
    [{ type: 'seek' }, /in seconds/],
    [{ type: 'seek', value: -1 }, /in seconds/],
    [{ type: 'seek', value: Number.NaN }, /in seconds/],
    [{ type: 'volume', value: Number.NaN }, /0 to 100/],
    [{ type: 'camera', on: 'yes' }, /true or false/],
    [{ type: 'dance' }, /unknown command type "dance"/],
    [{}, /unknown command type/],
    [null, /an object/],
    ['next', /an object/],
    [[], /unknown command type/],
  ])('refuses %j with a sentence', (said, why) => {
    const parsed = parseCommand(said);
    expect(parsed.ok).toBe(false);
    expect(!parsed.ok && parsed.why).toMatch(why);
  });
});
