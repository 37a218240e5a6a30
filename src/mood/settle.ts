import type { Emotion, EmotionScores, Mood } from '../domain/emotion.ts';
import { strongest } from '../domain/emotion.ts';
import type { Instant, Ms, Share } from '../domain/units.ts';
import { elapsed, ms } from '../domain/units.ts';
import type { RoomReading } from './reading.ts';

/** The mood in force, and the rival that leads: since when without a break, and when for the last time. */
export type Settling = {
  readonly mood: Mood;
  readonly rival?: { readonly mood: Emotion; readonly since: Instant; readonly last: Instant };
  /** When somebody was last in sight; absent before anybody was. */
  readonly seen?: Instant;
  /** Since when somebody has been in sight of a room that is still `away`. */
  readonly came?: Instant;
  /** No mood has been settled yet: `away` is only what is assumed at the start. */
  readonly new?: true;
};

/** What one moment shows. */
export type Guess = { readonly at: Instant; readonly reading: RoomReading };
export type SettleSettings = { readonly hold: Ms; readonly margin: Share; readonly away_after: Ms };

/** The detector loses a face, or its expression is unsure, for a frame or two; a longer gap starts a rival's time anew. */
const BLINK = ms(1000);
/** The part of the hold that the very first mood must lead for. */
const FIRST = 1 / 4;

/**
 * A rival wins only after it has led, by `margin` and unbroken, for `hold`; nobody in sight for `away_after` is `away`.
 * Somebody who comes into an empty room needs no margin, only the hold. The very first mood needs a quarter of the hold: there is no
 * mood yet that had to be defended, and who has just switched the box on is waiting for it.
 *
 * An unsure moment is evidence that somebody is there, and of nothing else: the mood in force stays, for ever if need be, and
 * a rival neither gains by it nor loses, if it is as short as a blink. Somebody who comes in and stays unsure for `hold` makes
 * the room `neutral`: `away` would be wrong (a home would stay dark and silent around somebody whom the camera sees badly), and
 * of all moods this one claims least and has the least obtrusive music. A rival that is on its way goes first.
 */
export function settle(state: Settling, { at, reading }: Guess, manners: SettleSettings): Settling {
  switch (reading.kind) {
    case 'nobody':
      return nobody(state, at, manners);
    case 'unsure':
      return unsure({ ...state, ...inSight(state, at) }, at, manners);
    case 'sure':
      return sure(state, at, reading.scores, manners);
  }
}

/** What is seen for the mood, without hold and margin (the paper's "capture emotion"); nothing where no face that counts is sure. */
export const captured = (reading: RoomReading, at: Instant): Settling | undefined =>
  reading.kind === 'sure' ? { mood: strongest(reading.scores), seen: at } : undefined;

function sure(state: Settling, at: Instant, scores: EmotionScores, { hold, margin }: SettleSettings): Settling {
  const leader = strongest(scores);
  const present = state.mood === 'away' ? undefined : scores[state.mood];
  const leads = leader !== state.mood && (present === undefined || scores[leader] - present >= margin);
  const stays: Settling = { mood: state.mood, ...inSight(state, at), ...(state.new && { new: true }) };
  if (!leads) return stays;
  const since = state.rival?.mood === leader && isRecent(state.rival.last, at) ? state.rival.since : at;
  return elapsed(since, at) >= (state.new ? hold * FIRST : hold)
    ? { mood: leader, seen: at }
    : { ...stays, rival: { mood: leader, since, last: at } };
}

function unsure(state: Settling, at: Instant, { hold }: SettleSettings): Settling {
  const waits = state.came === undefined || elapsed(state.came, at) < hold || isRecent(state.rival?.last, at);
  return waits ? state : { mood: 'neutral', seen: at };
}

function nobody(state: Settling, at: Instant, { away_after }: SettleSettings): Settling {
  if (state.mood === 'away') return state;
  if (state.seen === undefined) return { ...state, seen: at };
  return elapsed(state.seen, at) >= away_after ? { mood: 'away' } : state;
}

/** Somebody is in sight at this moment; a blink does not make them come anew. */
function inSight({ mood, came, seen }: Settling, at: Instant): Pick<Settling, 'seen' | 'came'> {
  if (mood !== 'away') return { seen: at };
  return { seen: at, came: came !== undefined && isRecent(seen, at) ? came : at };
}

const isRecent = (then: Instant | undefined, at: Instant): boolean => then !== undefined && elapsed(then, at) <= BLINK;
