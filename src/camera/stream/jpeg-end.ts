/** How far a JPEG file has been read: to `at`, which is inside the compressed data (`isData`) or at a marker. */
export type JpegProgress = { readonly at: number; readonly isData: boolean };
/** `end`: the file ends before `at`. `torn`: another file begins at `at`. `more`: more bytes are needed. */
export type JpegStep =
  | { readonly kind: 'end'; readonly at: number }
  | { readonly kind: 'torn'; readonly at: number }
  | { readonly kind: 'more'; readonly progress: JpegProgress };

export const JPEG_START = Buffer.from([0xff, 0xd8, 0xff]);
/** Progress in a file that begins at byte 0 of what is held: behind its start marker. */
export const AT_START: JpegProgress = { at: 2, isData: false };

const MARK = 0xff;
const START_OF_IMAGE = 0xd8;
const END_OF_IMAGE = 0xd9;
const START_OF_SCAN = 0xda;
/** Segments between two scans of a progressive file: tables, a height, a comment. */
const BETWEEN_SCANS = [0xc4, 0xda, 0xdb, 0xdc, 0xdd, 0xfe];

/**
 * Looks on for the end of a JPEG file (ITU-T T.81, annex B). It is found by the file's own structure, so that a preview inside the file
 * does not end it. What is not in order is read as compressed data.
 */
export function jpegStep(bytes: Buffer, { at, isData }: JpegProgress): JpegStep {
  let [position, data] = [at, isData];
  for (;;) {
    const mark = data ? bytes.indexOf(MARK, position) : position;
    if (mark < 0) return { kind: 'more', progress: { at: bytes.length, isData: true } };
    // The longest look ahead is at a segment's marker and length.
    if (mark + 4 > bytes.length && !isEnd(bytes, mark)) return { kind: 'more', progress: { at: mark, isData: data } };
    const marker = bytes[mark + 1] ?? 0;
    if (bytes[mark] !== MARK) [position, data] = [mark, true];
    else if (marker === MARK) position = mark + 1;
    else if (marker === END_OF_IMAGE) return { kind: 'end', at: mark + 2 };
    else if (marker === START_OF_IMAGE) return { kind: 'torn', at: mark };
    else if (data && !BETWEEN_SCANS.includes(marker)) position = mark + 2;
    else [position, data] = [mark + 2 + bytes.readUInt16BE(mark + 2), marker === START_OF_SCAN];
    if (!data && position > bytes.length) return { kind: 'more', progress: { at: position, isData: false } };
  }
}

const isEnd = (bytes: Buffer, mark: number): boolean => bytes[mark] === MARK && bytes[mark + 1] === END_OF_IMAGE;
