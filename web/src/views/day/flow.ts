import type { Emotion } from '../../../../src/domain/emotion.ts';
import { EMOTIONS } from '../../../../src/domain/emotion.ts';
import type { TransitionsAnswer } from '../../../../src/web/api/day.ts';

export type Transition = TransitionsAnswer['transitions'][number];
/** A mood at one side of the picture: its share of all changes, and where it is, as shares of the height. */
export type Band = { readonly mood: Emotion; readonly share: number; readonly top: number; readonly height: number };
/** A mood that became another: its share of all changes, and where it leaves and arrives, as shares of the height. */
export type Ribbon = {
  readonly change: Transition;
  readonly share: number;
  readonly from: Stretch;
  readonly to: Stretch;
};
type Stretch = { readonly top: number; readonly height: number };
export type Flow = { readonly from: readonly Band[]; readonly to: readonly Band[]; readonly ribbons: readonly Ribbon[] };

/** Between two bands, and the least height of one, which has to hold a word. */
const GAP = 0.04;
const LEAST = 0.09;

/** How moods became each other, as bands at both sides with ribbons between them, each as high as it is frequent. */
export function flowOf(changes: readonly Transition[]): Flow {
  const [from, to] = [bandsOf(changes, 'from'), bandsOf(changes, 'to')];
  const all = timesIn(changes);
  const ribbons = changes.map((change) => ({
    ...{ change, share: change.times / all },
    from: stretchOf(change, changes, from, 'from', 'to'),
    to: stretchOf(change, changes, to, 'to', 'from'),
  }));
  return { from, to, ribbons };
}

type Side = 'from' | 'to';

const timesIn = (changes: readonly Transition[]): number => changes.reduce((sum, { times }) => sum + times, 0);

/** The moods of a side, in the order of the emotions. */
function bandsOf(changes: readonly Transition[], side: Side): readonly Band[] {
  const moods = EMOTIONS.filter((mood) => changes.some((each) => each[side] === mood));
  const all = timesIn(changes);
  const room = 1 - GAP * (moods.length - 1) - LEAST * moods.length;
  let top = 0;
  return moods.map((mood) => {
    const share = timesIn(changes.filter((each) => each[side] === mood)) / all;
    const band = { mood, share, top, height: LEAST + room * share };
    top += band.height + GAP;
    return band;
  });
}

/** The part of a band that belongs to one change. Those of a band stand in the order of the moods at their other ends. */
function stretchOf(change: Transition, changes: readonly Transition[], bands: readonly Band[], side: Side, other: Side): Stretch {
  const band = bands.filter(({ mood }) => mood === change[side])[0];
  if (!band) return { top: 0, height: 0 };
  const beside = changes.filter((each) => each[side] === change[side]);
  const above = beside.filter((each) => rankOf(each[other]) < rankOf(change[other]));
  const scale = band.height / timesIn(beside);
  return { top: band.top + scale * timesIn(above), height: scale * change.times };
}

/** Changes to and from an empty room are not drawn. */
const rankOf = (mood: Transition['from']): number => (EMOTIONS as readonly string[]).indexOf(mood);

/** The outline of a ribbon in a square of 100 units. */
export function outlineOf({ from, to }: Pick<Ribbon, 'from' | 'to'>): string {
  const at = (share: number): string => (100 * share).toFixed(2);
  const [a, b, c, d] = [at(from.top), at(to.top), at(to.top + to.height), at(from.top + from.height)];
  return `M0 ${a}C50 ${a} 50 ${b} 100 ${b}V${c}C50 ${c} 50 ${d} 0 ${d}Z`;
}
