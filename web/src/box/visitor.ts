import type { Standing } from '../../../src/domain/access.ts';

/** What somebody may do: the name of a command, `camera_on` and `camera_off`, or one of the settings of `#/access`. */
export type Right = string;

/** What the box says of whoever is looking. */
export type Visitor = {
  readonly standing: Standing;
  readonly may: readonly Right[];
  /** An owner PIN is set; a household PIN is. */
  readonly pin: boolean;
  readonly household: boolean;
  readonly logged_in: boolean;
  /** Others than the box itself can open the page. */
  readonly exposed: boolean;
  readonly guests: 'open' | 'link' | 'off';
  readonly secure: boolean;
  /** For somebody at the box itself: the code that sets the first PIN, and where a phone finds the page. */
  readonly code?: string;
  readonly address?: string;
};
