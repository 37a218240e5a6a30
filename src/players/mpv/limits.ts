import type { Ms } from '../../domain/units.ts';
import { ms } from '../../domain/units.ts';

/** All time limits of the player, injected so that tests can use shorter ones. */
export const MPV_LIMITS = {
  /** From the start of mpv to its first answer; longer after a start that took longer. */
  start: ms(10_000),
  /** From a command to mpv's answer. */
  command: ms(5_000),
  /** From `loadfile` to sound. */
  load: ms(15_000),
  /** How long a track waits for a missing mpv before it is reported as failed. */
  revive: ms(5_000),
  /** If the position stands still for this long without a pause, the stream has stalled. */
  frozen: ms(15_000),
  /** A track that is silent for this long without a break has failed. */
  silence: ms(20_000),
  /** Between two checks of the position. */
  sample: ms(1_000),
  /** Between two heartbeats; after two missing ones in a row mpv is killed. */
  heartbeat: ms(10_000),
  /** Between two steps of a fade. */
  step: ms(50),
  /** From SIGTERM to SIGKILL. */
  quit: ms(2_000),
  /** First and longest delay before mpv is started again. */
  restart: { first: ms(200), most: ms(30_000) },
  /** First and longest delay before the audio device is tried again. */
  reopen: { first: ms(5_000), most: ms(30_000) },
  /** Between two tries of a device that another program is just about to close. */
  reopening: ms(200),
  /** From a new sound card to the next try: udev sets its owner first. */
  settle: ms(1_000),
  /** Five crashes within this time raise the alarm. */
  alarm: ms(60_000),
  /** If mpv dies within this time after a track began, the track may be the cause; after it, not. */
  early: ms(10_000),
  /** Two such crashes within this time put the track into quarantine for the same time. */
  aside: ms(600_000),
} as const;

type Widened<T> = T extends Ms ? Ms : { readonly [K in keyof T]: Widened<T[K]> };
export type MpvLimits = Widened<typeof MPV_LIMITS>;
