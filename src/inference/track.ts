import type { FaceBox } from '../domain/sight.ts';
import { area } from '../domain/sight.ts';
import type { Instant } from '../domain/units.ts';
import { elapsed, ms } from '../domain/units.ts';

/** A face that was seen: where, and when last. */
type Known = { readonly id: number; readonly box: FaceBox; readonly seen: Instant };

/** The faces that are remembered, and the id that the next new face gets. */
export type Tracks = { readonly next: number; readonly known: readonly Known[] };

export const noTracks: Tracks = { next: 1, known: [] };

/** A face that was hidden for longer gets a new id when it comes back. */
const FORGET_AFTER = ms(1500);
/** More faces than a café holds; the one unseen for longest is forgotten first. */
const MOST = 32;
/** Overlap, as intersection over union, from which two boxes certainly are the same face. */
const SAME = 0.3;
/** Below that overlap: how far the centre may have moved, in mean face sizes, and by what factor the size may have changed. */
const REACH = 0.75;
const GROWTH = 1.6;

/**
 * The id of each box, in order: that of the known face it fits best, or a new one. The best pairs are made first, so two faces
 * never share an id. Ids are never reused.
 */
export function follow(
  tracks: Tracks,
  boxes: readonly FaceBox[],
  at: Instant,
): { readonly tracks: Tracks; readonly ids: readonly number[] } {
  const remembered = tracks.known.filter((known) => elapsed(known.seen, at) <= FORGET_AFTER);
  const taken = paired(remembered, boxes);
  let next = tracks.next;
  const seen = boxes.map((box, index): Known => ({ id: taken.get(index) ?? next++, box, seen: at }));
  const ids = seen.map((face) => face.id);
  const unseen = remembered.filter((known) => !ids.includes(known.id)).sort((a, b) => b.seen - a.seen);
  return { tracks: { next, known: [...seen, ...unseen].slice(0, MOST) }, ids };
}

/** Assigns known ids to box indexes greedily, the best fit first. */
function paired(known: readonly Known[], boxes: readonly FaceBox[]): ReadonlyMap<number, number> {
  const pairs = boxes
    .flatMap((box, index) => known.map((face) => ({ index, id: face.id, fit: fitOf(face.box, box), seen: face.seen })))
    .filter((pair) => pair.fit > 0)
    .sort((a, b) => b.fit - a.fit || b.seen - a.seen);
  const taken = new Map<number, number>();
  const used = new Set<number>();
  for (const { index, id } of pairs) {
    if (taken.has(index) || used.has(id)) continue;
    taken.set(index, id);
    used.add(id);
  }
  return taken;
}

/** How well two boxes match: 1 to 2 by overlap, 0 to 1 by distance alone, 0 not at all. */
function fitOf(a: FaceBox, b: FaceBox): number {
  const share = overlap(a, b);
  if (share >= SAME) return 1 + share;
  const size = Math.sqrt((area(a) + area(b)) / 2);
  const growth = Math.sqrt(Math.max(area(a), area(b)) / Math.min(area(a), area(b)));
  const distance = Math.hypot(a.x + a.width / 2 - b.x - b.width / 2, a.y + a.height / 2 - b.y - b.height / 2) / size;
  return growth <= GROWTH ? Math.max(0, 1 - distance / REACH) : 0;
}

/** Intersection over union, 0 to 1. */
export function overlap(a: FaceBox, b: FaceBox): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  if (width <= 0 || height <= 0) return 0;
  return (width * height) / (area(a) + area(b) - width * height);
}
