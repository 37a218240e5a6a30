import { oneLine } from './one-line.ts';
import type { Result } from './result.ts';
import { done, failed } from './result.ts';
import { spanWithin } from './span.ts';
import type { Moment, Ms } from './units.ts';
import { ms } from './units.ts';

/**
 * What a program says that plays somebody's own music on the loudspeaker of the box, such as AirPlay or Spotify Connect: that it plays, or
 * that it no longer does. `lease`: how long it counts as there if nothing more is heard of it; absent: as configured.
 */
export type GuestWord =
  | { readonly name: string; readonly state: 'playing'; readonly title?: string; readonly lease?: Ms }
  | { readonly name: string; readonly state: 'gone' };

export const GUEST_STATES = ['playing', 'gone'] as const satisfies readonly GuestWord['state'][];

/** A guest in the report, and since when it has been there. */
export type ReportedGuest = { readonly name: string; readonly title?: string; readonly since: Moment };

/**
 * Who has the loudspeaker instead of moodbox: the guests, the newest last, or `resting` until a moment after the last one has left, and
 * then the music of moodbox comes back.
 */
export type GuestState =
  | { readonly kind: 'playing'; readonly guests: readonly ReportedGuest[] }
  | { readonly kind: 'resting'; readonly left: string; readonly until: Moment };

/** Characters. */
const LONGEST_NAME = 40;
const SHORTEST_LEASE = ms(1000);
/** No lease is longer than a day, wherever it comes from. */
export const LONGEST_LEASE = ms(24 * 3_600_000);

/** Checks a word from the outside world, with its time in seconds or as text. The failure is a sentence for the sender. */
export function guestWordOf({ name, state, title, lease }: Readonly<Record<string, unknown>>): Result<GuestWord, string> {
  const called = typeof name === 'string' ? oneLine(name, LONGEST_NAME + 1) : '';
  if (called === '' || [...called].length > LONGEST_NAME)
    return failed(`guest needs "name": what plays, in ${LONGEST_NAME} characters at most, such as "AirPlay"`);
  if (state === 'gone') return done({ name: called, state });
  if (state !== 'playing') return failed('guest needs "state": "playing" or "gone"');
  if (isGiven(title) && typeof title !== 'string') return failed('"title" is a text, or none');
  const held = isGiven(lease) ? spanWithin(lease, SHORTEST_LEASE, LONGEST_LEASE) : undefined;
  if (isGiven(lease) && held === undefined)
    return failed('"lease" is in seconds, or a length of time such as "2h": how long it counts as there if nothing more is heard of it');
  const heard = isGiven(title) ? oneLine(title) : '';
  return done({ name: called, state, ...(heard !== '' && { title: heard }), ...(held !== undefined && { lease: held }) });
}

/** The word as `guestWordOf` reads it. */
export const guestAsWritten = (word: GuestWord): object => ({
  ...word,
  ...(word.state === 'playing' && word.lease !== undefined && { lease: word.lease / 1000 }),
});

const isGiven = (value: unknown): value is NonNullable<unknown> => value !== undefined && value !== null;
