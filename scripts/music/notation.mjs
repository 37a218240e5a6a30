// How the scores are written down.
import { pitch } from './voices.mjs';

/** Chords with bars between them, `F3 A3 C4 | G3 B3 D4`, as MIDI numbers. */
export const chords = (text) => text.split('|').map((chord) => chord.trim().split(/\s+/).map(pitch));

/** A line of notes and rests with lengths in beats, `G4:1.5 -:0.5 A4:2`; each with the beat at which it begins. */
export function line(text) {
  let at = 0;
  const notes = text.trim().split(/\s+/).map((word) => {
    const [name, length] = word.split(':');
    const note = { at, beats: Number(length), midi: name === '-' ? undefined : pitch(name) };
    at += note.beats;
    return note;
  });
  return notes.filter((note) => note.midi !== undefined);
}

/** The notes of a line, each told to `play` with its moment and length in seconds. */
export function sing(text, { bpm, from = 0 }, play) {
  const beat = 60 / bpm;
  for (const note of line(text)) play(note.midi, (from + note.at) * beat, note.beats * beat);
}

/** Calls `play` for each step of a pattern such as `x..x.x..` (x struck, o softly), with its place in beats. */
export function beats(pattern, step, play) {
  for (const [i, sign] of [...pattern].entries()) if (sign !== '.') play(i * step, sign === 'x' ? 1 : 0.55, i);
}
