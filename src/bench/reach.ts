import type { Config } from '../config/schema.ts';
import type { Emotion, EmotionScores } from '../domain/emotion.ts';
import { strongest } from '../domain/emotion.ts';
import type { FaceBox, Frame } from '../domain/sight.ts';
import { instant, px } from '../domain/units.ts';
import { HaarFinder } from '../inference/haar.ts';
import { cascadeOf } from '../inference/open.ts';
import { uniform } from '../inference/spoil.ts';
import { overlap } from '../inference/track.ts';
import { mean } from './figures.ts';
import type { Both } from './port.ts';
import { BenchError } from './port.ts';
import type { Person } from './reach-people.ts';
import { peopleIn } from './reach-people.ts';
import { madeRoom } from './reach-room.ts';
import type { Light } from './reach-scenes.ts';
import { faceWidth, LIGHTS, lit, pasted } from './reach-scenes.ts';
import type { Reader } from './reach-sides.ts';
import { openSides } from './reach-sides.ts';

/** The camera's picture, pixels, and its rate. */
const [WIDTH, HEIGHT, FPS] = [1280, 720, 10];
/** Metres. At the first of them each emotion is read for comparison. */
export const DISTANCES: readonly number[] = [0.75, 1, 1.5, 2, 3, 4];
/** The paper's recipe sees every frame as if it were the first, and takes its time: it is shown so many of a scene. */
const FEW = 3;
/** Its box and the head's own, as intersection over union. */
const SAME = 0.3;

/** What a side makes of one distance: shares of frames, and CPU milliseconds a frame. */
export type Seen = {
  readonly found: number;
  /** Of the faces found, those that are read as the same emotion as at the first distance. */
  readonly same: number;
  /** Faces found where there are none, a frame. */
  readonly wrong: number;
  /** After the first second of a scene. */
  readonly cpu_ms: number;
};
export type ReachRow = { readonly metres: number; readonly pixels: number; readonly ours: Seen; readonly paper: Seen };
export type Reach = {
  readonly reach: 'normal' | 'far';
  readonly people: readonly string[];
  readonly lights: readonly string[];
  /** Frames of a scene; one scene is a person in a light at a distance. */
  readonly frames: number;
  readonly rows: readonly ReachRow[];
  /** CPU milliseconds that the very first frame of a scene takes ours, in which everything is searched. */
  readonly first_cpu_ms: number;
  /** How many times ours the paper's recipe costs, over all distances. */
  readonly ratio: number;
};

/** A frame with one face, and what was made of it. */
type Look = { readonly found: boolean; readonly wrong: number; readonly emotion: Emotion | undefined; readonly cpu: number };

/** Shows people at each distance to both sides. `folder` is the demo clip's. Throws `BenchError`, `ModelError`, and the signal's reason. */
export async function runReach(folder: string, frames: number, { camera, inference }: Config, signal: AbortSignal): Promise<Reach> {
  const cutter = await HaarFinder.open(await cascadeOf(inference), { scale_factor: 1.1, neighbours: 5, min_face: 50 });
  const people = await peopleIn(folder, cutter, frames, signal);
  if (people.length === 0) throw new BenchError(`'${folder}' shows nobody`);
  const looks: Record<keyof Both<0>, Look[][]> = { ours: [], paper: [] };
  await using sides = await openSides({ inference, camera });
  for (const metres of DISTANCES) {
    const [ours, paper]: [Look[], Look[]] = [[], []];
    for (const [index, scene] of scenesOf(people).entries()) {
      await using eyes = await sides.ours();
      ours.push(...(await watched(eyes, shown(scene, metres, index, frames), signal)));
      paper.push(...(await watched(sides.paper, shown(scene, metres, index, FEW), signal)));
    }
    looks.ours.push(ours);
    looks.paper.push(paper);
  }
  const rows = DISTANCES.map((metres, at): ReachRow => {
    const seen = (side: readonly Look[][], length: number): Seen => seenIn(side[at] ?? [], side[0] ?? [], length);
    return { metres, pixels: Math.round(faceWidth(metres, WIDTH)), ours: seen(looks.ours, frames), paper: seen(looks.paper, FEW) };
  });
  return {
    reach: camera.reach,
    people: people.map(({ name }) => name),
    lights: LIGHTS.map(({ name }) => name),
    frames,
    rows,
    first_cpu_ms: mean(looks.ours.flat().flatMap(({ cpu }, index) => (index % frames === 0 ? [cpu] : []))),
    ratio: mean(rows.map(({ paper }) => paper.cpu_ms)) / mean(rows.map(({ ours }) => ours.cpu_ms)),
  };
}

type Scene = { readonly person: Person; readonly light: Light };

const scenesOf = (people: readonly Person[]): readonly Scene[] => people.flatMap((person) => LIGHTS.map((light) => ({ person, light })));

/** The frames of a scene, made one by one: they are large. Rooms, places and noise are the same for the same numbers. */
function* shown({ person, light }: Scene, metres: number, scene: number, count: number): Generator<{ frame: Frame; face: FaceBox }> {
  const random = uniform(scene * 100 + Math.round(metres * 4));
  const room = madeRoom(WIDTH, HEIGHT, scene);
  const side = faceWidth(metres, WIDTH);
  const place = { x: WIDTH * (0.2 + 0.6 * random()), y: HEIGHT * (0.3 + 0.3 * random()) };
  for (let index = 0; index < count; index += 1) {
    const head = person.heads[index % person.heads.length];
    if (!head) return;
    const sway = (side / 12) * Math.sin(index / 4);
    const { picture, face } = pasted(room, head, { side, x: place.x + sway, y: place.y });
    const { gray } = lit(picture, light, scene * 1000 + index);
    const size = { width: px(WIDTH), height: px(HEIGHT) };
    yield { frame: { ...size, seq: index, at: instant((index * 1000) / FPS), source: size, gray }, face };
  }
}

async function watched(eyes: Reader, frames: Iterable<{ frame: Frame; face: FaceBox }>, signal: AbortSignal): Promise<readonly Look[]> {
  const looks: Look[] = [];
  for (const { frame, face } of frames) {
    signal.throwIfAborted();
    const { faces, cpu } = await eyes.read(frame);
    const own = faces.find(({ box }) => overlap(box, face) >= SAME);
    looks.push({ found: own !== undefined, wrong: faces.length - (own ? 1 : 0), emotion: emotionOf(own), cpu });
  }
  return looks;
}

const emotionOf = (read: { readonly scores: EmotionScores } | undefined): Emotion | undefined => read && strongest(read.scores);

/** `nearest` are the looks at the same frames at the first distance. */
function seenIn(looks: readonly Look[], nearest: readonly Look[], frames: number): Seen {
  const both = looks.flatMap(({ emotion }, at) => (emotion && nearest[at]?.emotion ? [emotion === nearest[at].emotion] : []));
  const settled = looks.filter((_, index) => frames <= FPS || index % frames >= FPS);
  return {
    found: mean(looks.map(({ found }) => Number(found))),
    same: mean(both.map(Number)),
    wrong: mean(looks.map(({ wrong }) => wrong)),
    cpu_ms: mean(settled.map(({ cpu }) => cpu)),
  };
}
