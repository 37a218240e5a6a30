import toneMidi from '@tonejs/midi';
import { LICENCE_LINE } from '../licence.ts';
import type { Score, ScorePart } from '../score.ts';

const PERCUSSION_CHANNEL = 9;
/** MIDI's tempo events count in ticks. */
const ticksOf = (beats: number, perBeat: number): number => Math.max(0, Math.round(beats * perBeat));
const CONTROLLERS = { volume: 7, pan: 10, expression: 11, reverb: 91 };
const REVERB = { wet: 70, dry: 45 };

/** A score as a standard MIDI file, one track for each instrument. `title` becomes its name; its copyright notice says that it is free. */
export function midiOf(score: Score, title: string): Uint8Array {
  const midi = new toneMidi.Midi();
  const { header } = midi;
  header.name = title;
  header.tempos = score.tempos.map(({ at, bpm }) => ({ ticks: ticksOf(at, header.ppq), bpm }));
  header.timeSignatures = [{ ticks: 0, timeSignature: [score.beatsPerBar, 4] }];
  header.meta = [{ ticks: 0, type: 'copyrightNotice', text: LICENCE_LINE }];
  header.update();
  for (const [i, part] of score.parts.entries()) addTrack(midi, part, channelOf(i, part));
  return midi.toArray();
}

/** Channels in turn, without the tenth, which is for percussion. */
const channelOf = (index: number, { percussion }: ScorePart): number =>
  percussion ? PERCUSSION_CHANNEL : index < PERCUSSION_CHANNEL ? index : index + 1;

function addTrack(midi: InstanceType<typeof toneMidi.Midi>, part: ScorePart, channel: number): void {
  const { ppq } = midi.header;
  const track = midi.addTrack();
  track.name = part.name;
  track.channel = channel;
  track.instrument.number = part.program;
  const set = (number: number, value: number, at = 0): unknown => track.addCC({ number, value: value / 127, ticks: ticksOf(at, ppq) });
  set(CONTROLLERS.volume, part.volume);
  set(CONTROLLERS.pan, part.pan);
  set(CONTROLLERS.reverb, part.percussion ? REVERB.dry : REVERB.wet);
  for (const { at, controller, value } of part.controls) set(controller, value, at);
  for (const { at, beats, pitch, velocity } of withoutOverlaps(part.notes))
    track.addNote({ midi: pitch, velocity, ticks: ticksOf(at, ppq), durationTicks: Math.max(1, ticksOf(beats, ppq)) });
}

/** On one channel a second note of the same pitch would be ended by the end of the first: cuts the first short. */
function withoutOverlaps(notes: ScorePart['notes']): ScorePart['notes'] {
  const next = new Map<number, number>();
  const kept: (typeof notes)[number][] = [];
  for (const note of [...notes].sort((a, b) => b.at - a.at)) {
    const until = next.get(note.pitch) ?? Number.POSITIVE_INFINITY;
    if (until - note.at > 0.05) {
      kept.push({ ...note, beats: Math.min(note.beats, until - note.at - 0.02) });
      next.set(note.pitch, note.at);
    }
  }
  return kept.reverse();
}
