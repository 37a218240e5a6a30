import { Key, Note as Tonal } from 'tonal';
import { mod, nth } from '../dice.ts';
import { LICENCE_LINE } from '../licence.ts';
import type { Line, ModeName, Note, Score } from '../score.ts';
import { styleNamed } from '../styles/ensembles.ts';
import type { Musician } from '../styles/style.ts';
import { isMinor, notesOf } from '../theory/keys.ts';

/** The grid: a sixteenth note. */
const DIVISIONS = 4;
/** Note values by their length on the grid, longest first. */
const VALUES = [
  [16, 'whole', 0],
  [12, 'half', 1],
  [8, 'half', 0],
  [6, 'quarter', 1],
  [4, 'quarter', 0],
  [3, 'eighth', 1],
  [2, 'eighth', 0],
  [1, '16th', 0],
] as const;
/** By how many fifths a mode's signature differs from that of the major key on the same tonic. */
const FIFTHS: Readonly<Record<ModeName, number>> = { lydian: 1, ionian: 0, mixolydian: -1, dorian: -2, aeolian: -3 };

/** A voice on a staff, and who plays it: several take turns or double each other. */
type Staff = {
  readonly name: string;
  readonly by: readonly Musician[];
  readonly clef: 'treble' | 'bass';
  readonly lines: readonly Line[];
};
/** A stretch of a staff within one bar: pitches that sound together, or none for a rest. */
type Stretch = { readonly pitches: readonly number[]; readonly length: number; readonly from: boolean; readonly into: boolean };

/** The written voices of a score as MusicXML 4.0, to print or to edit: melody, second voice, chords and bass. */
export function musicXmlOf(score: Score, title: string): string {
  const staves = stavesOf(score);
  const list = staves.map(listed);
  const parts = staves.map((staff, i) => `<part id="P${i + 1}">${barsOf(staff, score).join('\n')}</part>`);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<score-partwise version="4.0">',
    `<work><work-title>${escaped(title)}</work-title></work>`,
    `<identification><creator type="composer">moodbox</creator><rights>${LICENCE_LINE}</rights></identification>`,
    `<part-list>${list.join('')}</part-list>`,
    ...parts,
    '</score-partwise>\n',
  ].join('\n');
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** A staff in the list of parts: its voice and its instruments by name, and the first of them as a sound of General MIDI. */
function listed({ name, by }: Staff, index: number): string {
  const id = `P${index + 1}`;
  const names = [...new Set(by.map((musician) => musician.name))];
  const part = `<part-name>${names.length > 0 ? `${name} (${names.join(', ')})` : name}</part-name>`;
  const [first] = by;
  if (!first) return `<score-part id="${id}">${part}</score-part>`;
  const instrument = `<score-instrument id="${id}-I1"><instrument-name>${first.name}</instrument-name></score-instrument>`;
  const sound = `<midi-instrument id="${id}-I1"><midi-program>${first.program + 1}</midi-program></midi-instrument>`;
  return `<score-part id="${id}">${part}${instrument}${sound}</score-part>`;
}

function stavesOf({ style, voices }: Score): readonly Staff[] {
  const { melody, counter, inner, root, bass } = voices;
  const ensemble = styleNamed(style);
  const chordal = ensemble.comps.map(({ by }) => by);
  const second: readonly Staff[] =
    ensemble.counter && counter.length > 0 ? [{ name: 'Second voice', by: [ensemble.counter.by], clef: 'treble', lines: [counter] }] : [];
  // Where the bass player rests, another hand has the roots.
  const isPlayed = ({ at, beats }: Note): boolean => bass.some((note) => note.at >= at && note.at < at + beats);
  const low = [...bass, ...root.filter((note) => !isPlayed(note))].sort((a, b) => a.at - b.at);
  return [
    { name: 'Melody', by: ensemble.melody, clef: 'treble', lines: [melody] },
    ...second,
    { name: 'Chords', by: chordal, clef: 'treble', lines: inner },
    { name: 'Bass', by: ensemble.bass ? [ensemble.bass.by] : chordal.slice(0, 1), clef: 'bass', lines: [low] },
  ];
}

function barsOf(staff: Staff, score: Score): readonly string[] {
  const bar = score.beatsPerBar * DIVISIONS;
  return Array.from({ length: score.beats / score.beatsPerBar }, (_, i) => {
    const stretches = stretchesIn(staff.lines, i * bar, (i + 1) * bar);
    const head = i === 0 ? attributes(staff, score) + (staff.name === 'Melody' ? tempoMark(score) : '') : '';
    return `<measure number="${i + 1}">${head}${stretches.map((stretch) => notesXml(stretch, score)).join('')}</measure>`;
  });
}

function attributes({ clef }: Staff, { tonic, mode, beatsPerBar }: Score): string {
  const fifths = Key.majorKey(tonic).alteration + FIFTHS[mode];
  const sign = clef === 'bass' ? '<sign>F</sign><line>4</line>' : '<sign>G</sign><line>2</line>';
  const key = `<key><fifths>${fifths}</fifths><mode>${isMinor(mode) ? 'minor' : 'major'}</mode></key>`;
  const time = `<time><beats>${beatsPerBar}</beats><beat-type>4</beat-type></time>`;
  return `<attributes><divisions>${DIVISIONS}</divisions>${key}${time}<clef>${sign}</clef></attributes>`;
}

const tempoMark = ({ tempo }: Score): string =>
  '<direction placement="above"><direction-type><metronome><beat-unit>quarter</beat-unit>' +
  `<per-minute>${tempo}</per-minute></metronome></direction-type><sound tempo="${tempo}"/></direction>`;

/** What a staff does within a bar. The lines of one staff have the same rhythm. */
function stretchesIn(lines: readonly Line[], from: number, to: number): readonly Stretch[] {
  const stretches: Stretch[] = [];
  let at = from;
  for (const [i, note] of nth(lines, 0).entries()) {
    const [start, end] = [grid(note.at), grid(note.at + note.beats)];
    if (end <= from || start >= to || end <= start) continue;
    const [begin, stop] = [Math.max(start, at), Math.min(end, to)];
    if (stop <= begin) continue;
    if (begin > at) stretches.push({ pitches: [], length: begin - at, from: false, into: false });
    const pitches = lines.map((line) => (line[i] as Note).pitch);
    stretches.push({ pitches, length: stop - begin, from: start < from, into: end > to });
    at = stop;
  }
  return at < to ? [...stretches, { pitches: [], length: to - at, from: false, into: false }] : stretches;
}

const grid = (beats: number): number => Math.round(beats * DIVISIONS);

function notesXml({ pitches, length, from, into }: Stretch, score: Score): string {
  const pieces = split(length);
  return pieces
    .map((piece, i) => {
      const ties = { stop: from || i > 0, start: into || i < pieces.length - 1 };
      return pitches.length === 0 ? restXml(piece) : pitches.map((pitch, k) => noteXml(pitch, piece, ties, k > 0, score)).join('');
    })
    .join('');
}

type Value = (typeof VALUES)[number];

/** A length as note values that can be written. */
function split(length: number): readonly Value[] {
  const value = VALUES.find(([size]) => size <= length);
  return value ? [value, ...split(length - value[0])] : [];
}

const restXml = (value: Value): string => `<note><rest/>${valueXml(value)}</note>`;

function noteXml(
  pitch: number,
  value: Value,
  ties: { readonly stop: boolean; readonly start: boolean },
  inChord: boolean,
  key: Score,
): string {
  const { letter, alt, octave } = spelled(pitch, key);
  const kinds = (['stop', 'start'] as const).filter((kind) => ties[kind]);
  const sounds = kinds.map((kind) => `<tie type="${kind}"/>`).join('');
  const marks = kinds.map((kind) => `<tied type="${kind}"/>`).join('');
  const alter = alt === 0 ? '' : `<alter>${alt}</alter>`;
  const name = `<pitch><step>${letter}</step>${alter}<octave>${octave}</octave></pitch>`;
  const [size, type, dots] = value;
  const length = `<duration>${size}</duration>${sounds}<type>${type}</type>${'<dot/>'.repeat(dots)}`;
  return `<note>${inChord ? '<chord/>' : ''}${name}${length}${marks ? `<notations>${marks}</notations>` : ''}</note>`;
}

const valueXml = ([size, type, dots]: Value): string => `<duration>${size}</duration><type>${type}</type>${'<dot/>'.repeat(dots)}`;

/** The name of a pitch in a key: the key's own note where it has one. */
function spelled(pitch: number, key: Score): { readonly letter: string; readonly alt: number; readonly octave: number } {
  const own = notesOf(key).find((name) => Tonal.chroma(name) === mod(pitch, 12));
  const name = own ?? Tonal.pitchClass(key.tonic.includes('b') || key.tonic === 'F' ? Tonal.fromMidi(pitch) : Tonal.fromMidiSharps(pitch));
  const { letter, alt } = Tonal.get(name);
  return { letter, alt, octave: Math.floor((pitch - alt) / 12) - 1 };
}
