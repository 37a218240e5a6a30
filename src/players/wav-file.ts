import { statSync, writeFileSync } from 'node:fs';
import { FixableError } from '../shared/fixable-error.ts';
import { PCM } from './mpv/arguments.ts';

/** The length field of a file that still grows: readers go on to the end of the file. */
const UNKNOWN = 0xffffffff;

/** The file of the output `pcm:FILE` cannot be written. */
export class OutputError extends FixableError {}

/**
 * Starts the file of the output `pcm:FILE` with a WAV header of unknown length; mpv appends to it. A pipe gets no header, because its
 * reader (for example snapserver) expects raw samples. Throws `OutputError` if the file cannot be written.
 */
export function startWav(file: string): void {
  if (statSync(file, { throwIfNoEntry: false })?.isFIFO()) return;
  try {
    writeFileSync(file, header());
  } catch (err) {
    throw new OutputError(`player.output: cannot write ${file}: ${(err as Error).message}`, { cause: err });
  }
}

/** The 44-byte header: RIFF, `fmt ` (format 1: integer samples) and `data`. */
function header(): Buffer {
  const frame = PCM.channels * PCM.bytes;
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(UNKNOWN, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(PCM.channels, 22);
  head.writeUInt32LE(PCM.rate, 24);
  head.writeUInt32LE(PCM.rate * frame, 28);
  head.writeUInt16LE(frame, 32);
  head.writeUInt16LE(PCM.bytes * 8, 34);
  head.write('data', 36);
  head.writeUInt32LE(UNKNOWN, 40);
  return head;
}
