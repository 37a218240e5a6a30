import type { Share } from './units.ts';
import { share } from './units.ts';

/** The seven emotions of FER-2013, in the order of the network's outputs. */
export const EMOTIONS = ['angry', 'disgust', 'fear', 'happy', 'sad', 'surprise', 'neutral'] as const;
export type Emotion = (typeof EMOTIONS)[number];

/**
 * A share for each emotion. They add up to 1, or to less: what is missing is how sure the network is that this face cannot be read (a mask,
 * a hand, no face at all). Such a face is unsure, because no emotion reaches `mood.min_confidence`. `evened` makes them add up to 1.
 */
export type EmotionScores = Readonly<Record<Emotion, Share>>;

/** The mood of a room: what it has been like over the last minutes, or `away` when nobody is there. */
export const MOODS = [...EMOTIONS, 'away'] as const;
export type Mood = (typeof MOODS)[number];

/** What the faces in sight show now; `none` if no face has been seen for a while. An expression lasts seconds, a mood minutes. */
export const EXPRESSIONS = [...EMOTIONS, 'none'] as const;
export type Expression = (typeof EXPRESSIONS)[number];

/**
 * Why a mood is `neutral` although no face showed that. `unread`: no face has been read since somebody came in. `faded`: no face has been
 * in sight for `mood.fade_after`.
 */
export type NeutralReason = 'unread' | 'faded';

/** What an override asks for: a mood to hold whatever the camera sees, or `auto` to follow the camera again. */
export type Override = Mood | 'auto';

export const isEmotion = (word: unknown): word is Emotion => EMOTIONS.some((each) => each === word);
export const isMood = (word: unknown): word is Mood => MOODS.some((each) => each === word);

/** Scores from a function of the emotion and its index in EMOTIONS. */
export const scoresBy = (of: (emotion: Emotion, index: number) => number): EmotionScores => {
  const [angry, disgust, fear, happy, sad, surprise, neutral] = EMOTIONS.map((e, i) => share(of(e, i))) as [
    Share,
    Share,
    Share,
    Share,
    Share,
    Share,
    Share,
  ];
  return { angry, disgust, fear, happy, sad, surprise, neutral };
};

/** The scores of a face that shows one emotion and nothing else. */
export const scoresOfOne = (one: Emotion): EmotionScores => scoresBy((emotion) => (emotion === one ? 1 : 0));

/** The sum of the scores: 1 less the share of "cannot tell". */
export const sumOfScores = (scores: EmotionScores): number => EMOTIONS.reduce((sum, each) => sum + scores[each], 0);

/** Scores that add up to 1: what is missing is divided evenly, since a face that cannot be read speaks for no emotion. */
export function evened(scores: EmotionScores): EmotionScores {
  const missing = Math.max(0, 1 - sumOfScores(scores));
  return missing === 0 ? scores : scoresBy((emotion) => scores[emotion] + missing / EMOTIONS.length);
}

/** The emotion with the highest score; of equal ones the first in EMOTIONS. */
export const strongest = (scores: EmotionScores): Emotion => EMOTIONS.reduce((best, each) => (scores[each] > scores[best] ? each : best));
