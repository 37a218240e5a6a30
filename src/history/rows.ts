import { array, length, number, object, pipe, string } from 'valibot';
import type { AccessLevel, CommandOrigin } from '../domain/access.ts';
import type { Expression, Mood } from '../domain/emotion.ts';
import { EMOTIONS } from '../domain/emotion.ts';
import type {
  CameraSwitch,
  Decider,
  Feedback,
  GuestVisit,
  HeardTrack,
  HistoryEntry,
  MoodAnswer,
  NetworkReadings,
  PastPlay,
  PlayEnd,
} from '../domain/history.ts';
import type { TrackSource } from '../domain/music.ts';
import { oneLine } from '../domain/one-line.ts';
import { moment, ms, share } from '../domain/units.ts';
import { jsonFitting } from '../shared/json.ts';

type TrackRow = { readonly track: string; readonly title: string; readonly source: string; readonly mood: string };
export type MoodRow = { readonly at: number; readonly until: number; readonly mood: string; readonly by: string };
export type PlayRow = TrackRow & {
  readonly at: number;
  readonly until: number;
  readonly heard: number | null;
  readonly how: string | null;
};
export type FeedbackRow = TrackRow & { readonly at: number; readonly opinion: string };

export type SwitchRow = {
  readonly at: number;
  readonly turned: string;
  readonly door: string;
  readonly level: string | null;
  readonly address: string | null;
};

export const switchColumns = ({ at, on, by }: CameraSwitch): SwitchRow => ({
  ...{ at, turned: on ? 'on' : 'off', door: by.door, level: by.level ?? null, address: by.address ?? null },
});

export const switchEntry = ({ at, turned, door, level, address }: SwitchRow): CameraSwitch => ({
  ...{ kind: 'camera', at: moment(at), on: turned === 'on' },
  by: {
    door: door as CommandOrigin['door'],
    ...(level !== null && { level: level as AccessLevel }),
    ...(address !== null && { address }),
  },
});

export type VisitRow = { readonly at: number; readonly name: string; readonly change: string };

export const visitColumns = ({ at, isThere, name }: GuestVisit): VisitRow => ({ at, name, change: isThere ? 'came' : 'left' });

export const visitEntry = ({ at, change, name }: VisitRow): GuestVisit => ({
  ...{ kind: 'guest', at: moment(at), name, isThere: change === 'came' },
});

export type AnswerRow = Readonly<Record<'shown' | 'expression' | 'answer' | 'level', string>> & {
  readonly at: number;
  readonly confidence: number;
  /** JSON of NetworkReadings. */
  readonly read?: string | null;
};

const READINGS = object({
  weights: string(),
  cameras: array(object({ camera: string(), logs: pipe(array(number()), length(EMOTIONS.length)) })),
});

export const answerColumns = ({ kind: _, read, ...row }: MoodAnswer): AnswerRow => ({ ...row, read: read ? JSON.stringify(read) : null });

export function answerEntry({ at, shown, expression, confidence, answer, level, read: text }: AnswerRow): MoodAnswer {
  const read: NetworkReadings | undefined = text ? jsonFitting(READINGS, text) : undefined;
  return {
    ...{ kind: 'answer', at: moment(at), shown: shown as Mood, expression: expression as Expression, confidence: share(confidence) },
    ...{ answer: answer as Mood, level: level as AccessLevel, ...(read && { read }) },
  };
}

/** The columns of a track. */
export const columnsOf = ({ id, title, source, mood }: HeardTrack): TrackRow => ({
  track: id,
  title: oneLine(title),
  source,
  mood,
});

/** Also cleans titles that an earlier release kept as they came. */
const trackOf = ({ track, title, source, mood }: TrackRow): HeardTrack => ({
  id: track,
  title: oneLine(title),
  source: source as TrackSource,
  mood: mood as Mood,
});

export const moodEntry = ({ at, until, mood, by }: MoodRow): HistoryEntry => ({
  ...{ kind: 'mood', at: moment(at), until: moment(Math.max(at, until)), mood: mood as Mood, by: by as Decider },
});

export function playEntry(row: PlayRow): PastPlay {
  const until = moment(Math.max(row.at, row.until));
  return {
    ...{ kind: 'play', at: moment(row.at), until, track: trackOf(row), heard: ms(row.heard ?? until - row.at) },
    ...(row.how !== null && { end: row.how as PlayEnd }),
  };
}

export const feedbackEntry = (row: FeedbackRow): Feedback => ({
  kind: row.opinion as Feedback['kind'],
  at: moment(row.at),
  track: trackOf(row),
});
