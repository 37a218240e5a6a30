import type { Emotion, EmotionScores, Mood } from '../domain/emotion.ts';
import { strongest } from '../domain/emotion.ts';
import type { Instant, Ms, Share } from '../domain/units.ts';
import { elapsed, ms } from '../domain/units.ts';

/** The mood in force, and the rival that has led since a moment without a break. */
export type Settling = {
  readonly mood: Mood;
  readonly rival?: { readonly mood: Emotion; readonly since: Instant };
  /** When somebody was last in sight; absent before anybody was. */
  readonly seen?: Instant;
};

/** What one moment shows: the room's scores, or nobody. */
export type Guess = { readonly at: Instant; readonly scores: EmotionScores | undefined };
export type Manners = { readonly hold: Ms; readonly margin: Share; readonly away_after: Ms };

/** The detector loses a face for a frame or two; a longer gap starts a rival's time anew. */
const BLINK = ms(1000);

/**
 * A rival wins only after it has led, by `margin` and unbroken, for `hold`; nobody in sight for `away_after` is `away`.
 * Somebody who comes into an empty room needs no margin, only the hold.
 */
export function settle(state: Settling, guess: Guess, manners: Manners): Settling {
  return guess.scores ? somebody(state, guess.at, guess.scores, manners) : nobody(state, guess.at, manners);
}

function somebody(state: Settling, at: Instant, scores: EmotionScores, { hold, margin }: Manners): Settling {
  const leader = strongest(scores);
  const present = state.mood === 'away' ? undefined : scores[state.mood];
  const leads = leader !== state.mood && (present === undefined || scores[leader] - present >= margin);
  if (!leads) return { mood: state.mood, seen: at };
  const unbroken = state.rival?.mood === leader && state.seen !== undefined && elapsed(state.seen, at) <= BLINK;
  const since = unbroken && state.rival ? state.rival.since : at;
  if (elapsed(since, at) >= hold) return { mood: leader, seen: at };
  return { mood: state.mood, rival: { mood: leader, since }, seen: at };
}

function nobody(state: Settling, at: Instant, { away_after }: Manners): Settling {
  if (state.mood === 'away') return state;
  if (state.seen === undefined) return { ...state, seen: at };
  return elapsed(state.seen, at) >= away_after ? { mood: 'away' } : state;
}
