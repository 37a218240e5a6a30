/**
 * The text of a file, whatever editor wrote it: UTF-8, UTF-16 with or without its byte order mark, or the encoding of old Windows editors.
 * A byte order mark is left out.
 */
export function decodedText(bytes: Uint8Array): string {
  const utf16 = utf16In(bytes);
  if (utf16 !== undefined) return new TextDecoder(utf16).decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** By its mark, or by the zero that is half of the first letter. */
function utf16In([first, second]: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== undefined && second !== 0)) return 'utf-16be';
  return undefined;
}
