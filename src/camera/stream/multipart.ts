import { PartCutter } from './part-cutter.ts';

/**
 * The pictures of a body, each as soon as it is complete: of multipart/x-mixed-replace (RFC 2046 §5.1), of JPEG files one after another, or
 * a single one. What the bytes are decides, and not what was announced: a JPEG file ends where its own structure ends. Only for other parts
 * do the Content-Length or the next delimiter count, and of a part that is known not to be a JPEG only the head is delivered. Throws
 * `NoPictures` if a part is larger than any picture, or if nothing in the body is like one.
 */
export async function* parts(chunks: AsyncIterable<Uint8Array>, boundary?: string): AsyncGenerator<Buffer, void, undefined> {
  const cutter = new PartCutter(boundary);
  for await (const chunk of chunks) yield* cutter.push(chunk);
  cutter.end();
}
