import type { Section } from '../flow/state.ts';
import type { Line, Score } from '../score.ts';

/** What can be reviewed in music that goes on: the written notes, chords and phrases. */
export type Written = Pick<Score, 'voices' | 'chords' | 'phrases'>;

/** Sections in a row as one text, so that their joints are reviewed like anything else. */
export function joinedSections(sections: readonly Section[]): Written {
  let at = 0;
  const parts = sections.map(({ score }) => {
    const moved = movedBy(at, score);
    at += score.beats;
    return moved;
  });
  const line = (of: (written: Written) => Line): Line => parts.flatMap(of);
  return {
    chords: parts.flatMap(({ chords }) => chords),
    phrases: parts.flatMap(({ phrases }) => phrases),
    voices: {
      melody: line(({ voices }) => voices.melody),
      counter: line(({ voices }) => voices.counter),
      root: line(({ voices }) => voices.root),
      bass: line(({ voices }) => voices.bass),
      inner: [0, 1, 2].map((i) => line(({ voices }) => voices.inner[i] ?? [])),
    },
  };
}

function movedBy(beats: number, { voices, chords, phrases }: Written): Written {
  const later = <T extends { readonly at: number }>(spans: readonly T[]): readonly T[] =>
    spans.map((span) => ({ ...span, at: span.at + beats }));
  const { melody, counter, root, bass, inner } = voices;
  return {
    chords: later(chords),
    phrases: later(phrases),
    voices: { melody: later(melody), counter: later(counter), root: later(root), bass: later(bass), inner: inner.map(later) },
  };
}
