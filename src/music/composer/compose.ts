import type { Emotion } from '../../domain/emotion.ts';
import { between } from '../../shared/random.ts';
import type { Character } from './character.ts';
import { characterOf } from './character.ts';
import { dice, oneOf } from './dice.ts';
import { formOf } from './form/form.ts';
import type { HarmonicSection } from './form/harmony.ts';
import { harmonised } from './form/harmony.ts';
import { counterOf } from './melody/counter.ts';
import { melodyOf } from './melody/melody.ts';
import { arranged } from './parts/arrangement.ts';
import { bassOf } from './parts/bass.ts';
import { temposOf } from './parts/tempo.ts';
import type { Line, Score, Voices } from './score.ts';
import { STYLES_BY_MOOD } from './styles/by-mood.ts';
import type { StyleName } from './styles/ensembles.ts';
import { styleNamed } from './styles/ensembles.ts';
import { BASSES } from './styles/patterns.ts';
import type { Style } from './styles/style.ts';
import type { KeyOf } from './theory/keys.ts';
import { isMinor, TONICS } from './theory/keys.ts';
import type { Voicing } from './theory/voicing.ts';
import { voiced } from './theory/voicing.ts';

/** What to compose. */
export type Commission = {
  readonly mood: Emotion;
  /** 0 (as calm as the mood allows) to 1; 0.5 by default. */
  readonly energy?: number;
  /** A whole number; the same one always gives the same piece. */
  readonly seed: number;
  /** Left out: one that suits the mood, by the seed. */
  readonly style?: StyleName;
  /** About how long it lasts, in whole sections: 48 to 81 s for 1, within 12 % from 3 on. Left out: 3.2 to 5 minutes, by the seed. */
  readonly minutes?: number;
};

/** The shortest and longest piece by default, in minutes. */
const LENGTH = [3.3, 4.9] as const;
const COMPASS = { bass: [31, 48], upper: [51, 69] } as const;

/**
 * Composes a piece: the mood and the energy set its character, the seed everything else. Pure: the same commission gives the same score,
 * note for note.
 */
export function composePiece({ mood, energy = 0.5, seed, style: wanted, minutes }: Commission): Score {
  const random = dice(seed, `${mood} piece`);
  const style = styleNamed(wanted ?? oneOf(random, STYLES_BY_MOOD[mood]));
  const character = characterOf(mood, energy, random);
  const key = { tonic: oneOf(random, TONICS[isMinor(character.mode) ? 'minor' : 'major']), mode: character.mode };
  const beatsPerBar = oneOf(random, style.beatsPerBar);
  const seconds = 60 * (minutes ?? between(random, ...LENGTH));
  const plans = formOf(random, { seconds, tempo: character.tempo, beatsPerBar, fullness: character.dynamics - 0.6 });
  const colour = oneOf(random, style.colours);
  const sections = harmonised(plans, { seed: seedOf(seed, mood), key, colour, beatsPerBar, barsPerChord: character.barsPerChord });
  return scored({ mood, energy, seed, style, character, key, beatsPerBar, sections });
}

/** Two moods with the same seed are not to share their themes. */
const seedOf = (seed: number, mood: Emotion): number => Math.floor(dice(seed, `${mood} notes`)() * 2 ** 31);

type Sketch = {
  readonly mood: Emotion;
  readonly energy: number;
  readonly seed: number;
  readonly style: Style<StyleName>;
  readonly character: Character;
  readonly key: KeyOf;
  readonly beatsPerBar: number;
  readonly sections: readonly HarmonicSection[];
};

function scored(sketch: Sketch): Score {
  const { mood, energy, style, character, key, beatsPerBar, sections } = sketch;
  const seed = seedOf(sketch.seed, mood);
  const chords = sections.flatMap((section) => section.chords);
  const written = voiced(dice(seed, 'voicing'), chords, COMPASS);
  const voices = voicesOf({ ...sketch, seed }, written);
  const voicings = new Map(chords.map(({ at }, i) => [at, written[i] as Voicing]));
  const phrases = sections.flatMap((section) => section.phrases);
  const beats = sections.reduce((sum, section) => sum + section.beats, 0);
  return {
    ...{ mood, energy, seed: sketch.seed, style: style.name, tonic: key.tonic, mode: key.mode, tempo: character.tempo, beatsPerBar, beats },
    sections: sections.map(({ at, beats: length, letter, intensity }) => ({ at, beats: length, letter, intensity })),
    ...{ phrases, chords: chords.map(({ rooted: _, ...chord }) => chord), voices },
    parts: arranged({ seed, style, character, beatsPerBar, sections, voices, voicings }),
    tempos: temposOf({ seed, tempo: character.tempo, rubato: style.rubato, beats, beatsPerBar, phrases }),
  };
}

/** Each voice heeds those before it: first the chords, then the melody, a second voice, and the figures of the bass. */
function voicesOf({ seed, style, character, beatsPerBar, sections }: Sketch, written: readonly Voicing[]): Voices {
  const chords = sections.flatMap((section) => section.chords);
  const line = (pitchOf: (voicing: Voicing) => number): Line =>
    chords.map(({ at, beats }, i) => ({ at, beats, pitch: pitchOf(written[i] as Voicing) }));
  const root = line(({ bass }) => bass);
  const inner = [0, 1, 2].map((i) => line(({ upper }) => upper[i] as number));
  const melody = melodyOf({ seed, sections, character, beatsPerBar, range: style.range, others: [root, ...inner] });
  const { counter: second } = style;
  const counter = second ? counterOf({ seed, sections, melody, beatsPerBar, ...second, others: [root, ...inner] }) : [];
  const { bass: low } = style;
  const bass = low
    ? bassOf({ seed, sections, family: BASSES[low.pattern], from: low.from, beatsPerBar, root, above: [melody, counter] })
    : [];
  return { melody, counter, inner, root, bass };
}
