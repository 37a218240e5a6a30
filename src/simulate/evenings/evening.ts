import { area } from '../../domain/sight.ts';
import { instant } from '../../domain/units.ts';
import type { Random } from '../../shared/random.ts';
import { seeded } from '../../shared/random.ts';
import type { Timeline, TimelineChange } from '../timeline.ts';
import type { Now, SimulatedPerson } from './people.ts';
import { faceOf } from './people.ts';

/** A made-up evening. `settings` are the configuration keys that it needs, by their dotted names. */
export type EveningPlan = {
  readonly says: string;
  readonly settings?: Readonly<Record<string, string>>;
  readonly timeline: (seed: number) => Timeline;
};

/** Who is there and what happens. `stirs`: whether something the size of a person moves. Each note appears once, at its time. */
export type Plot = {
  readonly lasts: number;
  readonly people: readonly SimulatedPerson[];
  readonly stirs: Now<boolean>;
  readonly notes?: readonly { readonly t: number; readonly note: string }[];
};

/** How often new scores are drawn for a face, in milliseconds. */
const STEP = 200;

/** An evening's timeline from a plot; the seed determines its random numbers. */
export const played =
  (plot: (random: Random) => Plot): EveningPlan['timeline'] =>
  (seed) => {
    const random = seeded(seed);
    return lines(plot(random), random);
  };

function* lines({ lasts, notes = [], people, stirs }: Plot, random: Random): Timeline {
  const faces = people.map((person) => faceOf(random, person));
  let before: TimelineChange = { t: instant(-1), faces: [], motion: false };
  for (let t = 0; t <= lasts; t += STEP) {
    const seen = faces.flatMap((face) => face(t) ?? []).sort((a, b) => area(b.box) - area(a.box));
    const due = notes.filter((each) => each.t > t - STEP && each.t <= t).map(({ note }) => note);
    const now: TimelineChange = { t: instant(t), faces: seen, motion: stirs(t), ...(due.length > 0 && { note: due.join('; ') }) };
    if (t === lasts || due.length > 0 || seen.length > 0 || before.faces?.length !== 0 || now.motion !== before.motion) yield now;
    before = now;
  }
}
