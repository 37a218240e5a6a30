import type { Expression, Mood } from '../../domain/emotion.ts';
import { EMOTIONS, strongest } from '../../domain/emotion.ts';
import type { Face, Sighting } from '../../domain/sight.ts';
import type { Instant } from '../../domain/units.ts';
import type { RoomState } from '../../mood/room.ts';
import { expressionIn, facesIn, moodIn } from '../../mood/room.ts';
import { figure, rounded, table } from '../console/table.ts';

/** What a frame showed, and the path of the picture that explains it, if one was written. */
export type Seen = Sighting & { readonly explained?: string };

/** What is printed about a room; `unsure` holds the ids of the faces in sight that do not count towards the mood. */
export type Told = Pick<RoomState, 'reading'> & {
  readonly mood: Mood;
  readonly expression: Expression;
  readonly unsure: ReadonlySet<number>;
};

/** One frame that was looked at, and the room before and after it. */
export type Step = { readonly sighting: Seen; readonly before: Pick<Told, 'mood' | 'expression'>; readonly room: Told };

/** What is printed about a room at that moment. */
export const toldOf = (room: RoomState, at: Instant): Told => ({
  mood: moodIn(room),
  expression: expressionIn(room),
  reading: room.reading,
  unsure: new Set(facesIn(room, at).flatMap(({ id, unsure }) => (unsure ? [id] : []))),
});

/** The pictures that explain the readings: how many were written and where, and how many frames with a face were left out. */
export type Explained = { readonly written: number; readonly leftOut: number; readonly to: string };

/** `ms` are means per frame that was looked at. */
export type ClipSummary = {
  readonly frames: number;
  readonly faces: number;
  readonly moodChanges: number;
  /** Files of a folder, or pictures of a clip, that could not be shown. */
  readonly passedOver: number;
  readonly ms: { readonly decode: number; readonly detect: number; readonly preprocess: number; readonly infer: number };
  readonly explained?: Explained | undefined;
};

/**
 * A step as one JSON line; `t` is the time in the clip, in milliseconds. A face's emotion and scores are those of this frame; its
 * `unsure` comes from its running average, on which the mood rests. The last `unsure` of the line is that of the whole room.
 */
export const sightingJson = ({ sighting, room: { mood, expression, reading, unsure } }: Step): string =>
  JSON.stringify({
    t: Math.round(sighting.at),
    faces: sighting.faces.map((face) => faceOf(face, unsure.has(face.id))),
    mood,
    expression,
    unsure: reading.kind === 'unsure',
    explained: sighting.explained,
  });

const faceOf = ({ id, box, scores }: Face, unsure: boolean) => ({
  id,
  box,
  emotion: strongest(scores),
  unsure,
  scores: Object.fromEntries(EMOTIONS.map((emotion) => [emotion, rounded(scores[emotion], 6)])),
});

/** A line for each change of the expression or the mood, and one for each second of the clip. */
export function spokenSighting(step: Step, last: Step | undefined): string[] {
  const { sighting, before, room } = step;
  const time = clockOf(sighting.at);
  const { expression, mood, unsure } = room;
  const lines = [
    ...changeLine(time, 'mood', before.mood, mood, room.reading.kind === 'unsure' ? ', unsure' : ''),
    // If the mood has just become the expression, the mood's line says it already.
    ...(mood === expression && mood !== before.mood ? [] : changeLine(time, 'expression', before.expression, expression)),
  ];
  const sameSecond = last && Math.floor(last.sighting.at / 1000) === Math.floor(sighting.at / 1000);
  if (sameSecond) return lines;
  const faces = sighting.faces.map((face) => faceText(face, unsure.has(face.id)));
  return [...lines, `${time}  ${mood.padEnd(8)}  ${faces.join(', ') || 'nobody'}`];
}

const changeLine = (time: string, what: string, before: string, now: string, more = ''): string[] =>
  before === now ? [] : [`${time}  ${what} ${before} -> ${now}${more}`];

const faceText = ({ id, box, scores }: Face, unsure: boolean): string => {
  const emotion = strongest(scores);
  const where = `${box.x},${box.y} ${box.width} x ${box.height}`;
  return `face ${id} ${emotion} ${figure(scores[emotion] * 100, 0)} %${unsure ? ' (unsure)' : ''} at ${where}`;
};

const clockOf = (at: number): string =>
  `${String(Math.floor(at / 60_000)).padStart(3)}:${figure((at % 60_000) / 1000, 1).padStart(4, '0')}`;

export function clipSummaryLines(json: boolean, summary: ClipSummary): string[] {
  const { frames, faces, moodChanges, passedOver, explained } = summary;
  const means = Object.entries(summary.ms).map(([stage, mean]) => [stage, mean] as const);
  if (json) {
    const ms = Object.fromEntries(means.map(([stage, mean]) => [stage, rounded(mean, 3)]));
    return [JSON.stringify({ summary: { frames, faces, moodChanges, passedOver, ms, explained } })];
  }
  const counts = [
    ['frames', `${frames}`],
    ['faces', `${faces}`],
    ['mood changes', `${moodChanges}`],
    ...(passedOver === 0 ? [] : [['passed over', `${passedOver}`]]),
  ];
  return [
    '',
    ...table([...counts, ...means.map(([stage, mean]) => [`${stage}, ms a frame`, figure(mean, 2)])]),
    ...explainedLines(explained),
  ];
}

function explainedLines(explained: Explained | undefined): string[] {
  if (!explained) return [];
  const { written, leftOut, to } = explained;
  if (written === 0) return ['', 'no face was found, so there is nothing to explain and no picture was written'];
  const pictures = written === 1 ? '1 explained picture' : `${written} explained pictures`;
  const lines = ['', `${pictures}: ${to}`, 'orange speaks for the emotion, blue against it'];
  return leftOut === 0 ? lines : [...lines, `${leftOut} more frames with a face were left out; --explain-most N sets the limit`];
}
