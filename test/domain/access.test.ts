import { describe, expect, test } from 'vitest';
import { COMMAND_LEVELS, levelOf, mayDo } from '../../src/domain/access.ts';
import type { Command } from '../../src/domain/command.ts';
import { NUMBERS, PLAIN, parseCommand, SWITCHES } from '../../src/domain/command.ts';

const TYPES: readonly Command['type'][] = [
  ...PLAIN,
  ...NUMBERS,
  ...SWITCHES,
  'override',
  'presence',
  'sense',
  'guest',
  'announce',
  'play_url',
];

describe('levels', () => {
  test('each command that can be parsed has one, and none is for guests', () => {
    expect(Object.keys(COMMAND_LEVELS).sort()).toEqual([...TYPES].sort());
    for (const level of Object.values(COMMAND_LEVELS)) expect(mayDo('guest', level)).toBe(false);
  });

  test.each([
    ['owner', { type: 'camera', on: true }, 'owner'],
    ['household', { type: 'camera', on: true }, 'household'],
    ['owner', { type: 'camera', on: false }, 'household'],
    ['owner', { type: 'update' }, 'owner'],
    ['household', { type: 'update' }, 'owner'],
  ] as const)('with web.camera_on: %s, %o needs %s', (cameraOn, said, level) => {
    const command = parseCommand(said);
    expect(command.ok && levelOf(command.value, cameraOn)).toBe(level);
  });

  test('each level may do what those below it may, and a stranger nothing', () => {
    expect(mayDo('owner', 'household') && mayDo('household', 'guest') && mayDo('guest', 'stranger')).toBe(true);
    expect(mayDo('stranger', 'guest') || mayDo('guest', 'household') || mayDo('household', 'owner')).toBe(false);
  });
});
