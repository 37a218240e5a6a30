import type { Mood } from '../../domain/emotion.ts';
import type { Feedback } from '../../domain/history.ts';
import type { Found, MusicChoice, Taste } from '../../domain/music.ts';
import { done } from '../../domain/result.ts';
import type { Moment } from '../../domain/units.ts';

/** After so long an opinion counts half: people change, and a café has other guests. */
const HALF_LIFE_MS = 30 * 86_400_000;
const WORTH = { like: 1, skip: -1 } as const;
/** Less than this is forgotten: one opinion lasts about two months. */
const LEAST = 0.25;

/** What was thought of tracks in one mood: likes count for and skips against, the older the less, between -1 and 1 a track. */
export function tasteOf(opinions: readonly Feedback[], mood: Mood, now: Moment): Taste {
  const sums = new Map<string, number>();
  for (const { at, kind, track } of opinions) {
    if (track.mood !== mood) continue;
    const worth = WORTH[kind] * 0.5 ** (Math.max(0, now - at) / HALF_LIFE_MS);
    sums.set(track.id, (sums.get(track.id) ?? 0) + worth);
  }
  return new Map([...sums].filter(([, sum]) => Math.abs(sum) >= LEAST).map(([id, sum]) => [id, Math.max(-1, Math.min(1, sum))]));
}

/**
 * The track with the reason for it, where there is one: the mood that it is for, which the room wonders about most, before a like. A
 * mood's loop is the only one: no like had a part there.
 */
export function tasteNote(found: Found, { because, taste }: MusicChoice): Found {
  if (found.ok && because) return done({ ...found.value, because });
  if (!found.ok || found.value.source === 'loops' || (taste?.get(found.value.id) ?? 0) <= 0) return found;
  return done({ ...found.value, because: 'liked' });
}
