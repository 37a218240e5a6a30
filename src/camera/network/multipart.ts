/** A part larger than this is not a camera's picture. */
const MOST_BYTES = 16 * 1024 * 1024;
const HEADER_END = '\r\n\r\n';

/**
 * The bodies of an endless multipart stream (multipart/x-mixed-replace, RFC 2046 §5.1), each as soon as it is complete: by its
 * Content-Length if it has one, else at the next delimiter. Cameras disagree on whether the boundary they announce includes the leading
 * dashes; both forms are understood. Throws if a part is larger than any picture.
 */
export async function* parts(chunks: AsyncIterable<Uint8Array>, boundary: string): AsyncGenerator<Buffer, void, undefined> {
  const delimiter = `--${boundary.replaceAll('"', '').replace(/^-+/, '')}`;
  let held: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    held = Buffer.concat([held, chunk]);
    for (let cut = firstPart(held, delimiter); cut; cut = firstPart(held, delimiter)) {
      held = cut.rest;
      if (cut.body.length > 0) yield cut.body;
    }
    if (held.length > MOST_BYTES) throw new Error(`a part of more than ${MOST_BYTES} bytes`);
  }
}

/** The boundary that a Content-Type header announces; undefined if it is not multipart. */
export const boundaryOf = (contentType: string | undefined): string | undefined =>
  /^multipart\/[^;]+;(?:.*;)?\s*boundary=("[^"]+"|[^;\s]+)/i.exec(contentType ?? '')?.[1];

function firstPart(held: Buffer, delimiter: string): { readonly body: Buffer; readonly rest: Buffer } | undefined {
  const start = held.indexOf(delimiter);
  const header = start < 0 ? -1 : held.indexOf(HEADER_END, start);
  if (header < 0) return undefined;
  const from = header + HEADER_END.length;
  const length = /^content-length:\s*(\d+)/im.exec(held.toString('latin1', start, header))?.[1];
  const to = length === undefined ? held.indexOf(delimiter, from) : from + Number(length);
  if (to < 0 || to > held.length) return undefined;
  return { body: held.subarray(from, to), rest: held.subarray(to) };
}
