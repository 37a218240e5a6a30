import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/**
 * Calls `onLine` for each line of `input`. Errors of the stream are ignored here (readline repeats them as its own); the stream's owner
 * learns of its end by `close`.
 */
export function onLines(input: Readable, onLine: (line: string) => void): void {
  const lines = createInterface(input).on('line', onLine);
  for (const each of [lines, input]) each.on('error', () => undefined);
}
