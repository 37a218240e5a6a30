import type { Random } from '../../../shared/random.ts';
import { normal } from '../../../shared/random.ts';
import { mod } from '../dice.ts';
import type { ControlChange, Line, PhraseSpan, PlayedNote, SectionSpan } from '../score.ts';

/**
 * How notes are played. `swing` is where in a beat the second eighth falls; `looseness` is how far from the beat players stray, in
 * beats.
 */
export type Manner = {
  readonly sections: readonly SectionSpan[];
  readonly phrases: readonly PhraseSpan[];
  readonly swing: number;
  readonly looseness: number;
  readonly dynamics: number;
};

/**
 * Written notes as a melody player sings them: each phrase swells to its middle, long notes are leaned on, and the end of each is lifted.
 */
export function sung(line: Line, articulation: number, { phrases }: Pick<Manner, 'phrases'>): readonly PlayedNote[] {
  return line.map(({ at, beats, pitch }, i) => {
    const phrase = phrases.find((each) => at >= each.at && at < each.at + each.beats);
    const place = phrase ? (at - phrase.at) / phrase.beats : 0.5;
    const swell = 0.14 * Math.sin(Math.PI * Math.min(1, place * 1.25));
    const lean = beats >= 1.5 ? 0.05 : beats < 0.5 ? -0.05 : 0;
    const rising = pitch > (line[i - 1]?.pitch ?? pitch) ? 0.03 : 0;
    const sounding = beats >= 1 ? beats * Math.min(1, articulation + 0.06) : beats * articulation;
    return { at, beats: sounding, pitch, velocity: 0.6 + swell + lean + rising };
  });
}

/** Bass notes: firm on the first beat, lighter between, and not quite held. */
export const plucked = (line: Line, beatsPerBar: number): readonly PlayedNote[] =>
  line.map(({ at, beats, pitch }) => ({ at, beats: beats * 0.92, pitch, velocity: mod(at, beatsPerBar) === 0 ? 0.68 : 0.58 }));

/** Puts notes where players would: swung, never quite together, louder in full sections. `late` moves all of them, in beats. */
export function asPlayed(notes: readonly PlayedNote[], random: Random, manner: Manner, late = 0): readonly PlayedNote[] {
  return notes.map((note) => {
    const start = swung(note.at, manner.swing);
    const end = swung(note.at + note.beats, manner.swing);
    const stray = limited(normal(random)) * manner.looseness + late;
    const loudness = (0.72 + 0.42 * intensityAt(manner.sections, note.at)) * (0.6 + 0.65 * manner.dynamics);
    const velocity = Math.max(0.12, Math.min(1, note.velocity * loudness + 0.03 * limited(normal(random))));
    return { at: Math.max(0, start + stray), beats: Math.max(0.08, end - start), pitch: note.pitch, velocity };
  });
}

const limited = (value: number): number => Math.max(-2, Math.min(2, value));

const intensityAt = (sections: readonly SectionSpan[], at: number): number =>
  sections.findLast((section) => section.at <= at)?.intensity ?? 0.5;

/** Stretches the first half of each beat and shortens the second. */
function swung(at: number, swing: number): number {
  const [beat, place] = [Math.floor(at), mod(at, 1)];
  return beat + (place < 0.5 ? place * 2 * swing : swing + (place - 0.5) * 2 * (1 - swing));
}

const [EXPRESSION, PEDAL] = [11, 64];

/** A sustained tone grows and fades; a short one is left alone. */
export function swells(notes: readonly PlayedNote[]): readonly ControlChange[] {
  const set = (at: number, value: number): ControlChange => ({ at, controller: EXPRESSION, value: Math.round(value) });
  return notes.flatMap(({ at, beats }) => {
    if (beats < 1.5) return [set(at, 112)];
    const steps = [0, 0.15, 0.3, 0.45, 0.6, 0.75, 0.9];
    return steps.map((place) => set(at + place * beats, 92 + 32 * Math.sin(Math.PI * Math.min(1, 0.12 + place))));
  });
}

/** The pedal goes down just after each chord begins and comes up as it ends. */
export const pedalled = (chords: readonly { readonly at: number; readonly beats: number }[]): readonly ControlChange[] =>
  chords.flatMap(({ at, beats }) => [
    { at: at + 0.06, controller: PEDAL, value: 127 },
    { at: at + beats - 0.04, controller: PEDAL, value: 0 },
  ]);
