/**
 * The text of a file, whatever editor wrote it: UTF-8, UTF-16 with or without its byte order mark, or the encoding of old Windows editors.
 * A byte order mark is left out.
 */
export const decodedText = (bytes: Uint8Array): string => new TextDecoder(encodingOf(bytes)).decode(bytes);

/** The encoding in which a text file was written. */
export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** That encoding, by the byte order mark or, without one, by what the bytes can be. */
export function encodingOf(bytes: Uint8Array): TextEncoding {
  const utf16 = utf16In(bytes);
  if (utf16 !== undefined) return utf16;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return 'utf-8';
  } catch {
    return 'windows-1252';
  }
}

/** By its mark, or by the zero that is half of the first letter. */
function utf16In([first, second]: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== undefined && second !== 0)) return 'utf-16be';
  return undefined;
}
