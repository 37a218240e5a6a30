import type { Random } from '../../../shared/random.ts';
import { nth } from '../dice.ts';
import { areParallel } from './parallels.ts';

/** A chord as four voices: the bass, and three voices above it from low to high. */
export type Voicing = { readonly bass: number; readonly upper: readonly number[] };
/** Where the voices may lie: the lowest and highest bass note, and the same for the upper voices. */
export type Compass = { readonly bass: readonly [number, number]; readonly upper: readonly [number, number] };
type Tones = { readonly tones: readonly number[] /** The bass must have the root: at the ends of phrases. */; readonly rooted: boolean };
/** A chord that has sounded, and how it was voiced. */
export type VoicedChord = { readonly tones: readonly number[]; readonly voicing: Voicing };
type Scored = { readonly voicing: Voicing; readonly cost: number };
type Path = Scored & { readonly before: Path | undefined };

const MOST_CANDIDATES = 28;
/** Upper voices closer than this sound muddy below `MUDDY`. */
const MUDDY = 53;
const WIDEST_GAP = 9;

/** The pitches of these classes within a compass. */
export const pitchesIn = (classes: readonly number[], [low, high]: readonly [number, number]): readonly number[] =>
  Array.from({ length: high - low + 1 }, (_, i) => low + i).filter((pitch) => classes.includes(pitch % 12));

/**
 * Voices a series of chords with the least motion, by dynamic programming over all voicings: common tones stay, sevenths fall, and no two
 * of the four voices move in parallel fifths or octaves. `before` is the chord that they come from, if they do not begin here.
 */
export function voiced(random: Random, chords: readonly Tones[], compass: Compass, before?: VoicedChord): readonly Voicing[] {
  let paths: readonly Path[] = before ? [{ voicing: before.voicing, cost: 0, before: undefined }] : [];
  let last: Pick<Tones, 'tones'> | undefined = before;
  for (const chord of chords) {
    const candidates = candidatesFor(chord, compass, random);
    const from = last;
    const reached = candidates.map((each) => (from ? bestPath(each, paths, from) : { ...each, before: undefined }));
    paths = reached.sort((a, b) => a.cost - b.cost);
    last = chord;
  }
  return unrolled(nth(paths, 0)).slice(before ? 1 : 0);
}

function unrolled(end: Path): readonly Voicing[] {
  const voicings: Voicing[] = [];
  for (let path: Path | undefined = end; path; path = path.before) voicings.unshift(path.voicing);
  return voicings;
}

/** `paths` are sorted by cost, so that those that cannot be best any more need not be looked at. */
function bestPath(candidate: Scored, paths: readonly Path[], last: Pick<Tones, 'tones'>): Path {
  let best: Path | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const path of paths) {
    if (path.cost >= least) break;
    const cost = path.cost + motionCost(path.voicing, candidate.voicing, last);
    if (cost < least) [best, least] = [path, cost];
  }
  return { voicing: candidate.voicing, cost: least + candidate.cost, before: best };
}

/** Parallels are ruled out by a cost that no other way can reach. */
const FORBIDDEN = 1e6;

function motionCost(from: Voicing, to: Voicing, last: Pick<Tones, 'tones'>): number {
  const voices = from.upper.length;
  let cost = bassLeap(to.bass - from.bass);
  for (let i = 0; i < voices; i += 1) {
    const [a, b] = [from.upper[i] as number, to.upper[i] as number];
    if (a === b) continue;
    cost += Math.abs(b - a) + (Math.abs(b - a) > 5 ? 4 : 0) + (a % 12 === last.tones[3] && !(b < a && a - b <= 2) ? 4 : 0);
    if (areParallel(from.bass, to.bass, a, b)) cost += FORBIDDEN;
    for (let j = i + 1; j < voices; j += 1) if (areParallel(a, b, from.upper[j] as number, to.upper[j] as number)) cost += FORBIDDEN;
  }
  return cost;
}

/** Basses leap more freely than other voices, and dislike sevenths and tritones. */
function bassLeap(interval: number): number {
  const size = Math.abs(interval);
  return size > 12 ? 20 : size === 6 || size === 10 || size === 11 ? 5 : size * 0.35;
}

function candidatesFor(chord: Tones, compass: Compass, random: Random): readonly Scored[] {
  const basses = bassTones(chord).flatMap(([tone, cost]) => pitchesIn([tone], compass.bass).map((bass) => ({ bass, cost })));
  const uppers = stacks(chord, compass.upper);
  const middle = (compass.upper[0] + compass.upper[1]) / 2;
  const all = basses.flatMap(({ bass, cost }) =>
    uppers
      .filter(({ upper }) => nth(upper, 0) > bass + 2)
      .map(({ upper, cost: extra }) => ({ voicing: { bass, upper }, cost: cost + extra + stray(upper, middle) + 2 * random() })),
  );
  if (all.length === 0) throw new Error('a chord has no voicing in this compass');
  return all.sort((a, b) => a.cost - b.cost).slice(0, MOST_CANDIDATES);
}

const stray = (upper: readonly number[], middle: number): number => 0.25 * Math.abs(nth(upper, 1) - middle);

/** What the bass may have: the root, or within a phrase, now and then, the third. */
const bassTones = ({ tones, rooted }: Tones): readonly (readonly [number, number])[] =>
  rooted
    ? [[nth(tones, 0), 0]]
    : [
        [nth(tones, 0), 0],
        [nth(tones, 1), 5],
      ];

/** Which tones the three upper voices share: the third always, the seventh and the ninth where there are some. */
function shares({ tones }: Tones): readonly (readonly [readonly number[], number])[] {
  const [root, third, fifth, seventh, ninth] = tones as readonly [number, number, number, number?, number?];
  const triads: readonly (readonly [readonly number[], number])[] = [
    [[root, third, fifth], 0],
    [[root, root, third], 3],
    [[third, fifth, fifth], 4],
    [[root, third, third], 5],
  ];
  if (seventh === undefined) return triads;
  const sevenths = [
    [[third, fifth, seventh], 0],
    [[root, third, seventh], 1],
  ] as const;
  if (ninth === undefined) return [...sevenths, [[root, third, fifth], 6]];
  return [[[third, seventh, ninth], 0], [[third, fifth, ninth], 1.5], ...sevenths.map(([each, cost]) => [each, cost + 1] as const)];
}

/** All ways to lay three tones over each other within a compass, close enough to sound as one chord. */
function stacks(chord: Tones, compass: readonly [number, number]): readonly { readonly upper: readonly number[]; readonly cost: number }[] {
  return shares(chord).flatMap(([classes, cost]) =>
    orders(classes).flatMap(([low = 0, mid = 0, high = 0]) =>
      pitchesIn([low], compass).flatMap((a) => {
        const b = above(a, mid);
        const c = above(b, high);
        const fits = c <= compass[1] && b - a <= WIDEST_GAP && c - b <= WIDEST_GAP && !(a < MUDDY && b - a < 3);
        return fits ? [{ upper: [a, b, c], cost: cost + (b - a < 2 || c - b < 2 ? 2 : 0) }] : [];
      }),
    ),
  );
}

/** The next pitch of that class above another. */
const above = (pitch: number, pitchClass: number): number => pitch + ((pitchClass - (pitch % 12) + 11) % 12) + 1;

/** The different orders of three things. */
function orders([a = 0, b = 0, c = 0]: readonly number[]): readonly (readonly number[])[] {
  const all = [
    [a, b, c],
    [a, c, b],
    [b, a, c],
    [b, c, a],
    [c, a, b],
    [c, b, a],
  ];
  return all.filter((order, i) => all.findIndex((other) => other.join() === order.join()) === i);
}
