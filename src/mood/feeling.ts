import type { Emotion, EmotionScores, Expression, Mood, NeutralReason } from '../domain/emotion.ts';
import { isEmotion } from '../domain/emotion.ts';
import type { Presence } from '../domain/presence.ts';
import type { Instant, Ms } from '../domain/units.ts';
import { elapsed } from '../domain/units.ts';
import type { Climate, ClimateSettings } from './climate.ts';
import { beginClimate, stepClimate } from './climate.ts';
import type { RoomReading } from './reading.ts';
import type { SettleSettings, Settling } from './settle.ts';
import { captured, settle } from './settle.ts';

/** `fade_after`: without a face for this long, the mood becomes neutral although somebody is there. */
export type FeelingSettings = SettleSettings & ClimateSettings & { readonly fade_after: Ms };

/**
 * What a room shows and what it feels like. The `expression` follows the faces within seconds; the `mood` follows the expressions over
 * minutes. `climate` is set once the mood has rested on something since somebody came; `faced` is when a face was last in sight, or another
 * device last said anything.
 */
export type Feeling = {
  readonly mood: Mood;
  readonly expression: Settling;
  /** The same for what faces and the senses of other devices say together; absent while no such sense speaks. */
  readonly sensed?: Settling;
  readonly climate?: Climate;
  readonly faced?: Instant;
  /** Since when somebody has been present. */
  readonly came?: Instant;
  /** Why the mood is neutral although no face shows that. */
  readonly blank?: NeutralReason;
};

/** What one moment shows. The mood rests on `evidence`: the reading of the faces, unless other devices have a say in it. */
export type Impression = {
  readonly at: Instant;
  readonly reading: RoomReading;
  readonly evidence?: RoomReading;
  readonly presence: Presence['kind'];
};

/** A room that has not been looked at yet: assumed to be empty. */
export const beginFeeling: Feeling = { mood: 'away', expression: { mood: 'away', new: true } };

/** What a sense says has to lead as long as a new expression does: it has no earlier mood to defend, but nobody waits for it. */
const NOTHING_YET: Settling = { mood: 'away' };

/** What the faces show now. `settle` calls a room without faces `away`. */
export const expressionOf = ({ expression }: Feeling): Expression => (isEmotion(expression.mood) ? expression.mood : 'none');

/**
 * The feeling a moment later. Only `absent` leads to `away`, and `unknown` changes no mood. While somebody is present, the first
 * expression becomes the mood as soon as it has settled; from then on the climate decides. Somebody whose face has not been seen makes
 * the room `neutral`.
 */
export function feel(before: Feeling, { at, reading, evidence = reading, presence }: Impression, settings: FeelingSettings): Feeling {
  const expression = settle(before.expression, { at, reading }, settings);
  if (presence === 'absent') return { mood: 'away', expression };
  if (presence === 'unknown') return { ...before, expression };
  const came = before.came ?? at;
  const faced = evidence.kind === 'nobody' ? before.faced : at;
  const { sensed: sensedBefore, ...rest } = before;
  const sensed = evidence === reading ? undefined : settle(sensedBefore ?? NOTHING_YET, { at, reading: evidence }, settings);
  const state: Feeling = { ...rest, expression, came, ...(faced !== undefined && { faced }), ...(sensed && { sensed }) };
  if (evidence.kind === 'nobody' && elapsed(faced ?? came, at) >= settings.fade_after) return faded(state);
  const settled = sensed && isEmotion(sensed.mood) ? sensed.mood : expression.mood;
  if (!isEmotion(settled)) return unread(state, at, settings);
  if (settings.inertia === 0) return { ...read(state), mood: settled };
  if (evidence.kind === 'sure') return felt(state, settled, evidence.scores, at, settings);
  return state.mood === 'away' ? { ...read(state), mood: settled } : state;
}

/** Takes the present reading as the mood at once (the paper's "capture emotion"); undefined unless it is sure. */
export function captureFeeling(before: Feeling, reading: RoomReading, at: Instant, settings: ClimateSettings): Feeling | undefined {
  const expression = captured(reading, at);
  if (!expression || !isEmotion(expression.mood) || reading.kind !== 'sure') return undefined;
  const climate = beginClimate(expression.mood, reading.scores, at, settings);
  return { came: at, ...read(before), mood: expression.mood, expression, climate, faced: at };
}

function felt(state: Feeling, settled: Emotion, scores: EmotionScores, at: Instant, settings: FeelingSettings): Feeling {
  const climate = state.climate ? stepClimate(state.climate, scores, at, settings) : beginClimate(settled, scores, at, settings);
  return { ...read(state), mood: climate.mood, climate };
}

/** No expression has settled. Somebody who has been there for `hold` without a readable face makes an `away` room neutral. */
function unread(state: Feeling, at: Instant, { hold }: SettleSettings): Feeling {
  if (state.mood !== 'away') return state;
  const lately = state.faced ?? state.came ?? at;
  return elapsed(lately, at) >= hold ? { ...state, mood: 'neutral', blank: 'unread' } : state;
}

/** It is so long since a face was seen that what it showed no longer counts. The next face starts a new climate. */
function faded({ climate: _over, ...state }: Feeling): Feeling {
  return { ...state, mood: 'neutral', blank: state.faced === undefined ? 'unread' : 'faded' };
}

/** From now on the mood rests on faces again. */
function read({ blank: _over, ...state }: Feeling): Feeling {
  return state;
}
