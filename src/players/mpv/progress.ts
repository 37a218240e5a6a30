import type { AddressedTrack } from '../../domain/music.ts';
import { SOURCE_TRAITS } from '../../domain/music.ts';
import type { Instant, Ms } from '../../domain/units.ts';
import { elapsed, instant, later, ms } from '../../domain/units.ts';

/**
 * How far a track has come: the position in seconds at the last check, and when it last moved. After a standstill, `movedAt` catches up
 * only slowly, because a stream that trickles moves now and then but is silent most of the time.
 */
export type Progress = {
  readonly position: number;
  readonly seenAt: Instant;
  readonly movedAt: Instant;
  /** The same as `movedAt` for a stream that should be heard nearly all of the time: it catches up ten times more slowly. */
  readonly steadyAt?: Instant;
};

/** The progress after a check. `seen` is undefined if mpv could not say. A paused track is not expected to move. */
export function advance(progress: Progress, seen: number | undefined, paused: boolean, now: Instant): Progress {
  const heard = ms(Math.abs((seen ?? progress.position) - progress.position) * 1000);
  const caughtUp = (at: Instant, worth: number): Instant => (paused ? now : instant(Math.min(now, later(at, ms(worth * heard)))));
  const { movedAt, position, seenAt, steadyAt } = progress;
  return {
    ...(seen === undefined ? { position, seenAt } : { position: seen, seenAt: now }),
    movedAt: caughtUp(movedAt, MOVED),
    ...(steadyAt !== undefined && { steadyAt: caughtUp(steadyAt, STEADY) }),
  };
}

/**
 * Each second of sound makes up for a second of standstill, so a track that plays less than half of the time counts as frozen in the end.
 */
const MOVED = 2;
/** Each ten seconds of sound make up for a second of standstill. */
const STEADY = 1.1;
/** This many times the limit of a standstill may be missing altogether. */
const MISSING = 4;

export const isFrozen = (progress: Progress, now: Instant, limit: Ms): boolean => elapsed(progress.movedAt, now) >= limit;

/** Whether the stream is heard in bursts: it never stands still for long, and yet much of it is missing. */
export const isInBursts = ({ steadyAt }: Progress, now: Instant, limit: Ms): boolean =>
  steadyAt !== undefined && elapsed(steadyAt, now) >= MISSING * limit;

/** How early an end still counts as natural: in seconds, and as a share of the duration, which may be an estimate. */
const SLACK = { seconds: 2, share: 0.02 };

/**
 * Whether a track that mpv calls finished has really ended: a stream that breaks off ends in the same way (`eof`), only earlier. `duration`
 * is the length that is known, in seconds. A station never ends. An address in a playlist of which nothing else is known is taken for
 * one, but turns out to be a track if it has a length.
 */
export function isNatural(track: AddressedTrack, progress: Progress, duration: number | undefined, now: Instant): boolean {
  if (!isRemote(track)) return true;
  if (track.endless && (SOURCE_TRAITS[track.source].endless || !duration)) return false;
  const whole = duration || (track.duration ?? 0) / 1000;
  const reached = progress.position + elapsed(progress.seenAt, now) / 1000;
  return reached >= whole - Math.max(SLACK.seconds, whole * SLACK.share);
}

/** A track shorter than this many crossfade leads plays to its end. */
const LEAST_LEADS = 3;

/** Whether only the crossfade lead is left of a track. Never if the lead is 0, or if the track is endless or its length unknown. */
export function isNearlyOver(track: AddressedTrack, { position }: Progress, duration: number | undefined, lead: Ms): boolean {
  if (!duration || track.endless || lead === 0) return false;
  const seconds = lead / 1000;
  return duration >= LEAST_LEADS * seconds && position >= duration - seconds;
}

/** An address with a scheme, in contrast to a file of this machine. */
export const isRemote = (track: AddressedTrack): boolean => /^(?!file:)[a-z][a-z0-9+.-]*:\/\//i.test(track.url);
