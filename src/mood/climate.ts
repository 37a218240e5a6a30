import type { Emotion, EmotionScores } from '../domain/emotion.ts';
import { EMOTIONS, scoresBy, scoresOfOne, strongest } from '../domain/emotion.ts';
import type { Instant, Ms, Share } from '../domain/units.ts';
import { elapsed, ms } from '../domain/units.ts';

/**
 * What the room has been like: a running average of what its faces showed, each moment weighted by how clear it was. `seen` is how long
 * the faces have been read; `restless` counts recent changes of mood.
 */
export type Climate = {
  readonly mood: Emotion;
  readonly scores: EmotionScores;
  readonly seen: Ms;
  readonly at: Instant;
  readonly restless: number;
};

/** `inertia`: the time constant of that average. 0: the mood is the expression. */
export type ClimateSettings = { readonly inertia: Ms; readonly margin: Share };

/** A gap between two sure readings counts as this long at most: what was not seen has no weight. */
const LONGEST_STEP = ms(1000);
/** A change of mood is forgotten after this time (a time constant). */
const FORGET = ms(90 * 60_000);
/** What each recent change does to the next one: the average becomes this many times slower, and the lead has to be this much larger. */
const SLOWER = 5;
const FARTHER = 0.35;

/**
 * The climate of a room that has just been read for the first time, as `mood`; that weighs as much as `inertia` of watching. If this
 * moment's scores say something else (a glance, while another expression settled), they are not used.
 */
export const beginClimate = (mood: Emotion, scores: EmotionScores, at: Instant, { inertia }: ClimateSettings): Climate => ({
  mood,
  scores: strongest(scores) === mood ? sharpened(scores) : scoresOfOne(mood),
  seen: inertia,
  at,
  restless: 0,
});

/**
 * The climate after one more sure reading. The mood turns to the emotion that leads the average by `margin`. A room that swings to and
 * fro (two people who differ) becomes harder to move with each turn, like the damping of flapping routes in networks (RFC 2439).
 */
export function stepClimate(before: Climate, scores: EmotionScores, at: Instant, { inertia, margin }: ClimateSettings): Climate {
  const since = elapsed(before.at, at);
  const step = Math.min(since, LONGEST_STEP);
  const restless = before.restless * Math.exp(-since / FORGET);
  const constant = inertia * SLOWER ** restless;
  const seen = ms(before.seen + step);
  const weight = step / Math.max(step, Math.min(constant, seen));
  const sharp = sharpened(scores);
  const average = scoresBy((emotion) => before.scores[emotion] + (step > 0 ? weight : 0) * (sharp[emotion] - before.scores[emotion]));
  const leader = strongest(average);
  const turns = leader !== before.mood && average[leader] - average[before.mood] >= margin + FARTHER * restless;
  return { mood: turns ? leader : before.mood, scores: average, seen, at, restless: turns ? restless + 1 : restless };
}

/** Scores with a more pronounced leader (squared, and scaled to a sum of 1): a clearly sad face counts almost fully, a torn one hardly. */
function sharpened(scores: EmotionScores): EmotionScores {
  const sum = EMOTIONS.reduce((total, each) => total + scores[each] ** 2, 0);
  return sum > 0 ? scoresBy((emotion) => scores[emotion] ** 2 / sum) : scores;
}
