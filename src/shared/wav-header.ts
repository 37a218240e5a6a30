/** How sound is written: samples a second, channels, and bytes for each sample. */
export type PcmFormat = { readonly rate: number; readonly channels: number; readonly bytes: number };

/** The length of sound that does not end, or that still grows: readers go on to the end of what they get. */
const UNKNOWN = 0xffffffff;

/** The 44-byte header of a WAV file of unknown length: RIFF, `fmt ` (format 1: integer samples) and `data`. */
export function endlessWavHeader({ rate, channels, bytes }: PcmFormat): Buffer {
  const frame = channels * bytes;
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(UNKNOWN, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(channels, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate * frame, 28);
  head.writeUInt16LE(frame, 32);
  head.writeUInt16LE(bytes * 8, 34);
  head.write('data', 36);
  head.writeUInt32LE(UNKNOWN, 40);
  return head;
}
