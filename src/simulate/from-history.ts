import type { Emotion, EmotionScores } from '../domain/emotion.ts';
import { isEmotion } from '../domain/emotion.ts';
import type { HistoryEntry } from '../domain/history.ts';
import type { Face } from '../domain/sight.ts';
import type { Moment } from '../domain/units.ts';
import { instant } from '../domain/units.ts';
import { filled, usualBox } from './face.ts';
import type { TimelineChange } from './timeline.ts';

/** The score of the face that stands for a remembered mood. */
const SCORE = 0.85;

type Remembered = Extract<HistoryEntry, { readonly kind: 'mood' }>;

/**
 * A timeline that reproduces the moods of a history, from `since` to `until`. A mood from the camera becomes a face that shows it and
 * somebody who moves; `away` becomes an empty room; a mood that a person chose becomes that command. While the box was off, the camera is
 * lost.
 */
export function timelineOf(entries: readonly HistoryEntry[], since: Moment, until: Moment): readonly TimelineChange[] {
  const moods = entries.filter((each): each is Remembered => each.kind === 'mood' && each.until > since && each.at < until);
  const t = (at: number) => instant(Math.min(until, Math.max(since, at)) - since);
  const changes = moods.flatMap((entry, place): readonly TimelineChange[] => {
    const next = moods[place + 1]?.at ?? until;
    const before = moods[place - 1];
    const begins: TimelineChange = { t: t(entry.at), ...changeOf(entry, before) };
    return entry.until < next ? [begins, { t: t(entry.until), camera: 'lost' }] : [begins];
  });
  return [{ t: instant(0), camera: 'lost' }, ...changes, { t: t(until) }];
}

/** What causes a mood. If a person chose it, what the camera sees stays as it was. */
function changeOf({ by, mood }: Remembered, before: Remembered | undefined): Omit<TimelineChange, 't'> {
  if (by === 'person') return { camera: 'watching', command: { type: 'override', mood } };
  const follows = before?.by === 'person' ? { command: { type: 'override', mood: 'auto' } as const } : {};
  return { camera: 'watching', faces: isEmotion(mood) ? [faceOf(mood)] : [], motion: isEmotion(mood), ...follows };
}

const faceOf = (mood: Emotion): Face => ({ id: 1, box: usualBox(1), scores: plain(mood) });
const plain = (mood: Emotion): EmotionScores => filled(new Map([[mood, SCORE]]));
