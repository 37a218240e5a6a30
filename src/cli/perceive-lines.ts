import type { Mood } from '../domain/emotion.ts';
import { EMOTIONS, strongest } from '../domain/emotion.ts';
import type { Face, Sighting } from '../domain/sight.ts';
import { figure, rounded, table } from './table.ts';

/** One frame that was looked at, and the room's mood before and after it. */
export type Step = { readonly sighting: Sighting; readonly before: Mood; readonly mood: Mood };

/** `ms` are means a frame that was looked at. */
export type Summary = {
  readonly frames: number;
  readonly faces: number;
  readonly moodChanges: number;
  readonly ms: { readonly decode: number; readonly detect: number; readonly preprocess: number; readonly infer: number };
};

/** A step as one JSON line; `t` is the time on the clip's own clock in milliseconds. */
export const jsonOf = ({ sighting, mood }: Step): string =>
  JSON.stringify({ t: Math.round(sighting.at), faces: sighting.faces.map(faceOf), mood });

const faceOf = ({ id, box, scores }: Face) => ({
  id,
  box,
  emotion: strongest(scores),
  scores: Object.fromEntries(EMOTIONS.map((emotion) => [emotion, rounded(scores[emotion], 6)])),
});

/** A line for each change of the mood, and one for each second of the clip. */
export function spoken(step: Step, last: Step | undefined): string[] {
  const { sighting, before, mood } = step;
  const time = clockOf(sighting.at);
  const lines = mood === before ? [] : [`${time}  mood ${before} -> ${mood}`];
  const sameSecond = last && Math.floor(last.sighting.at / 1000) === Math.floor(sighting.at / 1000);
  return sameSecond ? lines : [...lines, `${time}  ${mood.padEnd(8)}  ${sighting.faces.map(told).join(', ') || 'nobody'}`];
}

const told = ({ id, box, scores }: Face): string => {
  const emotion = strongest(scores);
  return `face ${id} ${emotion} ${figure(scores[emotion] * 100, 0)} % at ${box.x},${box.y} ${box.width} x ${box.height}`;
};

const clockOf = (at: number): string =>
  `${String(Math.floor(at / 60_000)).padStart(3)}:${figure((at % 60_000) / 1000, 1).padStart(4, '0')}`;

export function summaryLines(json: boolean, summary: Summary): string[] {
  const { frames, faces, moodChanges } = summary;
  const means = Object.entries(summary.ms).map(([stage, mean]) => [stage, mean] as const);
  if (json) {
    const ms = Object.fromEntries(means.map(([stage, mean]) => [stage, rounded(mean, 3)]));
    return [JSON.stringify({ summary: { frames, faces, moodChanges, ms } })];
  }
  const counts = [
    ['frames', `${frames}`],
    ['faces', `${faces}`],
    ['mood changes', `${moodChanges}`],
  ];
  return ['', ...table([...counts, ...means.map(([stage, mean]) => [`${stage}, ms a frame`, figure(mean, 2)])])];
}
