import { Chord, Mode, Note, Scale } from 'tonal';
import { nth } from '../dice.ts';
import type { ModeName } from '../score.ts';

/** A key: its tonic as a note's name, such as `Eb`, and its mode. */
export type KeyOf = { readonly tonic: string; readonly mode: ModeName };
/** How rich the chords are: three notes, four, or five. */
export type Colour = 'triad' | 'seventh' | 'ninth';
/** A chord of a key: pitch classes from the root upwards, and those that a melody may use over it. */
export type KeyChord = { readonly degree: number; readonly tones: readonly number[]; readonly scale: readonly number[] };

/** Keys that are easy to read and to play: at most four sharps or flats. */
export const TONICS: Readonly<Record<'major' | 'minor', readonly string[]>> = {
  major: ['C', 'D', 'Eb', 'E', 'F', 'G', 'Ab', 'A', 'Bb'],
  minor: ['A', 'B', 'C', 'D', 'E', 'F', 'F#', 'G', 'C#'],
};

/** Whether the mode has a minor third. */
export const isMinor = (mode: ModeName): boolean => mode === 'dorian' || mode === 'aeolian';

const chroma = (name: string): number => Note.chroma(name);

/** The names of the seven notes, from the tonic. */
export const notesOf = ({ tonic, mode }: KeyOf): readonly string[] => Scale.get(`${tonic} ${mode}`).notes;

const scales = new Map<string, readonly number[]>();

/** The pitch classes of a key, from the tonic. */
export function scaleOf(key: KeyOf): readonly number[] {
  const id = `${key.tonic} ${key.mode}`;
  const scale = scales.get(id) ?? notesOf(key).map(chroma);
  scales.set(id, scale);
  return scale;
}

/** Names of the tones of a chord by its degree (0: the tonic) and colour. A minor key's V is major, as the leading note wants it. */
function chordNotes({ tonic, mode }: KeyOf, degree: number, colour: Colour): readonly string[] {
  const names = colour === 'triad' ? Mode.triads(mode, tonic) : Mode.seventhChords(mode, tonic);
  if (mode === 'aeolian' && degree === 4) return Chord.get(`${nth(notesOf({ tonic, mode }), 4)}${colour === 'triad' ? '' : '7'}`).notes;
  return Chord.get(nth(names, degree)).notes;
}

const cache = new Map<string, KeyChord>();

/** The chord on a degree of a key. A ninth is added only if it is a whole tone above the root, since a semitone grates. */
export function chordOn(key: KeyOf, degree: number, colour: Colour): KeyChord {
  const id = `${key.tonic} ${key.mode} ${degree} ${colour}`;
  const known = cache.get(id);
  if (known) return known;
  const tones = chordNotes(key, degree, colour).map(chroma);
  const scale = scaleOver(key, tones);
  const ninth = (nth(tones, 0) + 2) % 12;
  const chord = { degree, tones: colour === 'ninth' && degree !== 4 && scale.includes(ninth) ? [...tones, ninth] : tones, scale };
  cache.set(id, chord);
  return chord;
}

/** The key's notes, with those that the chord raises put in place of their neighbours. */
function scaleOver(key: KeyOf, tones: readonly number[]): readonly number[] {
  const own = scaleOf(key);
  const raised = tones.filter((tone) => !own.includes(tone));
  return own.map((tone) => (raised.includes((tone + 1) % 12) ? (tone + 1) % 12 : tone));
}

/** The relative key: minor for major and major for minor, with the same notes. */
export function relativeKey(key: KeyOf): KeyOf {
  const names = notesOf(key);
  return isMinor(key.mode) ? { tonic: nth(names, 2), mode: 'ionian' } : { tonic: nth(names, 5), mode: 'aeolian' };
}
