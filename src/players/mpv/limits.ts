import type { Ms } from '../../domain/units.ts';
import { ms } from '../../domain/units.ts';

/** How long the player waits for what, handed in so that tests need not wait as long. */
export const MPV_LIMITS = {
  /** From the start of mpv to its first answer. */
  start: ms(10_000),
  /** From a command to mpv's answer. */
  command: ms(5_000),
  /** From `loadfile` to sound. */
  load: ms(15_000),
  /** How long a track waits for an mpv that is not there before it is reported as failed. */
  revive: ms(5_000),
  /** A position that stands still for so long, while nothing is paused, is a stream that has dried up. */
  frozen: ms(15_000),
  /** A track that plays and holds no sound for so long, unbroken, has failed. */
  silence: ms(20_000),
  /** Between two looks at the position. */
  sample: ms(1_000),
  /** Between two signs of life; two missing ones in a row and mpv is killed. */
  heartbeat: ms(10_000),
  /** Between two steps of a fade. */
  step: ms(50),
  /** From a polite request to end to SIGKILL. */
  quit: ms(2_000),
  /** First and longest rest before mpv is started again. */
  restart: { first: ms(200), most: ms(30_000) },
  /** First and longest rest before the audio device is tried again. */
  reopen: { first: ms(5_000), most: ms(30_000) },
  /** From a sound card that came to the next try: udev gives it its owner first. */
  settle: ms(1_000),
  /** Five deaths within this time raise the alarm. */
  alarm: ms(60_000),
  /** An mpv that dies so soon after it began a track may have died of it; one that dies later has not. */
  early: ms(10_000),
  /** Two such deaths within this time set the track aside, for as long. */
  aside: ms(600_000),
} as const;

type Widened<T> = T extends Ms ? Ms : { readonly [K in keyof T]: Widened<T[K]> };
export type MpvLimits = Widened<typeof MPV_LIMITS>;
