import type { Character } from '../character.ts';
import { characterOf } from '../character.ts';
import { dice } from '../dice.ts';
import type { SectionPlan } from '../form/form.ts';
import type { HarmonicSection } from '../form/harmony.ts';
import { phraseChords } from '../form/harmony.ts';
import { arranged } from '../parts/arrangement.ts';
import { breathing } from '../parts/tempo.ts';
import type { Score } from '../score.ts';
import type { StyleName } from '../styles/ensembles.ts';
import { styleNamed } from '../styles/ensembles.ts';
import type { Style } from '../styles/style.ts';
import { openingDegrees } from '../theory/progressions.ts';
import type { Voicing } from '../theory/voicing.ts';
import { voiced } from '../theory/voicing.ts';
import { barsFor, sectionLoudness, sectionPlanOf, steppedTempo } from './plan.ts';
import type { FlowState, FlowWish, Section, Stretch } from './state.ts';
import { begun, isOver } from './stretch.ts';
import type { SungSection } from './voices.ts';
import { endOf, voicesOf } from './voices.ts';

/** Music that has not begun. The same seed and the same wishes give the same music. */
export const beginFlow = (seed: number): FlowState => ({ seed, count: 0 });

const COMPASS = { bass: [31, 48], upper: [51, 69] } as const;

/**
 * Composes the next section: it goes on from the last one, and towards the wish. Another mood is met at once by its ensemble, its mode, its
 * density and its loudness, through a chord that both keys have; the tempo follows in steps of less than 6 %. Pure.
 */
export function nextSection(state: FlowState, wish: FlowWish): { readonly section: Section; readonly state: FlowState } {
  const opens = isOver(state, wish);
  const seed = seedOf(opens ? state.seed + state.count : (state.stretch as Stretch).seed, opens ? 'stretch' : undefined);
  const character = paced(characterOf(wish.mood, energyOf(wish, state, opens), dice(seed, 'character')), state.end?.tempo);
  const { stretch, degree } = opens ? begun(state, wish, { seed, mode: character.mode }) : { stretch: state.stretch as Stretch, degree: 0 };
  const sketch = sketched(state, { stretch, degree, character });
  const voicings = voiced(dice(sketch.seeds.section, 'voicing'), sketch.section.chords, COMPASS, state.end?.chord);
  const sung = voicesOf({ ...sketch, voicings, end: state.end, keepsThemes: !opens && sketch.section.bars === state.end?.bars });
  const score = scoreOf(sketch, sung, voicings, { ...wish, seed: state.seed });
  const { key } = stretch;
  const end = endOf(sketch.section, sung, { tempo: character.tempo, bars: sketch.section.bars, key, voicing: voicings.at(-1) as Voicing });
  const joint = state.end && { from: state.end.key, to: key, tones: score.chords[0]?.tones ?? [] };
  return {
    section: { score, opens, loudness: sectionLoudness(character, sketch.section.intensity), ...(joint && { joint }) },
    state: { seed: state.seed, count: state.count + 1, stretch: { ...stretch, done: stretch.done + 1 }, end },
  };
}

/** A seed of its own for each stretch; that of a stretch under way stays as it is. */
const seedOf = (seed: number, concern: string | undefined): number =>
  concern === undefined ? seed : Math.floor(dice(seed, concern)() * 2 ** 31);

const [RISE_PER_SECTION, MOST_RISEN] = [0.05, 0.3];

/** Music that leads on gains energy from section to section. */
function energyOf({ energy, rising }: FlowWish, { stretch }: FlowState, opens: boolean): number {
  if (!rising) return energy;
  const risen = opens ? 0 : (stretch?.done ?? 0) * RISE_PER_SECTION;
  return Math.min(1, energy + Math.min(MOST_RISEN, risen));
}

/** The character at the tempo that can be reached now. While that is too slow, there are more notes to a beat, and the other way round. */
function paced(character: Character, from: number | undefined): Character {
  const tempo = steppedTempo(from, character.tempo);
  const missing = Math.max(0.8, Math.min(1.25, Math.sqrt(character.tempo / tempo)));
  return { ...character, tempo, density: character.density * missing };
}

type Sketch = {
  readonly stretch: Stretch;
  readonly seeds: { readonly stretch: number; readonly section: number };
  readonly section: HarmonicSection;
  readonly style: Style<StyleName>;
  readonly character: Character;
  readonly beatsPerBar: number;
};

function sketched(
  { count, seed }: FlowState,
  { stretch, degree, character }: { readonly stretch: Stretch; readonly degree: number; readonly character: Character },
): Sketch {
  const { beatsPerBar } = stretch;
  const own = seedOf(seed + count, 'section');
  const plan = sectionPlanOf(dice(own, 'plan'), stretch, barsFor(character.tempo, beatsPerBar), character);
  const section = harmonisedPlan(plan, stretch, degree, character);
  return { stretch, seeds: { stretch: stretch.seed, section: own }, section, style: styleNamed(stretch.style), character, beatsPerBar };
}

/** Where a contrasting section begins: away from the tonic. */
const CONTRAST = { A: 0, B: 3, C: 5 } as const;

function harmonisedPlan(plan: SectionPlan, stretch: Stretch, degree: number, character: Character): HarmonicSection {
  const { beatsPerBar, colour, key, seed } = stretch;
  const bars = plan.bars / plan.cadences.length;
  const beats = bars * beatsPerBar;
  // A phrase of four bars has room for its first chord only if each bar has a chord.
  const barsPerChord = bars < 8 ? Math.min(1, character.barsPerChord) : character.barsPerChord;
  const opening = stretch.done === 0 ? degree : openingOf(plan, stretch);
  const chords = plan.cadences.flatMap((cadence, i) => {
    const random = dice(seed, `harmony ${plan.letter} ${i} ${cadence}`);
    return phraseChords(random, i * beats, bars, cadence, i === 0 ? opening : 0, key, { beatsPerBar, colour, barsPerChord });
  });
  return {
    ...plan,
    at: 0,
    beats: plan.bars * beatsPerBar,
    chords,
    phrases: plan.cadences.map((cadence, i) => ({ at: i * beats, beats, cadence })),
  };
}

/** Modes in which that degree leads nowhere begin their contrasts at home. */
function openingOf({ letter }: SectionPlan, { key }: Stretch): number {
  const degree = CONTRAST[letter as keyof typeof CONTRAST];
  return openingDegrees(key.mode).includes(degree) ? degree : 0;
}

function scoreOf(
  { stretch, seeds, section, style, character, beatsPerBar }: Sketch,
  { voices }: SungSection,
  written: readonly Voicing[],
  { mood, energy, seed }: FlowWish & { readonly seed: number },
): Score {
  const { beats, chords, phrases, letter, intensity } = section;
  const voicings = new Map(chords.map(({ at }, i) => [at, written[i] as Voicing]));
  const { tonic, mode } = stretch.key;
  const { tempo } = character;
  return {
    ...{ mood, energy, seed, style: style.name, tonic, mode, tempo, beatsPerBar, beats, phrases, voices },
    sections: [{ at: 0, beats, letter, intensity }],
    chords: chords.map(({ rooted: _, ...chord }) => chord),
    parts: arranged({ seed: seeds.section, style, character, beatsPerBar, sections: [section], voices, voicings }),
    tempos: breathing({ seed: seeds.section, tempo, rubato: style.rubato, beatsPerBar, phrases }),
  };
}
