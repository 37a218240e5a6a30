import type { Face, FaceBox, Sighting } from '../domain/sight.ts';
import { area } from '../domain/sight.ts';
import type { Instant } from '../domain/units.ts';
import { elapsed, ms } from '../domain/units.ts';
import type { Baseline } from './baseline.ts';
import { learned, readAgainst } from './baseline.ts';

/** A face that is or recently was in sight: where, when last, and what it usually looks like. */
export type Person = { readonly box: FaceBox; readonly seen: Instant; readonly baseline: Baseline };
/** The faces whose baselines are kept, by id. */
export type People = ReadonlyMap<number, Person>;

/** A face that turns away for a second or two gets a new id. Its baseline waits this long for a face at the same place. */
const FORGET = ms(60_000);
/** How far it may have moved meanwhile, in face sizes (people on a sofa sit about four apart), and how much its size may have changed. */
const REACH = 2;
const GROWTH = 1.6;
/** More faces than any room's camera can tell apart; the rest are read without a baseline. */
const MOST = 64;

/** Everybody's baseline after one more sighting. Pure. A new face takes over the baseline of a face that was recently lost at its place. */
export function observe(before: People, { at, faces }: Sighting): People {
  const present = faces.slice(0, MOST);
  const ids = new Set(present.map(({ id }) => id));
  const lost = new Map([...before].filter(([id, { seen }]) => !ids.has(id) && elapsed(seen, at) < FORGET));
  const after = new Map<number, Person>();
  for (const { id, box, scores } of present) {
    const known = before.get(id) ?? takenOver(lost, box);
    after.set(id, { box, seen: at, baseline: learned(known?.baseline, scores, at) });
  }
  return new Map([...after, ...lost].slice(0, MOST));
}

/** These faces, each read against its own baseline. */
export const readPersonally = (faces: readonly Face[], people: People): readonly Face[] =>
  faces.map((face) => ({ ...face, scores: readAgainst(face.scores, people.get(face.id)?.baseline) }));

/** Takes the lost face that was nearest to this place out of `lost`. */
function takenOver(lost: Map<number, Person>, box: FaceBox): Person | undefined {
  const [nearest] = [...lost]
    .map(([id, person]) => ({ id, person, far: distance(person.box, box) }))
    .filter(({ far, person }) => far <= REACH && growth(person.box, box) <= GROWTH)
    .sort((a, b) => a.far - b.far);
  if (nearest) lost.delete(nearest.id);
  return nearest?.person;
}

/** The distance between two centres, in mean face sizes. */
const distance = (a: FaceBox, b: FaceBox): number =>
  Math.hypot(a.x + a.width / 2 - b.x - b.width / 2, a.y + a.height / 2 - b.y - b.height / 2) / Math.sqrt((area(a) + area(b)) / 2);

const growth = (a: FaceBox, b: FaceBox): number => Math.sqrt(Math.max(area(a), area(b)) / Math.min(area(a), area(b)));
