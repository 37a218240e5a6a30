import { seeded } from '../../../src/shared/random.ts';
import type { Area, Canvas, Thing } from './room.ts';
import { ACROSS, between, DOWN, ellipse, METRE, rectangle } from './room.ts';

/** Somebody in the room, and the times (s) at which a movement begins and ends. */
export type Person = { readonly thing: Thing; readonly movements: readonly (readonly [from: number, to: number])[] };

/** Where the parts are, metres from where they rest. */
type Pose = {
  readonly torso: readonly [number, number];
  readonly head: readonly [number, number];
  readonly hand: readonly [number, number];
};
type Step = { readonly from: number; readonly to: number; readonly pose: Pose };
/** Shares of the light that the parts of a person give back. */
export type Colours = {
  readonly skin: number;
  readonly hair: number;
  readonly clothes: number;
  readonly legs: number;
  readonly book: number;
};

const REST: Pose = { torso: [0, 0], head: [0, 0], hand: [0, 0] };

export type Seat = {
  readonly seed: number;
  /** Metres from the camera. */
  readonly distance: number;
  /** Share of the picture's width at which the middle of the body is; 0.5 unless said. */
  readonly across?: number;
  /** Seconds from the beginning of a movement to the next, drawn between the two. */
  readonly every: readonly [number, number];
  /** What a movement is. `page`: a page is turned; `shift`: the body changes its place in the chair; `gesture`: a hand and the head. */
  readonly kinds: readonly ('page' | 'shift' | 'gesture')[];
  readonly until: number;
  readonly from?: number;
};

/** Somebody who sits, breathes, and moves now and then. */
export function sitter(seat: Seat): Person {
  const random = seeded(seat.seed);
  const colours = coloursOf(random);
  const steps = stepsOf(seat, random);
  const drift = wobble(random);
  let next = 0;
  let resting = REST;
  const thing: Thing = (canvas, t) => {
    if (t < (seat.from ?? 0)) return;
    for (let step = steps[next]; step && step.to <= t; step = steps[next]) [resting, next] = [step.pose, next + 1];
    const step = steps[next];
    const pose = step && t > step.from ? mixed(resting, step.pose, smooth((t - step.from) / (step.to - step.from))) : resting;
    seated(canvas, seat, shaken(pose, drift(t)), colours);
  };
  return { thing, movements: seat.every[0] < 20 ? [] : movementsOf(steps) };
}

export const coloursOf = (random: () => number): Colours => ({
  skin: between(random, 0.2, 0.5),
  hair: between(random, 0.03, 0.3),
  clothes: between(random, 0.04, 0.7),
  legs: between(random, 0.04, 0.4),
  book: between(random, 0.5, 0.8),
});

function stepsOf({ every, kinds, until, from = 0 }: Seat, random: () => number): readonly Step[] {
  const steps: Step[] = [];
  let pose = REST;
  for (let t = from + between(random, ...every); t < until; t += between(random, ...every)) {
    const kind = kinds[Math.floor(random() * kinds.length)];
    const long = between(random, 0.7, 1.3);
    if (kind === 'shift') {
      pose = shifted(pose, random);
      steps.push({ from: t, to: t + long, pose });
    } else {
      const out = kind === 'page' ? { ...pose, hand: [between(random, -0.3, -0.2), -0.05] as const } : gestured(pose, random);
      steps.push({ from: t, to: t + long / 2, pose: out }, { from: t + long / 2, to: t + long, pose });
    }
  }
  return steps;
}

/** Somewhere else in the chair, at least 5 cm from where the body was. */
const shifted = (from: Pose, random: () => number): Pose => {
  const aside = between(random, 0.05, 0.15);
  const [x, y] = [from.torso[0] > 0 ? from.torso[0] - aside : from.torso[0] + aside, between(random, -0.04, 0.06)];
  return { torso: [x, y], head: [x + between(random, -0.08, 0.08), y + between(random, -0.04, 0.04)], hand: [x, y] };
};

const gestured = (pose: Pose, random: () => number): Pose => ({
  torso: pose.torso,
  head: [pose.head[0] + between(random, -0.06, 0.06), pose.head[1] + between(random, -0.03, 0.03)],
  hand: [between(random, -0.3, 0.25), between(random, -0.35, 0.05)],
});

/** A step there and back is one movement. */
function movementsOf(steps: readonly Step[]): Person['movements'] {
  const movements: (readonly [number, number])[] = [];
  for (const { from, to } of steps) {
    const last = movements.at(-1);
    if (last && from - last[1] < 0.5) movements[movements.length - 1] = [last[0], to];
    else movements.push([from, to]);
  }
  return movements;
}

/** Breath, and a head that is never quite still: metres. */
function wobble(random: () => number): (t: number) => { readonly breath: number; readonly sway: number } {
  const [rate, phase] = [between(random, 0.2, 0.3), between(random, 0, 6)];
  return (t) => ({
    breath: 0.004 * Math.sin(6.283 * rate * t + phase),
    sway: 0.005 * Math.sin(0.41 * t + phase) + 0.003 * Math.sin(1.13 * t),
  });
}

const shaken = ({ torso, head, hand }: Pose, { breath, sway }: { readonly breath: number; readonly sway: number }): Pose => ({
  torso: [torso[0], torso[1] + breath],
  head: [head[0] + sway, head[1] + breath],
  hand: [hand[0], hand[1] + breath],
});

const smooth = (share: number): number => share * share * (3 - 2 * share);
const mix = (a: readonly [number, number], b: readonly [number, number], share: number): readonly [number, number] => [
  a[0] + (b[0] - a[0]) * share,
  a[1] + (b[1] - a[1]) * share,
];
const mixed = (a: Pose, b: Pose, share: number): Pose => ({
  torso: mix(a.torso, b.torso, share),
  head: mix(a.head, b.head, share),
  hand: mix(a.hand, b.hand, share),
});

function seated(canvas: Canvas, { distance, across = 0.5 }: Seat, { torso, head, hand }: Pose, colours: Colours): void {
  const metre = METRE / distance;
  const [x, y] = [ACROSS * across, DOWN * 0.5 + 0.25 * metre];
  const part = (at: readonly [number, number], dx: number, dy: number, width: number, height: number) => ({
    x: x + (at[0] + dx) * metre,
    y: y + (at[1] + dy) * metre,
    width: width * metre,
    height: height * metre,
  });
  ellipse(canvas, part([0, 0], 0, 0.35, 0.55, 0.5), colours.legs);
  ellipse(canvas, part(torso, 0, 0, 0.45, 0.65), colours.clothes);
  ellipse(canvas, part(head, 0, -0.44, 0.17, 0.26), colours.hair);
  ellipse(canvas, part(head, 0, -0.41, 0.14, 0.18), colours.skin);
  rectangle(canvas, part(torso, -0.15, 0.05, 0.3, 0.2), colours.book);
  forearm(canvas, part(torso, 0.27, 0.2, 0.09, 0.09), part(hand, 0.17, 0.15, 0.08, 0.08), colours.clothes);
  ellipse(canvas, part(hand, 0.17, 0.15, 0.09, 0.14), colours.skin);
  ellipse(canvas, part(torso, -0.17, 0.15, 0.09, 0.14), colours.skin);
}

/** From the elbow to the wrist. */
function forearm(canvas: Canvas, elbow: Area, wrist: Area, colour: number): void {
  for (let step = 0; step <= 4; step += 1) {
    const [x, y] = [elbow.x + ((wrist.x - elbow.x) * step) / 4, elbow.y + ((wrist.y - elbow.y) * step) / 4];
    ellipse(canvas, { ...elbow, x, y }, colour * 1.15);
  }
}
