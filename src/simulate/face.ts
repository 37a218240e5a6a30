import type { Emotion, EmotionScores } from '../domain/emotion.ts';
import { EMOTIONS, isEmotion, scoresBy } from '../domain/emotion.ts';
import type { Result } from '../domain/result.ts';
import { done, failed } from '../domain/result.ts';
import type { Face, FaceBox } from '../domain/sight.ts';
import { px } from '../domain/units.ts';

/** The score of a face for which only the emotion is given. */
const PLAIN_SCORE = 0.85;
/** Rounded scores may miss a sum of 1 by this much. */
const ROUNDING = 0.02;

const FACE_KEYS = ['id', 'scores', 'emotion', 'box'];
const BOX_KEYS = ['x', 'y', 'width', 'height'] as const;
const EXAMPLE = '{"id":1,"scores":{"neutral":0.85}}';

/** Parses a face of a timeline and fills in what was left out. The failure says what to write instead. */
export function parseFace(input: unknown): Result<Face, string> {
  if (!isObject(input)) return failed(`a face is an object such as ${EXAMPLE}`);
  const unknownKey = Object.keys(input).find((key) => !FACE_KEYS.includes(key));
  if (unknownKey !== undefined) return failed(`a face has no '${unknownKey}'; it has ${FACE_KEYS.join(', ')}`);
  const { id, box, emotion, scores } = input;
  if (typeof id !== 'number' || !Number.isInteger(id) || id < 0) return failed(`a face needs "id": a whole number, such as ${EXAMPLE}`);
  const read = scores === undefined ? plainScores(emotion) : parseScores(scores);
  if (!read.ok) return failed(`face ${id}: ${read.why}`);
  const placed = box === undefined ? done(usualBox(id)) : parseBox(box);
  return placed.ok ? done({ id, box: placed.value, scores: read.value }) : failed(`face ${id}: ${placed.why}`);
}

/**
 * All seven scores from some of them: the given ones stay, and the others share the rest of 1. If all seven are given and add up to clearly
 * less than 1, the rest is "cannot tell".
 */
export function filled(given: ReadonlyMap<Emotion, number>): EmotionScores {
  const sum = total(given.values());
  const others = EMOTIONS.length - given.size;
  if (others === 0 && sum < 1 - ROUNDING) return scoresBy((emotion) => given.get(emotion) ?? 0);
  if (others === 0 || sum > 1) return scoresBy((emotion) => (given.get(emotion) ?? 0) / sum);
  return scoresBy((emotion) => given.get(emotion) ?? (1 - sum) / others);
}

/** The box of a face that came without one: a place and size for each id, in a picture of 1280 × 720. A lower id is a little larger. */
export function usualBox(id: number): FaceBox {
  const place = id % 8;
  const size = 128 - 6 * place;
  return { x: px(40 + 150 * place), y: px(240 + 40 * (place % 3)), width: px(size), height: px(size) };
}

function plainScores(emotion: unknown): Result<EmotionScores, string> {
  if (isEmotion(emotion)) return done(filled(new Map([[emotion, PLAIN_SCORE]])));
  return failed(`it needs "scores" such as {"happy":0.8}, or "emotion": one of ${EMOTIONS.join(', ')}`);
}

function parseScores(input: unknown): Result<EmotionScores, string> {
  if (!isObject(input) || Object.keys(input).length === 0) return failed('its "scores" are an object such as {"happy":0.8,"neutral":0.1}');
  const given = new Map<Emotion, number>();
  for (const [name, score] of Object.entries(input)) {
    if (!isEmotion(name)) return failed(`there is no emotion '${name}'; there are ${EMOTIONS.join(', ')}`);
    if (typeof score !== 'number' || !(score >= 0 && score <= 1)) return failed(`its score of ${name} must be a number from 0 to 1`);
    given.set(name, score);
  }
  const sum = total(given.values());
  if (sum > 1 + ROUNDING) return failed(`its scores add up to ${round(sum)}, which is more than 1`);
  return done(filled(given));
}

function parseBox(input: unknown): Result<FaceBox, string> {
  const wrong = failed('its "box" needs x, y, width and height in pixels, such as {"x":600,"y":300,"width":80,"height":80}');
  if (!isObject(input) || Object.keys(input).length !== BOX_KEYS.length) return wrong;
  const [x, y, width, height] = BOX_KEYS.map((key) => input[key]).filter((each): each is number => Number.isFinite(each));
  if (x === undefined || y === undefined || width === undefined || height === undefined || width <= 0 || height <= 0) return wrong;
  return done({ x: px(x), y: px(y), width: px(width), height: px(height) });
}

export const isObject = (input: unknown): input is Readonly<Record<string, unknown>> =>
  typeof input === 'object' && input !== null && !Array.isArray(input);

const total = (numbers: Iterable<number>): number => [...numbers].reduce((sum, each) => sum + each, 0);
const round = (value: number): number => Math.round(value * 100) / 100;
