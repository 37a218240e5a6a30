import type { Ms } from '../../domain/units.ts';
import { ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';

/** The tags of a sound file. `moods` are the values of its MOOD tags. What the file does not say is absent or empty. */
export type Tags = {
  readonly title?: string;
  readonly artist?: string;
  readonly moods: readonly string[];
  readonly genres: readonly string[];
  readonly duration?: Ms;
};

/** The file was read, and it holds no sound that is known here. */
export class NoSound extends Error {}

/** A normal sound file takes milliseconds; one that takes longer than this is broken, or its disk is. */
export const READ_LIMIT = ms(5000);

/** Reads the tags of one file. Rejects with `NoSound` if the fault lies in the file, and with another error if it cannot be read now. */
export type ReadTags = (path: string, clock: Clock, signal: AbortSignal) => Promise<Tags>;
