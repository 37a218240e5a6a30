import type { Override } from './emotion.ts';
import { isMood } from './emotion.ts';
import type { Result } from './result.ts';
import { done, failed } from './result.ts';
import type { SenseWord } from './sense.ts';
import { senseAsWritten, senseWordOf } from './sense.ts';
import type { Announcement, SoundAddress } from './sound-address.ts';
import { announcementIn, soundAddressIn } from './sound-address.ts';
import type { GuestWord } from './sound-guest.ts';
import { guestAsWritten, guestWordOf } from './sound-guest.ts';
import { spanWithin } from './span.ts';
import type { Ms, Percent } from './units.ts';
import { ms, percent } from './units.ts';

/** Everything that people and machines may ask of the box. The only data that flows inwards. */
export type Command =
  /** `for` is how long to hold the mood; without it, until another command. */
  | { readonly type: 'override'; readonly mood: Override; readonly for?: Ms }
  | { readonly type: 'play' }
  | { readonly type: 'pause' }
  | { readonly type: 'next' }
  | { readonly type: 'stop' }
  | { readonly type: 'like' }
  /** Not this one: counts against the track that plays, and skips it. */
  | { readonly type: 'dislike' }
  /** Takes back the last like, dislike or skip, if it is only minutes old. */
  | { readonly type: 'undo' }
  /** Moves to this position in the track that plays; ignored where the track cannot be moved in. */
  | { readonly type: 'seek'; readonly to: Ms }
  /** Read the room this second, and act on it. */
  | { readonly type: 'capture' }
  /** Fetch a newer yt-dlp. */
  | { readonly type: 'update' }
  | { readonly type: 'volume'; readonly value: Percent }
  | { readonly type: 'camera'; readonly on: boolean }
  /** Whether the music follows the mood by itself. */
  | { readonly type: 'autoplay'; readonly on: boolean }
  /** What a sensor in the home reports: true if somebody is there, false if nobody is, `null` if it no longer reports anything. */
  | { readonly type: 'presence'; readonly on: boolean | null }
  /** What another device says of how people feel. */
  | ({ readonly type: 'sense' } & SenseWord)
  /** Speaks a message over the music. */
  | ({ readonly type: 'announce' } & Announcement)
  /** Plays the sound at this address once, then the mood's own music again. */
  | ({ readonly type: 'play_url' } & SoundAddress)
  /** Somebody plays their own music on the loudspeaker of the box, or no longer does. */
  | ({ readonly type: 'guest' } & GuestWord)
  /** Ends what guests play, and plays the music of the box. */
  | { readonly type: 'moodbox_now' };

/** The commands without a value (buttons). */
export const PLAIN = ['play', 'pause', 'next', 'stop', 'like', 'dislike', 'undo', 'capture', 'update', 'moodbox_now'] as const;
/** The commands that set a number. */
export const NUMBERS = ['volume', 'seek'] as const;
/** The commands that bring the address of something to hear. */
export const ADDRESSED = ['announce', 'play_url'] as const;
/** The commands that switch something on or off. */
export const SWITCHES = ['camera', 'autoplay'] as const;

/** The shortest and the longest time for which a mood can be held; other times are limited to this range. */
const SHORTEST_HOLD = ms(1000);
const LONGEST_HOLD = ms(7 * 24 * 3_600_000);
/** Nobody plays a longer track; a position beyond the end of one is its end. */
const FURTHEST = ms(24 * 3_600_000);

/** Checks a command from the outside world; numbers are limited to their range. The failure is a sentence for the sender. */
export function parseCommand(input: unknown): Result<Command, string> {
  if (typeof input !== 'object' || input === null) return failed('a command is an object such as {"type":"next"}');
  const { type, mood, for: span, value, on } = input as Record<string, unknown>;
  const plain = PLAIN.find((each) => each === type);
  if (plain) return done({ type: plain });
  if (type === 'override') return override(mood, span);
  if (type === 'volume') return volume(value);
  if (type === 'seek') return seek(value);
  if (type === 'presence')
    return on === null || typeof on === 'boolean' ? done({ type, on }) : failed('presence needs "on": true, false or null');
  if (type === 'sense') return sense(input as Record<string, unknown>);
  if (type === 'guest') return guest(input as Record<string, unknown>);
  if (type === 'announce') return typed(type, announcementIn(input));
  if (type === 'play_url') return typed(type, soundAddressIn(input));
  const named = SWITCHES.find((each) => each === type);
  if (named) return typeof on === 'boolean' ? done({ type: named, on }) : failed(`${named} needs "on": true or false`);
  return failed(
    `unknown command type ${JSON.stringify(type)}; known: override, ${[...PLAIN, ...NUMBERS, ...SWITCHES, 'presence', 'sense', 'guest', ...ADDRESSED].join(', ')}`,
  );
}

/** A command in the form that `parseCommand` reads, with times in seconds. */
export function asWritten(command: Command): object {
  if (command.type === 'seek') return { type: 'seek', value: command.to / 1000 };
  if (command.type === 'sense') return { type: 'sense', ...senseAsWritten(command) };
  if (command.type === 'guest') return { ...command, ...guestAsWritten(command) };
  return command.type === 'override' && command.for !== undefined ? { ...command, for: command.for / 1000 } : command;
}

/** `auto` ignores a time: following the camera has no end. */
function override(mood: unknown, span: unknown): Result<Command, string> {
  if (mood !== 'auto' && !isMood(mood)) return failed('override needs "mood": one of the seven emotions, "away" or "auto"');
  if (mood === 'auto' || span === undefined || span === null) return done({ type: 'override', mood });
  const held = spanWithin(span, SHORTEST_HOLD, LONGEST_HOLD);
  if (held === undefined) return failed('override needs "for": seconds, or a length of time such as "30m"');
  return done({ type: 'override', mood, for: held });
}

function volume(value: unknown): Result<Command, string> {
  if (typeof value === 'number' && Number.isFinite(value)) return done({ type: 'volume', value: percent(value) });
  return failed('volume needs "value": a number from 0 to 100');
}

function sense(input: Readonly<Record<string, unknown>>): Result<Command, string> {
  const word = senseWordOf(input);
  return word.ok ? done({ type: 'sense', ...word.value }) : word;
}

function guest(input: Readonly<Record<string, unknown>>): Result<Command, string> {
  const word = guestWordOf(input);
  return word.ok ? done({ type: 'guest', ...word.value }) : word;
}

function seek(value: unknown): Result<Command, string> {
  if (typeof value !== 'number' || !(value >= 0)) return failed('seek needs "value": a position in the track, in seconds');
  return done({ type: 'seek', to: ms(Math.min(FURTHEST, value * 1000)) });
}

function typed(type: 'announce' | 'play_url', address: Result<SoundAddress, string>): Result<Command, string> {
  return address.ok ? done({ type, ...address.value }) : failed(`${type} needs ${address.why}`);
}
