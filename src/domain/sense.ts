import type { Emotion, EmotionScores } from './emotion.ts';
import { EMOTIONS, isEmotion, scoresBy, scoresOfOne } from './emotion.ts';
import type { Result } from './result.ts';
import { done, failed } from './result.ts';
import { spanWithin } from './span.ts';
import type { Ms, Share } from './units.ts';
import { ms, share } from './units.ts';

/** What another device says of how people feel: a voice, a wearable, a light. With `null` it takes back what it said. */
export type SenseWord = {
  /** The device's name for people, such as `Watch`. A newer word of the same name replaces the older one. */
  readonly name: string;
  readonly feels: Emotion | Affect | null;
  /** How much the device is to be trusted. */
  readonly weight: Share;
  /** How long the word holds; it counts for less and less until then. */
  readonly for: Ms;
};

/** A place in the plane of emotions: `valence` from -1 (unpleasant) to 1, and `arousal` from -1 (calm) to 1 (excited). */
export type Affect = { readonly valence: number; readonly arousal: number };

const LONGEST_NAME = 40;
const USUAL_WEIGHT = share(0.5);
const USUAL_SPAN = ms(120_000);
const SHORTEST = ms(1000);
const LONGEST = ms(3_600_000);

/**
 * Where people put the emotions in that plane, on average: pleasure and arousal of J. A. Russell and A. Mehrabian, "Evidence for a
 * three-factor theory of emotions" (1977). Neutral is its origin.
 */
const PLACES: Readonly<Record<Emotion, Affect>> = {
  angry: { valence: -0.51, arousal: 0.59 },
  disgust: { valence: -0.6, arousal: 0.35 },
  fear: { valence: -0.64, arousal: 0.6 },
  happy: { valence: 0.81, arousal: 0.51 },
  sad: { valence: -0.63, arousal: -0.27 },
  surprise: { valence: 0.4, arousal: 0.67 },
  neutral: { valence: 0, arousal: 0 },
};
/** How excited somebody is who feels like this, from -1 (calm) to 1, by the same averages. */
export const arousalOf = (scores: EmotionScores): number =>
  EMOTIONS.reduce((sum, emotion) => sum + scores[emotion] * PLACES[emotion].arousal, 0);

/** The standard deviation of what people mean by a word, about 0.3 to 0.4 in each direction in that paper. */
const SPREAD = 0.35;

/** Scores that add up to 1: all for an emotion by its name, or by how near each is to a place in the plane. */
export function scoresFelt(feels: Emotion | Affect): EmotionScores {
  if (typeof feels === 'string') return scoresOfOne(feels);
  const near = ({ valence, arousal }: Affect): number =>
    Math.exp(-((feels.valence - valence) ** 2 + (feels.arousal - arousal) ** 2) / (2 * SPREAD ** 2));
  const sum = EMOTIONS.reduce((total, emotion) => total + near(PLACES[emotion]), 0);
  return scoresBy((emotion) => near(PLACES[emotion]) / sum);
}

/** Checks a word from the outside world, with its time in seconds or as text. The failure is a sentence for the sender. */
export function senseWordOf({
  name,
  weight = USUAL_WEIGHT,
  for: span,
  ...rest
}: Readonly<Record<string, unknown>>): Result<SenseWord, string> {
  const called = typeof name === 'string' ? name.trim() : '';
  if (!/^[^\p{C}]{1,40}$/u.test(called))
    return failed(`sense needs "name": what senses, in ${LONGEST_NAME} characters at most, such as "Watch"`);
  if (typeof weight !== 'number' || !(weight > 0 && weight <= 1)) return failed('"weight" is above 0, and 1 at most: how much to trust it');
  const held = span === undefined ? USUAL_SPAN : spanWithin(span, SHORTEST, LONGEST);
  if (held === undefined) return failed('"for" is in seconds, or a length of time such as "2m": how long this holds, up to an hour');
  if (rest.emotion !== undefined && (rest.valence !== undefined || rest.arousal !== undefined))
    return failed('say "emotion", or "valence" and "arousal", and not both');
  const feels = feelsIn(rest);
  return feels === undefined ? failed(FEELS) : done({ name: called, feels, weight: share(weight), for: held });
}

const FEELS =
  'sense needs "emotion": one of the seven emotions, or null to take it back; or "valence" and "arousal", each from -1 to 1 (unpleasant to pleasant, calm to excited)';

/** The word as `senseWordOf` reads it. */
export const senseAsWritten = ({ name, feels, weight, for: span }: SenseWord): object => ({
  ...{ name, weight, for: span / 1000 },
  ...(typeof feels === 'object' && feels !== null ? feels : { emotion: feels }),
});

function feelsIn({ emotion, valence, arousal }: Readonly<Record<string, unknown>>): SenseWord['feels'] | undefined {
  if (emotion !== undefined) return emotion === null || isEmotion(emotion) ? emotion : undefined;
  return isCoordinate(valence) && isCoordinate(arousal) ? { valence, arousal } : undefined;
}

const isCoordinate = (value: unknown): value is number => typeof value === 'number' && value >= -1 && value <= 1;
