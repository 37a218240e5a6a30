import type { Command } from '../domain/command.ts';
import type { Face } from '../domain/sight.ts';
import type { Instant } from '../domain/units.ts';

/** What the camera does: `lost` delivers no pictures, `off` is the privacy switch. */
export const CAMERA_WORDS = ['watching', 'lost', 'off'] as const;
export type CameraWord = (typeof CAMERA_WORDS)[number];

/**
 * One line of a timeline: what changes at `t`, counted from the beginning. It holds until another line changes it, and what a line leaves
 * out stays as it was. `presence` is what a sensor in the home reports. `command` is carried out once, and `note` is printed once.
 */
export type TimelineChange = {
  readonly t: Instant;
  readonly faces?: readonly Face[];
  readonly motion?: boolean;
  readonly presence?: boolean | null;
  readonly camera?: CameraWord;
  readonly command?: Command;
  readonly note?: string;
};

/** Changes in order of time. The last one ends the timeline. */
export type Timeline = Iterable<TimelineChange>;
