import type { Taste } from '../../domain/music.ts';
import { wordsOf } from './query-terms.ts';

/**
 * What was not played lately, liked things first and skipped ones last, else in its order; then what was, the longest ago first. There a
 * like brings a thing forward by up to half of the list and a skip puts it back as far: nothing is repeated quickly, and nothing is
 * ever left out. `avoid` holds ids, oldest first.
 */
export function byRecency(ids: readonly string[], avoid: readonly string[], taste: Taste = new Map()): readonly string[] {
  const played = new Map(avoid.map((id, place) => [id, place]));
  const liking = (id: string): number => taste.get(id) ?? 0;
  const fresh = ids.filter((id) => !played.has(id)).sort((a, b) => liking(b) - liking(a));
  const stale = ids.filter((id) => played.has(id)).sort((a, b) => (played.get(a) ?? 0) - (played.get(b) ?? 0));
  const turn = new Map(stale.map((id, place) => [id, place - (liking(id) * stale.length) / 2]));
  return [...fresh, ...stale.sort((a, b) => (turn.get(a) ?? 0) - (turn.get(b) ?? 0))];
}

/** The same paths, those that carry more of these words in their folders or their name first. */
export function byWords(paths: readonly string[], words: readonly string[] = []): readonly string[] {
  if (words.length === 0) return paths;
  const counted = paths.map((path) => {
    const said = new Set(wordsOf(path));
    return { path, carries: words.filter((word) => said.has(word)).length };
  });
  return counted.sort((a, b) => b.carries - a.carries).map(({ path }) => path);
}

/** The same things in an order that `random` (numbers in [0, 1)) decides: Fisher and Yates. */
export function shuffled<T>(things: readonly T[], random: () => number): readonly T[] {
  const mixed = [...things];
  for (let i = mixed.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    [mixed[i], mixed[j]] = [mixed[j] as T, mixed[i] as T];
  }
  return mixed;
}
