import type { Blank, Emotion, EmotionScores, Expression, Mood } from '../domain/emotion.ts';
import { isEmotion } from '../domain/emotion.ts';
import type { Presence } from '../domain/presence.ts';
import type { Instant, Ms } from '../domain/units.ts';
import { elapsed } from '../domain/units.ts';
import type { Climate, ClimateSettings } from './climate.ts';
import { beginClimate, stepClimate } from './climate.ts';
import type { RoomReading } from './reading.ts';
import type { SettleSettings, Settling } from './settle.ts';
import { captured, settle } from './settle.ts';

/** `fade_after`: without a face for so long the mood becomes neutral, although somebody is there. */
export type FeelingSettings = SettleSettings & ClimateSettings & { readonly fade_after: Ms };

/**
 * What a room shows and what it feels like. The `expression` follows the faces within seconds; the `mood` follows the expressions over
 * minutes. `climate` is there once a face was read since somebody came; `faced` is when a face was in sight for the last time.
 */
export type Feeling = {
  readonly mood: Mood;
  readonly expression: Settling;
  readonly climate?: Climate;
  readonly faced?: Instant;
  /** Since when somebody has been present. */
  readonly came?: Instant;
  /** Why the mood is neutral without a face that says so. */
  readonly blank?: Blank;
};

/** What one moment shows. */
export type Impression = { readonly at: Instant; readonly reading: RoomReading; readonly presence: Presence['kind'] };

/** A room that nobody has looked at yet: empty, for all that is known. */
export const beginFeeling: Feeling = { mood: 'away', expression: { mood: 'away', new: true } };

/** What the faces show now; the settling calls a room without faces `away`. */
export const expressionOf = ({ expression }: Feeling): Expression => (isEmotion(expression.mood) ? expression.mood : 'none');

/**
 * A moment later. `absent` is the one way to `away`. `unknown` changes no mood. While somebody is present, the first expression becomes the
 * mood as soon as it has settled, and from then on the climate decides. Somebody whose face has not been seen makes the room `neutral`.
 */
export function feel(before: Feeling, { at, reading, presence }: Impression, manners: FeelingSettings): Feeling {
  const expression = settle(before.expression, { at, reading }, manners);
  if (presence === 'absent') return { mood: 'away', expression };
  if (presence === 'unknown') return { ...before, expression };
  const came = before.came ?? at;
  const faced = reading.kind === 'nobody' ? before.faced : at;
  const state: Feeling = { ...before, expression, came, ...(faced !== undefined && { faced }) };
  if (reading.kind === 'nobody' && elapsed(faced ?? came, at) >= manners.fade_after) return faded(state);
  const settled = expression.mood;
  if (!isEmotion(settled)) return unread(state, at, manners);
  if (manners.inertia === 0) return { ...read(state), mood: settled };
  if (reading.kind === 'sure') return felt(state, settled, reading.scores, at, manners);
  return state.mood === 'away' ? { ...read(state), mood: settled } : state;
}

/** What is seen for the mood, at once (the paper's "capture emotion"); nothing where no face that counts is sure. */
export function captureFeeling(before: Feeling, reading: RoomReading, at: Instant, manners: ClimateSettings): Feeling | undefined {
  const expression = captured(reading, at);
  if (!expression || !isEmotion(expression.mood) || reading.kind !== 'sure') return undefined;
  const climate = beginClimate(expression.mood, reading.scores, at, manners);
  return { came: at, ...read(before), mood: expression.mood, expression, climate, faced: at };
}

function felt(state: Feeling, settled: Emotion, scores: EmotionScores, at: Instant, manners: FeelingSettings): Feeling {
  const climate = state.climate ? stepClimate(state.climate, scores, at, manners) : beginClimate(settled, scores, at, manners);
  return { ...read(state), mood: climate.mood, climate };
}

/** No expression has settled. Somebody who has been there for `hold` without showing a face makes an empty room neutral. */
function unread(state: Feeling, at: Instant, { hold }: SettleSettings): Feeling {
  if (state.mood !== 'away') return state;
  const lately = state.faced ?? state.came ?? at;
  return elapsed(lately, at) >= hold ? { ...state, mood: 'neutral', blank: 'unread' } : state;
}

/** Nobody's face was seen for so long that what it showed tells nothing any more. The next face begins anew. */
function faded({ climate: _over, ...state }: Feeling): Feeling {
  return { ...state, mood: 'neutral', blank: state.faced === undefined ? 'unread' : 'faded' };
}

/** From now on the mood rests on faces. */
function read({ blank: _over, ...state }: Feeling): Feeling {
  return state;
}
