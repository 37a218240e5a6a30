import type { Emotion, EmotionScores } from '../../domain/emotion.ts';
import { EMOTIONS, scoresBy } from '../../domain/emotion.ts';
import type { Face, FaceBox } from '../../domain/sight.ts';
import { px } from '../../domain/units.ts';
import type { Random } from '../../shared/random.ts';
import { between, exponential, normal, pick } from '../../shared/random.ts';

/** A value that changes over time. `at` is in milliseconds and must not decrease from call to call. */
export type Now<T> = (at: number) => T;

export const SECOND = 1000;
export const MINUTE = 60_000;
export const HOUR = 3_600_000;

export const always: Now<boolean> = () => true;

/** Random spells, on average `on` and `off` milliseconds long. */
export function spells(random: Random, on: number, off: number): Now<boolean> {
  let is = random() < on / (on + off);
  let until = exponential(random, is ? on : off);
  return (at) => {
    while (at >= until) {
      is = !is;
      until += exponential(random, is ? on : off);
    }
    return is;
  };
}

/** Pulses of `length`, one every `least` to `most` milliseconds, the first at once: how people move about. */
export function pulses(random: Random, least: number, most: number, length = 2 * SECOND): Now<boolean> {
  let next = 0;
  return (at) => {
    while (at >= next + length) next += between(random, least, most);
    return at >= next;
  };
}

/** Passing expressions: how many per hour, of which emotions (by weight), each `least` to `most` milliseconds long. */
export type Bursts = {
  readonly perHour: number;
  readonly of: Partial<Record<Emotion, number>>;
  readonly least: number;
  readonly most: number;
};

export function bursts(random: Random, { least, most, of, perHour }: Bursts): Now<Emotion | undefined> {
  const weights = Object.entries(of) as [[Emotion, number], ...[Emotion, number][]];
  const draw = (after: number) => {
    const begins = after + exponential(random, HOUR / perHour);
    return { begins, ends: begins + between(random, least, most), emotion: pick(random, weights, ([, weight]) => weight)[0] };
  };
  let burst = draw(0);
  return (at) => {
    while (at >= burst.ends) burst = draw(burst.ends);
    return at >= burst.begins ? burst.emotion : undefined;
  };
}

/** By how much the network's logit for what a face shows exceeds the others. */
const SHOWN = 3.4;
/** The network's logits wander (a random walk that returns to 0 within `WANDER`) and jump from frame to frame. */
const WANDER = 3 * SECOND;
const WANDERS_BY = 0.6;
const JUMPS_BY = 0.5;

/**
 * The network's scores for a face that shows an emotion, with noise. `bias`: the logits that it adds for this face when it is neutral;
 * people differ, and the network sees some as a little sad.
 */
export function read(random: Random, bias: Partial<Record<Emotion, number>> = {}): (shown: Emotion, at: number) => EmotionScores {
  let walks = EMOTIONS.map(() => normal(random) * WANDERS_BY);
  let last = 0;
  return (shown, at) => {
    const kept = Math.exp((last - at) / WANDER);
    const step = WANDERS_BY * Math.sqrt(1 - kept * kept);
    walks = walks.map((walk) => walk * kept + normal(random) * step);
    last = at;
    const logits = EMOTIONS.map((each, i) => {
      const stands = (each === shown ? SHOWN : 0) + (shown === 'neutral' ? (bias[each] ?? 0) : 0);
      return Math.exp(stands + (walks[i] ?? 0) + normal(random) * JUMPS_BY);
    });
    const sum = logits.reduce((total, each) => total + each, 0);
    return scoresBy((_emotion, index) => (logits[index] ?? 0) / sum);
  };
}

/** A person: whether they are in the room, whether their face can be seen, what it shows, and how large it is (pixels). */
export type SimulatedPerson = {
  readonly id: number;
  readonly size: number;
  readonly here?: Now<boolean>;
  readonly faces: Now<boolean>;
  readonly shows: Now<Emotion>;
  readonly bias?: Partial<Record<Emotion, number>>;
};

/** On average, the finder misses a face once in this many frames. */
const LOST_IN = 50;

/** A person's face as the camera sees it; undefined while it is turned away or missed. */
export function faceOf(random: Random, { id, size, here = always, faces, shows, bias }: SimulatedPerson): Now<Face | undefined> {
  const scores = read(random, bias);
  return (at) => {
    const isSeen = here(at) && faces(at) && random() >= 1 / LOST_IN;
    return isSeen ? { id, box: boxOf(random, id, size), scores: scores(shows(at), at) } : undefined;
  };
}

function boxOf(random: Random, id: number, size: number): FaceBox {
  const now = Math.round(size * between(random, 0.95, 1.05));
  return { x: px(100 + 180 * (id % 6)), y: px(250), width: px(now), height: px(now) };
}
