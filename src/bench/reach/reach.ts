import type { Config } from '../../config/schema.ts';
import { mean } from '../figures.ts';
import type { Both, SideName } from '../port.ts';
import { peopleIn } from './people.ts';
import { faceWidth, LIGHTS } from './scenes.ts';
import { SIZE, sequencesAt } from './sequence.ts';
import type { Trial } from './trial.ts';
import { bothSides, falseFaces, trialOf } from './trial.ts';

/** Metres between the camera and the face. */
const DISTANCES = [0.75, 1, 1.5, 2, 3, 4] as const;
/** How many different pictures a sequence has. */
const PICTURES = 10;

/**
 * Shares of the frames in which the face was found, and in which it was read as the same emotion as at the nearest place; CPU
 * milliseconds a frame, and for the first frame, in which the whole room is searched at once.
 */
export type Sharpness = { readonly found: number; readonly same: number; readonly cpu_ms: number; readonly first_cpu_ms: number };
/** `pixels` is the width of the face in the picture. */
export type ReachPoint = { readonly distance: number; readonly pixels: number } & Both<Sharpness>;
export type Reach = {
  readonly people: number;
  readonly lights: readonly string[];
  /** Pictures at each distance. */
  readonly pictures: number;
  readonly points: readonly ReachPoint[];
  /** Share of the frames of rooms without people in which something was taken for a face. */
  readonly false_faces: Both<number>;
};

/** A sequence as seen at some distance, and the same person in the same light at the nearest one. */
type Pair = { readonly near: Both<Trial>; readonly seen: Both<Trial> };

/**
 * How well faces are found and read at growing distances. Heads from `sources` (clips and photos) are pasted into made rooms in several
 * lights; the daemon's eyes as configured and the paper's recipe look at them. Throws `BenchError` if no source shows a face.
 */
export async function measureReach(sources: readonly string[], config: Config, signal: AbortSignal, pictures = PICTURES): Promise<Reach> {
  const people = await peopleIn(sources, config, signal, pictures);
  const points: ReachPoint[] = [];
  const nearest = new Map<string, Both<Trial>>();
  for (const distance of DISTANCES) {
    const pairs: Pair[] = [];
    for (const { person, light, shown } of sequencesAt(people, distance, pictures)) {
      const seen = await bothSides((side) => trialOf(side, shown, config, signal));
      const name = `${person} ${light.name}`;
      const near = nearest.get(name) ?? seen;
      nearest.set(name, near);
      pairs.push({ near, seen });
    }
    const both = await bothSides((side) => sharpnessOf(pairs, side, pictures));
    points.push({ distance, pixels: Math.round(faceWidth(distance, SIZE.width)), ...both });
  }
  const lights = LIGHTS.map(({ name }) => name);
  return {
    people: people.length,
    lights,
    pictures: people.length * lights.length * pictures,
    points,
    false_faces: await bothSides((side) => falseFaces(side, config, signal, pictures)),
  };
}

function sharpnessOf(pairs: readonly Pair[], side: SideName, pictures: number): Sharpness {
  const frames = pairs.flatMap(({ near, seen }) =>
    seen[side].emotions.map((emotion, index) => ({ emotion, near: near[side].emotions[index % pictures] })),
  );
  const share = (holds: (frame: (typeof frames)[number]) => boolean): number => frames.filter(holds).length / Math.max(1, frames.length);
  return {
    found: share(({ emotion }) => emotion !== undefined),
    same: share(({ emotion, near }) => emotion !== undefined && emotion === near),
    cpu_ms: mean(pairs.map(({ seen }) => seen[side].cpuMs)),
    first_cpu_ms: mean(pairs.map(({ seen }) => seen[side].firstMs)),
  };
}

/**
 * The farthest distance (metres) up to which the face is found in that share of the frames, there and nearer; 0 if not even at the nearest.
 */
export function reachOf(points: readonly ReachPoint[], side: SideName, share = 0.95): number {
  const end = points.findIndex((point) => point[side].found < share);
  return (end === -1 ? points.at(-1) : points[end - 1])?.distance ?? 0;
}

/** How many times as much CPU as ours the paper's recipe takes, over all distances. */
export const reachRatio = (points: readonly ReachPoint[]): number => {
  const cost = (side: SideName): number => points.reduce((sum, point) => sum + point[side].cpu_ms, 0);
  return cost('paper') / cost('ours');
};
