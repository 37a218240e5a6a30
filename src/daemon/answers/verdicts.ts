import type { Feedback, HeardTrack } from '../../domain/history.ts';
import type { TrackVerdict } from '../../web/api/music.ts';

/** What people think of a track, and when they said so last. */
export type Opinion = { readonly track: HeardTrack; readonly verdict: TrackVerdict; readonly at: Feedback['at'] };

const VERDICT: Readonly<Record<Feedback['kind'], TrackVerdict>> = { like: 'liked', dislike: 'disliked', skip: 'skipped' };

/** Names a track in its mood: people may like it in one and not in another. */
export const trackKey = ({ id, mood, source }: Pick<HeardTrack, 'id' | 'mood' | 'source'>): string => JSON.stringify([source, mood, id]);

/**
 * What people think of each track: what they said last, and a skip only where they said nothing else. Both `said` and the result begin with
 * the newest.
 */
export function verdictsOf(said: readonly Feedback[]): ReadonlyMap<string, Opinion> {
  const opinions = new Map<string, Opinion>();
  for (const { at, kind, track } of said) {
    const key = trackKey(track);
    const before = opinions.get(key);
    if (!before) opinions.set(key, { track, at, verdict: VERDICT[kind] });
    else if (before.verdict === 'skipped' && kind !== 'skip') opinions.set(key, { ...before, verdict: VERDICT[kind] });
  }
  return opinions;
}
