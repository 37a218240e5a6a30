import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/**
 * Tells `onLine` each line of `input`. A break of the input is lost here, and no more (readline says it once more, as its own): what
 * follows of it is its owner's to notice, by `close`.
 */
export function onLines(input: Readable, onLine: (line: string) => void): void {
  const lines = createInterface(input).on('line', onLine);
  for (const each of [lines, input]) each.on('error', () => undefined);
}
