import { area } from '../../domain/sight.ts';
import { instant } from '../../domain/units.ts';
import type { Random } from '../../shared/random.ts';
import { seeded } from '../../shared/random.ts';
import type { Timeline, TimelineChange } from '../timeline.ts';
import type { Now, SimulatedPerson } from './people.ts';
import { faceOf } from './people.ts';

/** A made-up evening. `settings` are keys of the configuration that it needs, by their dotted names. */
export type EveningPlan = {
  readonly says: string;
  readonly settings?: Readonly<Record<string, string>>;
  readonly timeline: (seed: number) => Timeline;
};

/** Who is there and what happens: `stirs` is a movement of a person's size; each note is made once, at its time. */
export type Plot = {
  readonly lasts: number;
  readonly people: readonly SimulatedPerson[];
  readonly stirs: Now<boolean>;
  readonly notes?: readonly { readonly t: number; readonly note: string }[];
};

/** What the network says of a face is drawn anew so often. */
const STEP = 200;

/** An evening out of its plot, which is made of chance by the seed. */
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
    const said = notes.filter((each) => each.t > t - STEP && each.t <= t).map(({ note }) => note);
    const now: TimelineChange = { t: instant(t), faces: seen, motion: stirs(t), ...(said.length > 0 && { note: said.join('; ') }) };
    if (t === lasts || said.length > 0 || seen.length > 0 || before.faces?.length !== 0 || now.motion !== before.motion) yield now;
    before = now;
  }
}
