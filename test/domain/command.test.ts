import { describe, expect, test } from 'vitest';
import { parseCommand } from '../../src/domain/command.ts';

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
    { type: 'volume', value: 40 },
    { type: 'camera', on: false },
  ])('takes %j as it is', (said) => expect(parseCommand(said)).toEqual({ ok: true, value: said }));

  test('keeps only what belongs to the command', () =>
    expect(parseCommand({ type: 'next', mood: 'happy', __proto__: { on: true } })).toEqual({ ok: true, value: { type: 'next' } }));

  test('rounds a volume', () =>
    expect(parseCommand({ type: 'volume', value: 39.6 })).toEqual({ ok: true, value: { type: 'volume', value: 40 } }));

  test.each([
    [{ type: 'override', mood: 'joyful' }, /seven emotions/],
    [{ type: 'override' }, /seven emotions/],
    [{ type: 'volume', value: 101 }, /0 to 100/],
    [{ type: 'volume', value: '40' }, /0 to 100/],
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
