import type { PlayProgress } from '../../../../src/domain/report.ts';

/** Milliseconds. After the page came into sight it may learn late of what happened before. */
const FRESH_AFTER = 3000;

/** How far the box's clock is ahead of the page's, in milliseconds, and what that was learnt from. */
export type BoxClock = { readonly ahead: number; readonly since: number | undefined };

/** Nothing is known of the box's clock: it is taken to be right. */
export const unknownClock = (since: number | undefined): BoxClock => ({ ahead: 0, since });

/**
 * What a new report tells of the box's clock: `since` was the moment at which the box measured, and the report has only just come. A page
 * that has not been in sight for long may hear of an older one. `now` and `shownAt`: moments of the page's clock.
 */
export function learned(clock: BoxClock, since: number | undefined, now: number, shownAt: number): BoxClock {
  if (since === undefined || since === clock.since) return clock;
  return { ahead: now - shownAt >= FRESH_AFTER ? since - now : clock.ahead, since };
}

/** Where the track is at a moment of the page's clock, in milliseconds; never before its beginning nor beyond its end. */
export function positionAt({ position, since, duration }: PlayProgress, now: number, { ahead }: BoxClock): number {
  const played = since === undefined ? 0 : Math.max(0, now + ahead - since);
  return Math.min(position + played, duration ?? Number.POSITIVE_INFINITY);
}

/** `3:40` or `1:02:10` for a length in milliseconds. */
export function clockOf(length: number): string {
  const seconds = Math.floor(length / 1000);
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const two = (value: number): string => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes % 60)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
