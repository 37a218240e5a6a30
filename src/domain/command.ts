import type { Override } from './emotion.ts';
import { isMood } from './emotion.ts';
import type { Result } from './result.ts';
import { done, failed } from './result.ts';
import type { Percent } from './units.ts';
import { percent } from './units.ts';

/** All that people and machines may ask of the box. The only data that flows inwards. */
export type Command =
  | { readonly type: 'override'; readonly mood: Override }
  | { readonly type: 'play' }
  | { readonly type: 'pause' }
  | { readonly type: 'next' }
  | { readonly type: 'stop' }
  | { readonly type: 'like' }
  | { readonly type: 'volume'; readonly value: Percent }
  | { readonly type: 'camera'; readonly on: boolean };

/** The commands that are only a word. */
export const PLAIN = ['play', 'pause', 'next', 'stop', 'like'] as const;

/** A command from the outside world, checked. The failure is a sentence for whoever sent it. */
export function parseCommand(said: unknown): Result<Command, string> {
  if (typeof said !== 'object' || said === null) return failed('a command is an object such as {"type":"next"}');
  const { type, mood, value, on } = said as Record<string, unknown>;
  const plain = PLAIN.find((each) => each === type);
  if (plain) return done({ type: plain });
  if (type === 'override') return override(mood);
  if (type === 'volume') return volume(value);
  if (type === 'camera') {
    return typeof on === 'boolean' ? done({ type, on }) : failed('camera wants "on": true or false');
  }
  return failed(`unknown command type ${JSON.stringify(type)}; known: override, ${PLAIN.join(', ')}, volume, camera`);
}

function override(mood: unknown): Result<Command, string> {
  if (mood === 'auto' || isMood(mood)) return done({ type: 'override', mood });
  return failed('override wants "mood": one of the seven emotions, "away" or "auto"');
}

function volume(value: unknown): Result<Command, string> {
  if (typeof value === 'number' && value >= 0 && value <= 100) return done({ type: 'volume', value: percent(value) });
  return failed('volume wants "value": a number from 0 to 100');
}
