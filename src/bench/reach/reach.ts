import type { Config } from '../../config/schema.ts';
import type { Emotion } from '../../domain/emotion.ts';
import type { FaceBox, Frame } from '../../domain/sight.ts';
import { instant, px } from '../../domain/units.ts';
import { HaarFinder } from '../../inference/finding/haar.ts';
import type { GreyPicture } from '../../inference/grey-picture.ts';
import { cascadeOf } from '../../inference/open.ts';
import { overlap } from '../../inference/track.ts';
import { mean } from '../figures.ts';
import { footageOf } from '../footage.ts';
import type { Both, SideName } from '../port.ts';
import { BenchError, SIDES } from '../port.ts';
import type { Head } from './heads.ts';
import { headsOf } from './heads.ts';
import { madeRoom } from './room.ts';
import type { Light, Pasted } from './scenes.ts';
import { faceWidth, LIGHTS, lit, pasted } from './scenes.ts';
import { readerOf } from './sides.ts';

/** Metres between the camera and the face. */
export const DISTANCES = [0.75, 1, 1.5, 2, 3, 4] as const;
/** What a camera delivers by default. */
export const SIZE = { width: px(1280), height: px(720) } as const;
const FPS = 10;
/**
 * How many different pictures a scene has. The daemon's eyes see them several times over, as they work over time; the paper's recipe knows no time.
 */
export const PICTURES = 10;
const TIMES: Both<number> = { ours: 10, paper: 1 };
/** A box that overlaps the face by so much has found it. */
const FOUND = 0.4;
/** Rooms without people, each for that many pictures. */
const EMPTY_ROOMS = 5;
/** How faces to paste are found in their pictures: at leisure. */
const CUTTING = { scale_factor: 1.1, neighbours: 4, min_face: 60 };

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

type Scene = { readonly person: number; readonly light: Light; readonly distance: number; readonly shown: readonly Pasted[] };
/** For each frame of a scene the emotion that the face was read as, where it was found. The first look at a room is told apart. */
type Seen = { readonly emotions: readonly (Emotion | undefined)[]; readonly firstMs: number; readonly cpuMs: number };

/**
 * Found and read at growing distances: heads out of `sources` (clips and photos), pasted into made rooms in several lights. They are looked at
 * by the daemon's eyes as configured and by the paper's recipe. Throws `BenchError` where no source shows a face.
 */
export async function measureReach(sources: readonly string[], config: Config, signal: AbortSignal, pictures = PICTURES): Promise<Reach> {
  const people = await peopleIn(sources, config, signal, pictures);
  const points: ReachPoint[] = [];
  const nearest = new Map<string, Both<Seen>>();
  for (const distance of DISTANCES) {
    const pairs: { readonly near: Both<Seen>; readonly seen: Both<Seen> }[] = [];
    for (const scene of scenesAt(people, distance, pictures)) {
      const seen = await lookedAt(scene.shown, config, signal);
      const name = `${scene.person} ${scene.light.name}`;
      const near = nearest.get(name) ?? seen;
      nearest.set(name, near);
      pairs.push({ near, seen });
    }
    points.push({ distance, pixels: Math.round(faceWidth(distance, SIZE.width)), ...bothOf((side) => sharpness(pairs, side, pictures)) });
  }
  const lights = LIGHTS.map(({ name }) => name);
  return {
    people: people.length,
    lights,
    pictures: people.length * lights.length * pictures,
    points,
    false_faces: await falseFaces(config, signal, pictures),
  };
}

const bothOf = <T>(of: (side: SideName) => T): Both<T> => ({ ours: of('ours'), paper: of('paper') });

async function peopleIn(
  sources: readonly string[],
  config: Config,
  signal: AbortSignal,
  pictures: number,
): Promise<readonly (readonly Head[])[]> {
  const finder = await HaarFinder.open(await cascadeOf(config.inference), CUTTING);
  const people: (readonly Head[])[] = [];
  for (const source of sources) {
    const { frames } = await footageOf(source, pictures, { fps: FPS, signal });
    const heads = await headsOf(frames, finder);
    if (heads.length > 0) people.push(heads);
  }
  if (people.length === 0) throw new BenchError('no face was found in what is to be shown: give a clip or a photo with a face');
  return people;
}

function* scenesAt(people: readonly (readonly Head[])[], distance: number, pictures: number): Generator<Scene> {
  for (const [person, heads] of people.entries()) {
    const room = madeRoom(SIZE.width, SIZE.height, 17 + person);
    for (const [at, light] of LIGHTS.entries()) {
      const shown = Array.from({ length: pictures }, (_, index) => shownAt(room, heads, { person, light, at, distance, index }));
      yield { person, light, distance, shown };
    }
  }
}

type Place = { readonly person: number; readonly light: Light; readonly at: number; readonly distance: number; readonly index: number };

/** People sit at different places, and none of them sits quite still. */
function shownAt(room: GreyPicture, heads: readonly Head[], { person, light, at, distance, index }: Place): Pasted {
  const side = faceWidth(distance, SIZE.width);
  const sway = Math.sin(index / 2) * side * 0.02;
  const x = SIZE.width * (0.35 + 0.1 * ((person + at) % 4)) + sway;
  const { picture, face } = pasted(room, heads[index % heads.length] as Head, { side, x, y: SIZE.height * 0.45 + sway / 2 });
  return { picture: lit(picture, light, 1 + index + 100 * at), face };
}

async function lookedAt(shown: readonly Pasted[], config: Config, signal: AbortSignal): Promise<Both<Seen>> {
  const seen = {} as Record<SideName, Seen>;
  for (const side of SIDES) seen[side] = await lookedAtBy(side, shown, config, signal);
  return seen;
}

async function lookedAtBy(side: SideName, shown: readonly Pasted[], config: Config, signal: AbortSignal): Promise<Seen> {
  await using reader = await readerOf(side, config);
  const emotions: (Emotion | undefined)[] = [];
  const costs: number[] = [];
  for (let seq = 0; seq < shown.length * TIMES[side]; seq += 1) {
    signal.throwIfAborted();
    const { picture, face } = shown[seq % shown.length] as Pasted;
    const before = process.cpuUsage();
    const faces = await reader.look(framed(picture, seq));
    const { user, system } = process.cpuUsage(before);
    costs.push((user + system) / 1000);
    emotions.push(faces.find(({ box }) => isFound(box, face))?.emotion);
  }
  const [first = 0, ...others] = costs;
  return { emotions, firstMs: first, cpuMs: mean(TIMES[side] > 1 ? others : costs) };
}

const isFound = (box: FaceBox, face: FaceBox): boolean => overlap(box, face) >= FOUND;

const framed = (picture: GreyPicture, seq: number): Frame => ({
  ...picture,
  seq,
  at: instant((seq * 1000) / FPS),
  source: { width: picture.width, height: picture.height },
});

function sharpness(
  pairs: readonly { readonly near: Both<Seen>; readonly seen: Both<Seen> }[],
  side: SideName,
  pictures: number,
): Sharpness {
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

/** In rooms without people, in each light. */
async function falseFaces(config: Config, signal: AbortSignal, pictures: number): Promise<Both<number>> {
  const found: Record<SideName, number[]> = { ours: [], paper: [] };
  for (let room = 0; room < EMPTY_ROOMS; room += 1) {
    const empty = madeRoom(SIZE.width, SIZE.height, 1000 + room);
    const light = LIGHTS[room % LIGHTS.length] as Light;
    const shown = Array.from({ length: pictures }, (_, index) => lit(empty, light, 1 + index));
    for (const side of SIDES) {
      await using reader = await readerOf(side, config);
      for (let seq = 0; seq < pictures * TIMES[side]; seq += 1) {
        signal.throwIfAborted();
        found[side].push((await reader.look(framed(shown[seq % pictures] as GreyPicture, seq))).length > 0 ? 1 : 0);
      }
    }
  }
  return bothOf((side) => mean(found[side]));
}

/** The farthest distance up to which the face is found in that share of the frames, at it and nearer; 0 if not even at the nearest. */
export function reachOf(points: readonly ReachPoint[], side: SideName, share = 0.95): number {
  const end = points.findIndex((point) => point[side].found < share);
  return (end === -1 ? points.at(-1) : points[end - 1])?.distance ?? 0;
}

/** What the paper's recipe costs, in the cost of ours: CPU over all distances. */
export const reachRatio = (points: readonly ReachPoint[]): number => {
  const cost = (side: SideName): number => points.reduce((sum, point) => sum + point[side].cpu_ms, 0);
  return cost('paper') / cost('ours');
};
