import type { Emotion, EmotionScores, Mood } from '../domain/emotion.ts';
import { strongest } from '../domain/emotion.ts';
import type { Instant, Ms, Share } from '../domain/units.ts';
import { elapsed, ms } from '../domain/units.ts';
import type { RoomReading } from './reading.ts';

/**
 * The settled mood, and the rival that leads now. A break is timed from the first moment that shows it, not from the last moment before it:
 * moments may be more than a blink apart (a slow camera, a box without a camera that hears from others once a second).
 */
export type Settling = {
  readonly mood: Mood;
  /** Since when it leads, when it led last, and, if it does not at the moment, since when not. */
  readonly rival?: { readonly mood: Emotion; readonly since: Instant; readonly last: Instant; readonly brokenSince?: Instant };
  /** When somebody was last in sight; absent until somebody was. */
  readonly seen?: Instant;
  /** Since when nobody has been in sight; absent while somebody is. */
  readonly goneSince?: Instant;
  /** Since when somebody has been in sight while the mood is still `away`. */
  readonly came?: Instant;
  /** No mood has settled yet; `away` is only an assumption at the start. */
  readonly new?: true;
};

/** What one moment shows. */
export type TimedReading = { readonly at: Instant; readonly reading: RoomReading };
export type SettleSettings = { readonly hold: Ms; readonly margin: Share; readonly away_after: Ms };

/** The detector may lose a face, or be unsure of it, for a frame or two; a longer gap restarts a rival's time. */
const BLINK = ms(1000);
/** A longer gap between two moments restarts it too: what nobody looked at was not seen. */
const LONGEST_GAP = ms(3000);
/** The share of the hold for which the very first mood must lead. */
const FIRST = 1 / 4;

/**
 * Debounces the mood (`hold`), with hysteresis (`margin`).
 *
 * A rival wins only after it has led, by `margin` and unbroken, for `hold`; nobody in sight for `away_after` is `away`.
 * Somebody who comes into an empty room needs no margin, only the hold. The very first mood needs a quarter of the hold: there is no
 * earlier mood to defend, and whoever has just switched the box on is waiting for it.
 *
 * An unsure moment is evidence that somebody is there, and of nothing else: the settled mood stays, for ever if need be, and a rival
 * neither gains nor loses if the moment is as short as a blink. Somebody who comes in and stays unsure for `hold` makes the room
 * `neutral`: `away` would be wrong (a home would stay dark and silent around somebody whom the camera sees badly), and `neutral` claims
 * the least of all moods and has the least obtrusive music. A rival that already leads goes first.
 */
export function settle(state: Settling, { at, reading }: TimedReading, settings: SettleSettings): Settling {
  switch (reading.kind) {
    case 'nobody':
      return nobody(state, at, settings);
    case 'unsure':
      return unsure(seenAgain(broken(state, at), at), at, settings);
    case 'sure':
      return sure(state, at, reading.scores, settings);
  }
}

/** Takes the present reading as the mood, without hold and margin (the paper's "capture emotion"); undefined unless it is sure. */
export const captured = (reading: RoomReading, at: Instant): Settling | undefined =>
  reading.kind === 'sure' ? { mood: strongest(reading.scores), seen: at } : undefined;

function sure(state: Settling, at: Instant, scores: EmotionScores, { hold, margin }: SettleSettings): Settling {
  const leader = strongest(scores);
  const present = state.mood === 'away' ? undefined : scores[state.mood];
  const leads = leader !== state.mood && (present === undefined || scores[leader] - present >= margin);
  const stays: Settling = { mood: state.mood, ...inSight(state, at), ...(state.new && { new: true }) };
  if (!leads) return stays;
  const since = state.rival?.mood === leader && isUnbroken(state.rival, at) ? state.rival.since : at;
  return elapsed(since, at) >= (state.new ? hold * FIRST : hold)
    ? { mood: leader, seen: at }
    : { ...stays, rival: { mood: leader, since, last: at } };
}

function unsure(state: Settling, at: Instant, { hold }: SettleSettings): Settling {
  const leads = state.rival !== undefined && isUnbroken(state.rival, at);
  return leads || state.came === undefined || elapsed(state.came, at) < hold ? state : { mood: 'neutral', seen: at };
}

function nobody(state: Settling, at: Instant, { away_after }: SettleSettings): Settling {
  const empty = { ...broken(state, at), goneSince: state.goneSince ?? at };
  if (state.mood === 'away') return empty;
  if (state.seen === undefined) return { ...empty, seen: at };
  return elapsed(state.seen, at) >= away_after ? { mood: 'away' } : empty;
}

/** Somebody is in sight at this moment; after a blink they do not count as newly arrived. */
function inSight({ mood, came, seen, goneSince }: Settling, at: Instant): Pick<Settling, 'seen' | 'came'> {
  if (mood !== 'away') return { seen: at };
  const stayed = came !== undefined && isUnbroken({ last: seen ?? came, brokenSince: goneSince }, at);
  return { seen: at, came: stayed ? came : at };
}

/** The state without a gap, since somebody is in sight. */
function seenAgain(state: Settling, at: Instant): Settling {
  const { goneSince: _over, ...rest } = state;
  return { ...rest, ...inSight(state, at) };
}

/** At this moment the rival does not lead. */
function broken({ rival, ...state }: Settling, at: Instant): Settling {
  return rival ? { ...state, rival: { ...rival, brokenSince: rival.brokenSince ?? at } } : state;
}

type Span = { readonly last: Instant; readonly brokenSince?: Instant | undefined };

/** Whether something that was so at `last`, and not so from `brokenSince` on, counts as unbroken. */
const isUnbroken = ({ last, brokenSince }: Span, at: Instant): boolean =>
  elapsed(last, at) <= LONGEST_GAP && (brokenSince === undefined || elapsed(brokenSince, at) <= BLINK);
