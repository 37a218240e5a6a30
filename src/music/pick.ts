/** What was not played lately, in its order; then what was, the longest ago first. `avoid` holds ids, oldest first. */
export function freshest(ids: readonly string[], avoid: readonly string[]): readonly string[] {
  const played = new Map(avoid.map((id, place) => [id, place]));
  const fresh = ids.filter((id) => !played.has(id));
  const stale = ids.filter((id) => played.has(id)).sort((a, b) => (played.get(a) ?? 0) - (played.get(b) ?? 0));
  return [...fresh, ...stale];
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
