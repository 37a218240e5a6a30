import { relative } from 'node:path';
import type { TestSpecification } from 'vitest/node';
import { BaseSequencer } from 'vitest/node';
import { root } from './assets.ts';

/** The files that take more than a minute on a quiet machine. Most of them listen to music, and leave the processor to others. */
export const LONGEST: readonly string[] = [
  'test/players/snapcast/player.real.test.ts',
  'test/chaos/players.test.ts',
  'test/simulate/evenings.real.test.ts',
  'test/chaos/servers.test.ts',
  'test/players/crossfade.real.test.ts',
  'test/inference/motion/motion.real.test.ts',
  'test/guests/airplay.real.test.ts',
  'test/system/no-picture.test.ts',
  'test/players/connections.real.test.ts',
  'test/system/weights.test.ts',
  'test/field/brokers.real.test.ts',
  'test/browser/looks.test.ts',
  'test/music/youtube/source.real.test.ts',
  'test/system/group.test.ts',
  'test/field/music.real.test.ts',
];

/** Vitest's order with these files first, so that no worker is left alone with one of them at the end: a fresh clone knows no durations. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = (file: TestSpecification): number => {
      const at = LONGEST.indexOf(relative(root, file.moduleId));
      return at < 0 ? LONGEST.length : at;
    };
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}
