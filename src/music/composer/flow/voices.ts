import type { Character } from '../character.ts';
import { nth } from '../dice.ts';
import type { HarmonicSection } from '../form/harmony.ts';
import { counterFrom } from '../melody/counter.ts';
import type { LineState } from '../melody/line.ts';
import { START } from '../melody/line.ts';
import type { MelodyMemory } from '../melody/melody.ts';
import { melodyFrom, NOTHING_SUNG } from '../melody/melody.ts';
import { bassOf } from '../parts/bass.ts';
import type { Line, Note, Voices } from '../score.ts';
import { BASSES } from '../styles/patterns.ts';
import type { Style } from '../styles/style.ts';
import type { Voicing } from '../theory/voicing.ts';
import type { SectionEnd } from './state.ts';

/** What the voices of a section are made for. `end` is how the section before ended. */
export type VoicesWish = {
  /** For the themes, which all sections of a stretch share, and for this section alone. */
  readonly seeds: { readonly stretch: number; readonly section: number };
  readonly section: HarmonicSection;
  readonly style: Style;
  readonly character: Character;
  readonly beatsPerBar: number;
  readonly voicings: readonly Voicing[];
  readonly end: SectionEnd | undefined;
  /** False if the themes of the section before no longer count. */
  readonly keepsThemes: boolean;
};
export type SungSection = { readonly voices: Voices; readonly melody: MelodyMemory; readonly counter: LineState };

/** The voices of a section. Each heeds those before it, and the last note of every voice in the section before. */
export function voicesOf(wish: VoicesWish): SungSection {
  const { section, style, character, beatsPerBar, voicings, end, seeds } = wish;
  const sections = [section];
  const { root, inner } = chordLines(section, voicings);
  const others = [led(end?.root, root), ...inner.map((line, i) => led(end?.inner[i], line)), ...steppedBass(end, root)];
  const common = { sections, beatsPerBar, others };
  const sung = melodyFrom(memoryFor(wish), { ...common, seed: seeds.stretch, character, range: style.range });
  const melody = led(end?.melody.state.last, sung.line);
  const before = end?.counter ?? START;
  const played = style.counter
    ? counterFrom(before, { ...common, ...style.counter, seed: seeds.section, melody })
    : { line: [], state: before };
  const above = [melody, led(before.last, played.line)];
  const { bass: low } = style;
  const bass = low ? bassOf({ sections, beatsPerBar, seed: seeds.section, family: BASSES[low.pattern], from: low.from, root, above }) : [];
  return { voices: { melody: sung.line, counter: played.line, inner, root, bass }, melody: sung.memory, counter: played.state };
}

/** A line with the note that came before it. */
const led = (before: Note | undefined, line: Line): Line => (before ? [before, ...line] : line);

/** What the bass really does at the joint, if it has played anything but the root. */
const steppedBass = (end: SectionEnd | undefined, root: Line): readonly Line[] => (end?.bass ? [[end.bass, nth(root, 0)]] : []);

function memoryFor({ end, keepsThemes }: VoicesWish): MelodyMemory {
  if (!end) return NOTHING_SUNG;
  return keepsThemes ? end.melody : { ...NOTHING_SUNG, state: end.melody.state };
}

function chordLines({ chords }: HarmonicSection, voicings: readonly Voicing[]): Pick<Voices, 'root' | 'inner'> {
  const line = (pitchOf: (voicing: Voicing) => number): Line =>
    chords.map(({ at, beats }, i) => ({ at, beats, pitch: pitchOf(nth(voicings, i)) }));
  return { root: line(({ bass }) => bass), inner: [0, 1, 2].map((i) => line(({ upper }) => nth(upper, i))) };
}

/** How a section ends, seen from the joint: every note that may still count, at negative beats. */
export function endOf(
  section: HarmonicSection,
  { voices, melody, counter }: SungSection,
  about: Pick<SectionEnd, 'tempo' | 'bars' | 'key'> & { readonly voicing: Voicing },
): SectionEnd {
  const { beats, chords } = section;
  const { voicing, ...rest } = about;
  const back = <N extends Note>(note: N): N => ({ ...note, at: note.at - beats });
  const last = (line: Line): Note => back(nth(line, -1));
  const state = (line: LineState): LineState => ({ ...line, last: line.last && back(line.last) });
  return {
    ...rest,
    chord: { tones: nth(chords, -1).tones, voicing },
    root: last(voices.root),
    inner: voices.inner.map(last),
    bass: voices.bass.length > 0 ? last(voices.bass) : undefined,
    melody: { ...melody, state: state(melody.state) },
    counter: state(counter),
  };
}
