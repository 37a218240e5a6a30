import type { EmotionScores } from '../domain/emotion.ts';
import { strongest } from '../domain/emotion.ts';
import { SIDE } from './batch.ts';
import { batchOf } from './crop.ts';
import type { EmotionClassifier, Network } from './port.ts';

/** Side of the grey square that hides a part of the face, and how far it moves at a time; pixels of the network's input. */
const PATCH = 12;
const STEP = 4;
/** How many positions of the patch hide the same pixel. */
const TIMES = (PATCH / STEP) ** 2;
/** Faces read in one batch: half a megabyte, and the event loop gets a turn between batches. */
const BATCH = 32;
/** A map whose strongest effect is below this is not scaled up to full strength: nothing in it moved the decision much. */
const FAINT = 0.05;

type Place = { readonly x: number; readonly y: number };

/** The first and last positions hang over the edge, so that each pixel, those at the rim included, is hidden nine times. */
const STARTS = Array.from({ length: (SIDE + PATCH) / STEP - 1 }, (_, index) => (index + 1) * STEP - PATCH);
const PLACES: readonly Place[] = STARTS.flatMap((y) => STARTS.map((x) => ({ x, y })));

/**
 * What moved a decision, [64, 64] row by row, as probability from -1 to 1: how much the decided emotion loses, on average, when a
 * grey square over this pixel hides that part of the face. Above 0 the pixel speaks for the emotion, below 0 against it.
 */
export type OcclusionMap = Float32Array;

/** How many different values a map has along a side: STEP x STEP pixels share one. */
export const GRAIN = SIDE / STEP;
/** How many faces the classifier reads for one map. */
export const READINGS = PLACES.length;

/**
 * Occlusion (Zeiler and Fergus 2014, "Visualizing and understanding convolutional networks", section 4.2): a square of 12 x 12
 * in the face's mean grey slides over it in steps of 4, rim included, and each partly hidden face is read again. `face` is one input of
 * the classifier, [64, 64, 1] in [0, 1]; `scores` is what the classifier gave for it, and `network` the one of a pair that did. Costs
 * READINGS (324) readings in batches of at most `batchSize` (32), whatever the engine. Throws RangeError if `face` is not one face.
 */
export async function occlusionMap(
  face: Float32Array,
  scores: EmotionScores,
  classifier: EmotionClassifier,
  network?: Network,
  batchSize: number = BATCH,
): Promise<OcclusionMap> {
  if (face.length !== SIDE * SIDE) throw new RangeError(`one face has ${SIDE * SIDE} values, not ${face.length}`);
  const decided = strongest(scores);
  const grey = face.reduce((sum, value) => sum + value, 0) / face.length;
  const lost = new Float32Array(face.length);
  for (let first = 0; first < PLACES.length; first += batchSize) {
    const places = PLACES.slice(first, first + batchSize);
    const batch = batchOf(places.map((place) => hidden(face, place, grey)));
    const read = await classifier.classify(batch, 'people', network && places.map(() => network));
    for (const [index, place] of places.entries()) {
      const loss = scores[decided] - (read[index]?.[decided] ?? Number.NaN);
      for (const at of under(place)) lost[at] = (lost[at] as number) + loss / TIMES;
    }
  }
  return lost;
}

/** The map at its grain: GRAIN rows of GRAIN values. */
export const grainOf = (map: OcclusionMap): Float32Array =>
  Float32Array.from({ length: GRAIN * GRAIN }, (_, at) => map[STEP * (Math.floor(at / GRAIN) * SIDE + (at % GRAIN))] as number);

/** The map as shades to draw, -1 to 1: its strongest pixel at full strength, unless the whole map hardly moved the decision. */
export function shades(map: OcclusionMap): Float32Array {
  const most = map.reduce((strongest, value) => Math.max(strongest, Math.abs(value)), FAINT);
  return map.map((value) => value / most);
}

function hidden(face: Float32Array, place: Place, grey: number): Float32Array {
  const copy = Float32Array.from(face);
  for (const at of under(place)) copy[at] = grey;
  return copy;
}

/** The pixels under the patch. */
function* under({ x, y }: Place): Generator<number> {
  const [right, bottom] = [Math.min(SIDE, x + PATCH), Math.min(SIDE, y + PATCH)];
  for (let row = Math.max(0, y); row < bottom; row += 1) {
    for (let column = Math.max(0, x); column < right; column += 1) yield row * SIDE + column;
  }
}
