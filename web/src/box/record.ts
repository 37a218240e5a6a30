/** An object of these entries; the last one with a key counts. Old browsers have no `Object.fromEntries`. */
export function recordOf<T>(entries: readonly (readonly [string, T])[]): Readonly<Record<string, T>> {
  const made: Record<string, T> = {};
  for (const [key, value] of entries) made[key] = value;
  return made;
}
