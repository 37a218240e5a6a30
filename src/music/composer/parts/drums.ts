import { chance, dice } from '../dice.ts';
import type { HarmonicSection } from '../form/harmony.ts';
import type { PlayedNote } from '../score.ts';
import type { DrumPattern } from '../styles/patterns.ts';
import { KITS, loudnessLevelOf } from '../styles/patterns.ts';
import type { Style } from '../styles/style.ts';

const VELOCITY: Readonly<Record<string, number>> = { x: 0.62, o: 0.4 };
const LEVELS = { calm: 0, mid: 1, full: 2 } as const;
const [RIDE_BELL, PULSE] = [53, 0.05];

/** Percussion: a pattern by the section's intensity, with strokes left out here and there, and a fill before the next section. */
export function drumsOf(
  seed: number,
  sections: readonly HarmonicSection[],
  drums: NonNullable<Style['drums']>,
  beatsPerBar: number,
): readonly PlayedNote[] {
  const kit = KITS[drums.kit];
  return sections.flatMap((section) => {
    if (section.intensity < drums.from || section.letter === 'coda') return [];
    const random = dice(seed, `drums ${section.letter} ${section.time}`);
    const usual: DrumPattern = beatsPerBar === 3 ? kit[3] : kit[4][LEVELS[loudnessLevelOf(section.intensity)]];
    return Array.from({ length: section.bars }, (_, bar) => {
      const fills = bar === section.bars - 1 && beatsPerBar === 4;
      const strokes = barOf(fills ? kit.fill : usual, section.at + bar * beatsPerBar, beatsPerBar);
      const kept = strokes.filter(({ velocity }) => velocity > 0.5 || !chance(random, 0.15));
      return bar === 0 && section.intensity > 0.75 ? [...kept, { at: section.at, beats: 1, pitch: RIDE_BELL, velocity: 0.4 }] : kept;
    }).flat();
  });
}

const barOf = (pattern: DrumPattern, at: number, beatsPerBar: number): readonly PlayedNote[] =>
  Object.entries(pattern).flatMap(([drum, steps]) =>
    [...steps].flatMap((stroke, i) => {
      const velocity = VELOCITY[stroke];
      const start = at + (i * beatsPerBar) / steps.length;
      return velocity === undefined ? [] : [{ at: start, beats: PULSE * 2, pitch: Number(drum), velocity }];
    }),
  );
