import type { Score } from '../score.ts';

/** How long music must be the same to count as repeated, in seconds. */
const SPAN = 30;
/** Notes are compared on a grid of sixteenths, so that players who are a little early or late do not make the same music another. */
const GRID = 4;

/**
 * In how many bars of these pieces half a minute begins that has been there before, note for note and in the same key. Who plays how
 * loudly, and when exactly, does not count.
 */
export function repeatsIn(pieces: Iterable<Score>): number {
  const seen = new Set<string>();
  let repeats = 0;
  for (const piece of pieces)
    for (const span of spansOf(piece)) {
      if (seen.has(span)) repeats += 1;
      seen.add(span);
    }
  return repeats;
}

/** The notes of each half minute that begins with a bar, as text. */
function spansOf(piece: Score): readonly string[] {
  const { beats, beatsPerBar, tempo } = piece;
  const length = (SPAN * tempo) / 60;
  const notes = notesOnGrid(piece);
  const bars = Math.max(0, Math.floor((beats - length) / beatsPerBar) + 1);
  return Array.from({ length: bars }, (_, bar) => {
    const from = bar * beatsPerBar * GRID;
    const within = notes.filter(([at]) => at >= from && at < from + length * GRID);
    return within.map(([at, pitch]) => `${at - from} ${pitch}`).join();
  });
}

/** Every note of every instrument as its place on the grid and its pitch, in order. */
const notesOnGrid = ({ parts }: Score): readonly (readonly [number, number])[] =>
  parts
    .flatMap(({ notes }) => notes.map(({ at, pitch }) => [Math.round(at * GRID), pitch] as const))
    .sort(([a, p], [b, q]) => a - b || p - q);
