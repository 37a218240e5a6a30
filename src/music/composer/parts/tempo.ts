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

/** The tempo from beat to beat, and slower at the end. */
export function temposOf(wish: TempoWish): Score['tempos'] {
  const { tempo, beats, beatsPerBar } = wish;
  const slowFrom = beats - 2 * beatsPerBar;
  const slowing = Array.from({ length: STEPS_IN_RITARDANDO }, (_, i) => ({
    at: slowFrom + (i * beatsPerBar * 1) / STEPS_IN_RITARDANDO,
    bpm: tempo * (1 - (0.28 * (i + 1)) / STEPS_IN_RITARDANDO),
  }));
  return [...breathing(wish).filter(({ at }) => at < slowFrom), ...slowing];
}

/** The tempo of music that goes on: it breathes with the phrases, and does not slow down. */
export function breathing({ seed, tempo, rubato, beatsPerBar, phrases }: Omit<TempoWish, 'beats'>): Score['tempos'] {
  const random = dice(seed, 'tempo');
  return phrases.flatMap((phrase) => {
    const depth = rubato * between(random, 0.5, 1);
    const places = Array.from({ length: phrase.beats / beatsPerBar }, (_, i) => i / (phrase.beats / beatsPerBar));
    return places.map((place) => ({ at: phrase.at + place * phrase.beats, bpm: tempo * (1 + depth * (Math.sin(Math.PI * place) - 0.55)) }));
  });
}
