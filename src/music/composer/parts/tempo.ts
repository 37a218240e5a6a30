import { between } from '../../../shared/random.ts';
import { dice } from '../dice.ts';
import type { PhraseSpan, Score } from '../score.ts';

/** What the tempo does: breathes by `rubato` (a share of it) within each phrase, and slows down to the end. */
export type TempoWish = {
  readonly seed: number;
  readonly tempo: number;
  readonly rubato: number;
  readonly beats: number;
  readonly beatsPerBar: number;
  readonly phrases: readonly PhraseSpan[];
};

const STEPS_IN_RITARDANDO = 8;

/** The tempo from beat to beat. */
export function temposOf({ seed, tempo, rubato, beats, beatsPerBar, phrases }: TempoWish): Score['tempos'] {
  const random = dice(seed, 'tempo');
  const slowFrom = beats - 2 * beatsPerBar;
  const breathing = phrases.flatMap((phrase) => {
    const depth = rubato * between(random, 0.5, 1);
    const places = Array.from({ length: phrase.beats / beatsPerBar }, (_, i) => i / (phrase.beats / beatsPerBar));
    return places.map((place) => ({ at: phrase.at + place * phrase.beats, bpm: tempo * (1 + depth * (Math.sin(Math.PI * place) - 0.55)) }));
  });
  const slowing = Array.from({ length: STEPS_IN_RITARDANDO }, (_, i) => ({
    at: slowFrom + (i * beatsPerBar * 1) / STEPS_IN_RITARDANDO,
    bpm: tempo * (1 - (0.28 * (i + 1)) / STEPS_IN_RITARDANDO),
  }));
  return [...breathing.filter(({ at }) => at < slowFrom), ...slowing];
}
