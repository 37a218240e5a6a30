/**
 * A part in what is held: where its delimiter begins, and, once its header is complete, where its body begins and how long it is said to
 * be.
 */
export type PartHead = { readonly start: number; readonly body?: number; readonly length?: number | undefined };

/** Longer than any header. */
const LONGEST_HEADER = 16 * 1024;

/** The boundary that a Content-Type header announces; undefined if it is not multipart. */
export const boundaryOf = (contentType: string | undefined): string | undefined =>
  /^\s*multipart\/[^;]+;(?:.*;)?\s*boundary\s*=\s*("[^"]+"|[^;\s]+)/i.exec(contentType ?? '')?.[1];

/**
 * The line that separates parts: `--` and the boundary. Cameras disagree on whether the boundary they announce includes the dashes, and
 * write quotes where none belong.
 */
export const delimiterOf = (boundary: string): string => `--${boundary.replaceAll('"', '').trim().replace(/^-+/, '')}`;

/** The delimiter that a body itself begins with, whatever was announced. */
export function delimiterIn(body: Buffer): string | undefined {
  const line = /^\s*--([^\r\n-][^\r\n]{0,199})\r?\n/.exec(body.toString('latin1', 0, 256))?.[1];
  return line === undefined ? undefined : delimiterOf(line);
}

/** The first part in what is held. Lines may end with or without a carriage return. */
export function partHead(held: Buffer, delimiter: string): PartHead | undefined {
  const start = held.indexOf(delimiter, 0, 'latin1');
  if (start < 0) return undefined;
  const end = blankLine(held, start);
  if (end === undefined) return held.length - start > LONGEST_HEADER ? undefined : { start };
  const length = /^content-length[ \t]*:[ \t]*(\d{1,9})[ \t]*\r?$/im.exec(held.toString('latin1', start, end))?.[1];
  return { start, body: end, length: length === undefined ? undefined : Number(length) };
}

/** Just behind the first blank line at or after `from`. */
export function blankLine(held: Buffer, from: number): number | undefined {
  for (let line = held.indexOf('\n', from); line >= 0; line = held.indexOf('\n', line + 1)) {
    if (held[line + 1] === 0x0a) return line + 2;
    if (held[line + 1] === 0x0d && held[line + 2] === 0x0a) return line + 3;
  }
  return undefined;
}

/** The same end without a line end before it. */
export function withoutLineEnd(held: Buffer, end: number): number {
  const line = held[end - 1] === 0x0a ? end - 1 : end;
  return line < end && held[line - 1] === 0x0d ? line - 1 : line;
}
