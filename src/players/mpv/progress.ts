import type { Track } from '../../domain/music.ts';
import type { Instant, Ms } from '../../domain/units.ts';
import { elapsed, instant, later, ms } from '../../domain/units.ts';

/**
 * How far a track has come: the position in seconds when last looked at, and when it last moved. That time lags behind where the
 * track stood still before: a stream that trickles moves now and then, and is silence all the same.
 */
export type Progress = { readonly position: number; readonly seenAt: Instant; readonly movedAt: Instant };

/** The progress after a look; `seen` is undefined where mpv could not say. Nothing is expected to move while paused. */
export function advance(progress: Progress, seen: number | undefined, paused: boolean, now: Instant): Progress {
  const movedAt = paused ? now : caughtUp(progress, seen, now);
  return seen === undefined ? { ...progress, movedAt } : { position: seen, seenAt: now, movedAt };
}

/** A second that is heard makes up for a second of standing still: whatever is heard less than half of the time freezes in the end. */
function caughtUp({ position, movedAt }: Progress, seen: number | undefined, now: Instant): Instant {
  const heard = ms(Math.abs((seen ?? position) - position) * 1000);
  return instant(Math.min(now, later(movedAt, ms(2 * heard))));
}

export const isFrozen = (progress: Progress, now: Instant, limit: Ms): boolean => elapsed(progress.movedAt, now) >= limit;

/** An end so near to the announced one counts as natural: seconds, and a share of the whole for durations that are estimates. */
const SLACK = { seconds: 2, share: 0.02 };

/** Whether a track that mpv calls finished really is: a stream that breaks off ends in the same way (`eof`), only earlier. */
export function isNatural(track: Track, progress: Progress, duration: number | undefined, now: Instant): boolean {
  if (!isRemote(track)) return true;
  if (track.endless) return false;
  const whole = duration || (track.duration ?? 0) / 1000;
  const reached = progress.position + elapsed(progress.seenAt, now) / 1000;
  return reached >= whole - Math.max(SLACK.seconds, whole * SLACK.share);
}

/** A track that lasts less than so many outros is heard to its end. */
const WORTHWHILE = 3;

/** Whether only the outro is left of a track that is going to end; never where there is no outro, or its length is not known. */
export function isNearlyOver(track: Track, { position }: Progress, duration: number | undefined, outro: Ms): boolean {
  if (!duration || track.endless || outro === 0) return false;
  const seconds = outro / 1000;
  return duration >= WORTHWHILE * seconds && position >= duration - seconds;
}

/** An address with a scheme, in contrast to a file of this machine. */
export const isRemote = (track: Track): boolean => /^(?!file:)[a-z][a-z0-9+.-]*:\/\//i.test(track.url);
