import { statSync, writeFileSync } from 'node:fs';
import { FixableError } from '../shared/fixable-error.ts';
import { endlessWavHeader } from '../shared/wav-header.ts';
import { PCM } from './mpv/arguments.ts';

/** The file of the output `pcm:FILE` cannot be written. */
export class OutputError extends FixableError {}

/**
 * Starts the file of the output `pcm:FILE` with a WAV header of unknown length; mpv appends to it. A pipe gets no header, because its
 * reader (for example snapserver) expects raw samples. Throws `OutputError` if the file cannot be written.
 */
export function startWav(file: string): void {
  if (statSync(file, { throwIfNoEntry: false })?.isFIFO()) return;
  try {
    writeFileSync(file, endlessWavHeader(PCM));
  } catch (err) {
    throw new OutputError(`player.output: cannot write ${file}: ${(err as Error).message}`, { cause: err });
  }
}
