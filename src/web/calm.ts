import type { EmotionScores } from '../domain/emotion.ts';
import { EMOTIONS } from '../domain/emotion.ts';
import type { SeenFace } from '../domain/report.ts';
import type { FaceBox } from '../domain/sight.ts';
import type { ReportView } from './report-view.ts';

/** How far a value may move before anybody has to know: shares, pixels, frames a second, °C. */
const SHARE = 0.02;
const PIXELS = 16;
const FRAMES = 1.5;
const DEGREES = 1;

const isNear = (one: number, other: number, most: number): boolean => Math.abs(one - other) <= most + 1e-9;

/**
 * The next report, with what trembles held still: a face that moves by a few pixels, a score by a hundredth. Returns `last` itself if
 * nothing else has changed, so that a page at rest is sent nothing. What is held was sent before, so no value is ever off by more than
 * these bounds.
 */
export function calmed(last: ReportView | undefined, next: ReportView): ReportView {
  if (last === undefined) return next;
  const held = { ...next, ...steadyReading(last, next), ...steadyMachine(last, next) };
  return JSON.stringify({ ...held, dropped: last.dropped }) === JSON.stringify(last) ? last : held;
}

function steadyReading(last: ReportView, next: ReportView): Partial<ReportView> {
  return {
    ...(areNear(last.scores, next.scores) && { scores: last.scores }),
    ...(isNear(last.confidence, next.confidence, SHARE) && { confidence: last.confidence }),
    ...(areSteady(last.faces, next.faces) && { faces: last.faces }),
  };
}

/** Frames that were dropped count only beside something else: they alone are no news. */
function steadyMachine(last: ReportView, next: ReportView): Partial<ReportView> {
  const warm = last.temperature !== undefined && next.temperature !== undefined;
  return {
    ...(isNear(last.fps, next.fps, FRAMES) && { fps: last.fps }),
    ...(warm && isNear(last.temperature, next.temperature, DEGREES) && { temperature: last.temperature }),
  };
}

const areNear = (last: EmotionScores | undefined, next: EmotionScores | undefined): last is EmotionScores =>
  last !== undefined && next !== undefined && EMOTIONS.every((each) => isNear(last[each], next[each], SHARE));

const areSteady = (last: readonly SeenFace[], next: readonly SeenFace[]): boolean =>
  last.length === next.length && last.every((face, at) => isSteady(face, next[at]));

/** Whether this is the same face in about the same place, with everything else about it equal or near. */
function isSteady(last: SeenFace, next: SeenFace | undefined): boolean {
  if (!next) return false;
  const { box: lastBox, score: lastScore = 0, ...rest } = last;
  const { box: nextBox, score: nextScore = 0, ...others } = next;
  return isSamePlace(lastBox, nextBox) && isNear(lastScore, nextScore, SHARE) && JSON.stringify(rest) === JSON.stringify(others);
}

const SIDES = ['x', 'y', 'width', 'height'] as const;

function isSamePlace(last: FaceBox | undefined, next: FaceBox | undefined): boolean {
  if (!last || !next) return last === next;
  return SIDES.every((side) => isNear(last[side], next[side], PIXELS));
}
