import type { Taste } from '../../domain/music.ts';
import { wordsOf } from './query-terms.ts';

/**
 * Orders tracks so that recently played ones come last; none is ever left out. First come those not played recently, with liked ones at
 * the front and skipped ones at the end. Then come the others, longest ago first: here a like moves a track forward by up to half of
 * this part, and a skip moves it back as far, so that even a favourite is not repeated quickly. `avoid` holds ids, oldest first.
 */
export function byRecency(ids: readonly string[], avoid: readonly string[], taste: Taste = new Map()): readonly string[] {
  const played = new Map(avoid.map((id, place) => [id, place]));
  const liking = (id: string): number => taste.get(id) ?? 0;
  const fresh = ids.filter((id) => !played.has(id)).sort((a, b) => liking(b) - liking(a));
  const stale = ids.filter((id) => played.has(id)).sort((a, b) => (played.get(a) ?? 0) - (played.get(b) ?? 0));
  const turn = new Map(stale.map((id, place) => [id, place - (liking(id) * stale.length) / 2]));
  return [...fresh, ...stale.sort((a, b) => (turn.get(a) ?? 0) - (turn.get(b) ?? 0))];
}

/** The same paths, with those that have more of these words in their folders or name first. */
export function byWords(paths: readonly string[], words: readonly string[] = []): readonly string[] {
  if (words.length === 0) return paths;
  const counted = paths.map((path) => {
    const present = new Set(wordsOf(path));
    return { path, matches: words.filter((word) => present.has(word)).length };
  });
  return counted.sort((a, b) => b.matches - a.matches).map(({ path }) => path);
}

/** A copy in random order (Fisher-Yates); `random` gives numbers in [0, 1). */
export function shuffled<T>(items: readonly T[], random: () => number): readonly T[] {
  const copy = [...items];
  for (let i = copy.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    [copy[i], copy[j]] = [copy[j] as T, copy[i] as T];
  }
  return copy;
}
