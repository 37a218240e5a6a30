import { dice, mod, nth } from '../dice.ts';
import type { HarmonicSection } from '../form/harmony.ts';
import { motionAt } from '../melody/line.ts';
import type { ChordSpan, Line } from '../score.ts';
import type { PatternFamily } from '../styles/patterns.ts';
import { areParallel } from '../theory/parallels.ts';
import type { PatternStep } from './steps.ts';
import { stepsOf } from './steps.ts';

/** What a bass line is made for. `above` are the voices with which it must not run in parallel; `root` is the bass note of each chord. */
export type BassWish = {
  readonly seed: number;
  readonly sections: readonly HarmonicSection[];
  readonly family: PatternFamily;
  readonly from: number;
  readonly beatsPerBar: number;
  readonly root: Line;
  readonly above: readonly Line[];
};

const [LOWEST, HIGHEST] = [28, 52];

/** A bass line: the root with each chord, and between them what the pattern says, as far as it makes no parallels with the voices above. */
export function bassOf(wish: BassWish): Line {
  return wish.sections.flatMap((section) => {
    if (section.intensity < wish.from && section.letter !== 'coda') return [];
    const random = dice(wish.seed, `bass ${section.letter} ${section.time}`);
    const steps = stepsOf(random, wish.family, section, wish.beatsPerBar);
    return section.chords.flatMap((chord) => chordLine(chord, steps, wish));
  });
}

/** The notes under one chord. Notes at the end that would lead into the next root in parallel with another voice are left out. */
function chordLine(chord: ChordSpan, steps: readonly PatternStep[], { root, above }: BassWish): Line {
  const index = root.findIndex(({ at }) => at === chord.at);
  const [now, next] = [nth(root, index).pitch, root[index + 1]?.pitch];
  const moving = steps.filter(({ at }) => at > chord.at && at < chord.at + chord.beats);
  let line: Line = [{ at: chord.at, beats: chord.beats, pitch: now }];
  for (const { letter, at } of moving) {
    const pitch = pitchFor(letter, chord, now, next);
    if (pitch !== undefined && !clashes(nth(line, -1).pitch, pitch, at, above)) line = [...line, { at, beats: 0, pitch }];
  }
  const end = chord.at + chord.beats;
  while (line.length > 1 && next !== undefined && clashes(nth(line, -1).pitch, next, end, above)) line = line.slice(0, -1);
  return line.map((note, i) => ({ ...note, beats: (line[i + 1]?.at ?? end) - note.at }));
}

const clashes = (from: number, to: number, at: number, above: readonly Line[]): boolean =>
  above.flatMap((line) => motionAt(line, at)).some(([before, after]) => areParallel(from, to, before, after));

/** The pitch for a letter of a pattern; undefined if it does not fit here. */
function pitchFor(letter: string, { tones, scale }: ChordSpan, now: number, next: number | undefined): number | undefined {
  const root = now + near(nth(tones, 0), now);
  const options: Readonly<Record<string, () => number | undefined>> = {
    R: () => root,
    8: () => inCompass(root + 12),
    5: () => inCompass(now + near(nth(tones, 2), now)),
    3: () => inCompass(now + near(nth(tones, 1), now)),
    a: () => leading(now, next, scale),
  };
  return options[letter]?.();
}

/** The shortest way from a pitch to a pitch class. */
const near = (pitchClass: number, pitch: number): number => mod(pitchClass - pitch + 6, 12) - 6;

const inCompass = (pitch: number): number => (pitch > HIGHEST ? pitch - 12 : pitch < LOWEST ? pitch + 12 : pitch);

/** A scale step (or a semitone) from the next root, on the side from which the bass comes. */
function leading(now: number, next: number | undefined, scale: readonly number[]): number | undefined {
  if (next === undefined || next === now) return undefined;
  const side = next > now ? -1 : 1;
  return [next + side, next + 2 * side].find((pitch) => scale.includes(mod(pitch, 12))) ?? next + side;
}
