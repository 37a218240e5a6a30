import toneMidi from '@tonejs/midi';
import { describe, expect, test } from 'vitest';
import { composePiece } from '../../../../src/music/composer/compose.ts';
import { LICENCE_LINE } from '../../../../src/music/composer/licence.ts';
import { midiOf } from '../../../../src/music/composer/output/midi.ts';
import { secondsOf } from '../../../../src/music/composer/score.ts';

describe('a MIDI file', () => {
  const score = composePiece({ mood: 'happy', seed: 3, style: 'bossa' });
  const midi = new toneMidi.Midi(midiOf(score, 'For a test'));

  test('has a track for each instrument, with its program, and percussion on its own channel', () => {
    const tracks = midi.tracks.filter(({ notes }) => notes.length > 0);
    expect(tracks.map(({ name }) => name)).toEqual(score.parts.map(({ name }) => name));
    for (const [i, track] of tracks.entries()) {
      expect(track.channel === 9).toBe(score.parts[i]?.percussion);
      expect(track.instrument.number).toBe(score.parts[i]?.program);
    }
    expect(new Set(tracks.map(({ channel }) => channel)).size).toBe(tracks.length);
  });

  test('has the tempo, the length and the notes of the score', () => {
    expect(midi.name).toBe('For a test');
    expect(midi.header.timeSignatures[0]?.timeSignature).toEqual([score.beatsPerBar, 4]);
    expect(midi.header.tempos[0]?.bpm).toBeCloseTo(score.tempos[0]?.bpm ?? 0, 0);
    expect(Math.abs(midi.duration - secondsOf(score))).toBeLessThan(3);
    const written = score.parts.reduce((sum, { notes }) => sum + notes.length, 0);
    const kept = midi.tracks.reduce((sum, { notes }) => sum + notes.length, 0);
    expect(kept / written).toBeGreaterThan(0.97);
  });

  test('says that it is free, as its copyright notice', () => {
    const notice = Buffer.concat([Buffer.from([0xff, 0x02, LICENCE_LINE.length]), Buffer.from(LICENCE_LINE)]);
    expect(Buffer.from(midiOf(score, 'For a test')).includes(notice)).toBe(true);
  });

  test('never strikes a key that is still down', () => {
    for (const { notes } of midi.tracks) {
      const ends = new Map<number, number>();
      for (const { midi: pitch, ticks, durationTicks } of notes) {
        expect(ticks).toBeGreaterThanOrEqual(ends.get(pitch) ?? 0);
        ends.set(pitch, ticks + durationTicks);
      }
    }
  });
});
