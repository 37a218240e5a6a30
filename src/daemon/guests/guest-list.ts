import type { GuestState, GuestWord } from '../../domain/sound-guest.ts';
import type { Instant, Moment, Ms } from '../../domain/units.ts';
import { elapsed, later, moment, ms } from '../../domain/units.ts';

/** A guest, and when its lease ends. */
export type SoundGuest = { readonly name: string; readonly title?: string; readonly since: Moment; readonly ends: Instant };

/** The last guest to leave. moodbox keeps silent until the instant `until`, which is the moment `back`. */
export type LeftGuest = { readonly name: string; readonly until: Instant; readonly back: Moment };

/** The guests, the newest last. `left` is absent while a guest is there. */
export type GuestList = { readonly guests: readonly SoundGuest[]; readonly left?: LeftGuest };

export const NO_GUESTS: GuestList = { guests: [] };

/** How long moodbox keeps silent after the last guest, and the lease of a guest that names none. */
export type GuestTerms = { readonly rest: Ms; readonly lease: Ms };

/** A moment by both clocks. */
export type GuestNow = { readonly at: Instant; readonly today: Moment };

/** A box has one loudspeaker; whoever makes up more names than this puts out the oldest. */
const MOST_GUESTS = 8;

/** The list after a word of a guest. A guest that says again that it plays has a new lease, and keeps its title unless it names another. */
export function guestsTold(list: GuestList, word: GuestWord, now: GuestNow, terms: GuestTerms): GuestList {
  const known = list.guests.find(({ name }) => name === word.name);
  const others = list.guests.filter(({ name }) => name !== word.name);
  if (word.state === 'gone') return known ? without(others, word.name, now, later(now.at, terms.rest)) : list;
  const title = word.title ?? known?.title;
  const ends = later(now.at, word.lease ?? terms.lease);
  const guest = { name: word.name, ...(title !== undefined && { title }), since: known?.since ?? now.today, ends };
  // A new lease is no new guest: the order says who came last.
  const guests = known ? list.guests.map((each) => (each === known ? guest : each)) : [...others.slice(1 - MOST_GUESTS), guest];
  return { guests };
}

/** The list a moment later: leases and the rest come to their end by themselves. The same list if nothing has. */
export function guestsLater(list: GuestList, now: GuestNow, terms: GuestTerms): GuestList {
  const over = list.guests.filter(({ ends }) => ends <= now.at);
  const last = over.toSorted((a, b) => a.ends - b.ends).at(-1);
  if (last) {
    const there = list.guests.filter((each) => !over.includes(each));
    return guestsLater(without(there, last.name, now, later(last.ends, terms.rest)), now, terms);
  }
  return list.left && list.left.until <= now.at ? NO_GUESTS : list;
}

/** Whether the loudspeaker is somebody else's, or moodbox waits whether that somebody comes back. */
export const isTaken = ({ guests, left }: GuestList): boolean => guests.length > 0 || left !== undefined;

/** What the report says of the list; undefined if it is empty. */
export function guestState({ guests, left }: GuestList): GuestState | undefined {
  if (left) return { kind: 'resting', left: left.name, until: left.back };
  return guests.length > 0 ? { kind: 'playing', guests: guests.map(({ ends: _lease, ...guest }) => guest) } : undefined;
}

/** How much is left of a lease that was kept over a restart: never more than `most`, however the clock was set meanwhile. */
export const leaseLeft = (until: Moment, today: Moment, most: Ms): Ms => ms(Math.min(most, Math.max(0, until - today)));

function without(guests: GuestList['guests'], name: string, { at, today }: GuestNow, until: Instant): GuestList {
  return guests.length > 0 ? { guests } : { guests, left: { name, until, back: moment(today + elapsed(at, until)) } };
}
