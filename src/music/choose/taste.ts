import type { Mood } from '../../domain/emotion.ts';
import type { Feedback } from '../../domain/history.ts';
import type { Found, MusicChoice, Taste } from '../../domain/music.ts';
import { done } from '../../domain/result.ts';
import type { Moment } from '../../domain/units.ts';

/** An opinion counts half after this time: people change, and a café gets other guests. */
const HALF_LIFE_MS = 30 * 86_400_000;
/** "Not this one" says more than Next, which may only mean that somebody wants another now: a like alone does not outweigh it. */
const VALUE = { like: 1, skip: -1, dislike: -2 } as const;
/** Anything less is forgotten: a single like or skip lasts about two months, a dislike three. */
const THRESHOLD = 0.25;

/** How much people like each track in one mood, from -1 to 1: likes count for it, skips and dislikes against it, older ones less. */
export function tasteOf(opinions: readonly Feedback[], mood: Mood, now: Moment): Taste {
  const sums = new Map<string, number>();
  for (const { at, kind, track } of opinions) {
    if (track.mood !== mood) continue;
    const value = VALUE[kind] * 0.5 ** (Math.max(0, now - at) / HALF_LIFE_MS);
    sums.set(track.id, (sums.get(track.id) ?? 0) + value);
  }
  return new Map([...sums].filter(([, sum]) => Math.abs(sum) >= THRESHOLD).map(([id, sum]) => [id, Math.max(-1, Math.min(1, sum))]));
}

/**
 * The track with the reason why it was chosen, if there is one. That it leads to another mood comes before a like, because that is what
 * puzzles people most. A loop is the only one of its mood, so a like had no part in choosing it.
 */
export function tasteNote(found: Found, { because, taste }: MusicChoice): Found {
  if (found.ok && because) return done({ ...found.value, because });
  if (!found.ok || found.value.source === 'loops' || (taste?.get(found.value.id) ?? 0) <= 0) return found;
  return done({ ...found.value, because: 'liked' });
}
