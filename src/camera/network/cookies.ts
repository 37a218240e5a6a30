/** More than any camera sets; a server that sets more is not a camera. */
const MOST = 20;

/**
 * The Cookie header for the next request, after an answer with these Set-Cookie headers; undefined if there is nothing to send. `before`:
 * the header that was sent so far. A cookie replaces an older one of the same name.
 */
export function cookiesAfter(before: string | undefined, set: readonly string[]): string | undefined {
  const pairs = [...(before?.split('; ') ?? []), ...set.map((header) => header.split(';', 1)[0]?.trim() ?? '')];
  const named = new Map(pairs.filter((pair) => /^[^=\s]+=/.test(pair)).map((pair) => [pair.split('=', 1)[0], pair]));
  return named.size === 0 ? undefined : [...named.values()].slice(0, MOST).join('; ');
}
