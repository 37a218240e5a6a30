import type { Unit } from '../field.ts';
import type { SizeRange } from '../ranges.ts';

/** One key: its default as a user would write it, its format, and one line that explains it. */
export type Key = {
  readonly doc: string;
  readonly format: string | readonly string[];
  readonly default: unknown;
  readonly sensitive?: true;
  /** The value is the path of a file or folder, or a program: nobody else may be able to replace it. */
  readonly names?: 'file' | 'program';
  /** Only the file and the environment may set it, never the page: see `settable.ts`. A key that `names` something is fixed as well. */
  readonly fixed?: true;
  /** The sizes that make sense, for a number or a length of time. */
  readonly range?: SizeRange;
  readonly unit?: Unit;
};
/** The keys of one section, by their names. */
export type KeySection = Readonly<Record<string, Key>>;

/** For times that somebody may want to be practically endless. Node's timers end at 24 days. */
export const UP_TO_A_WEEK: SizeRange = ['0s', '168h'];
