import type { Random } from '../../../shared/random.ts';
import { between } from '../../../shared/random.ts';
import type { Character } from '../character.ts';
import { oneOf } from '../dice.ts';
import type { SectionPlan } from '../form/form.ts';
import type { Cadence } from '../score.ts';
import type { FlowLetter, Stretch } from './state.ts';

/** How much the tempo may change from one section to the next, as a factor: below the 6 % at which a change begins to feel like a break. */
const TEMPO_STEP = 1.055;

/** The tempo of the next section: on the way from the last one's to the one that the character asks for. In beats a minute. */
export function steppedTempo(from: number | undefined, to: number): number {
  if (from === undefined) return to;
  return Math.max(from / TEMPO_STEP, Math.min(from * TEMPO_STEP, to));
}

/** The shortest and the longest section, in seconds. */
const [SHORTEST, LONGEST] = [16.05, 31.9];
const PHRASE_BARS = 4;

/** How many bars fit: as few as may be, so that the music can turn soon. */
export function barsFor(tempo: number, beatsPerBar: number): number {
  const barSeconds = (60 * beatsPerBar) / tempo;
  const fits = [4, 8, 12, 16].find((bars) => bars * barSeconds >= SHORTEST && bars * barSeconds <= LONGEST);
  return fits ?? Math.floor(LONGEST / barSeconds);
}

/** Orders of themes: the first comes back, and the others contrast with it. */
const FORMS = ['AABACABA', 'AABAACABA', 'ABACABA', 'AABABACAA', 'ABAACABAA'];
/** Music that leads on does not look back for long. */
const RISING_FORMS = ['AAB', 'ABA', 'AABA'];

export const lettersOf = (random: Random, rising: boolean): readonly FlowLetter[] => [
  ...(oneOf(random, rising ? RISING_FORMS : FORMS) as Iterable<FlowLetter>),
];

/** What the next section of a stretch is for. It closes on the tonic, from where every key nearby can be reached. */
export function sectionPlanOf(random: Random, { letters, done }: Stretch, bars: number, character: Character): SectionPlan {
  const letter = letters[done] ?? 'A';
  const time = letters.slice(0, done).filter((each) => each === letter).length;
  const place = letters.length > 1 ? done / (letters.length - 1) : 0;
  const full = intensityOf(letter, place, random) + character.dynamics - 0.6;
  return { letter, bars, time, intensity: Math.max(0.2, Math.min(1, full)), cadences: cadencesOf(random, bars) };
}

/** The cadence of each phrase: the last one closes, the others stay open. */
function cadencesOf(random: Random, bars: number): readonly Cadence[] {
  const phrases = bars % PHRASE_BARS === 0 && bars <= 12 ? bars / PHRASE_BARS : bars > 12 ? 2 : 1;
  const open = Array.from({ length: phrases - 1 }, (): Cadence => oneOf(random, ['half', 'half', 'plagal']));
  return [...open, oneOf(random, ['authentic', 'authentic', 'modal', 'plagal'])];
}

/** How full a section sounds: fullest after the middle of its stretch. The energy of its mood is added to that. */
function intensityOf(letter: FlowLetter, place: number, random: Random): number {
  const arc = 0.48 + 0.3 * Math.sin(Math.PI * Math.min(1, 0.15 + 0.75 * place));
  const dip = { A: 0, B: -0.04, C: -0.18 }[letter];
  return arc + dip + between(random, -0.04, 0.04);
}

/** As loud as the built-in loops, in LUFS. */
const LOUDNESS = -18;

/** How loud a section is to be. Pieces are all equally loud; here what is calm is softer, since it is heard beside what is lively. */
export const sectionLoudness = ({ dynamics }: Character, intensity: number): number =>
  LOUDNESS + 8 * (dynamics - 0.6) + 3 * (intensity - 0.6);
