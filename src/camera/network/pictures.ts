import { PartCutter } from '../stream/part-cutter.ts';
import { boundaryOf } from '../stream/part-head.ts';
import type { HttpAnswer } from './answer.ts';
import { decodedBody } from './decoded-body.ts';

/**
 * The pictures of an answer, each as soon as it is complete. Returns 'single' if there was just one, 'stream' otherwise. Throws
 * `NoPictures` if there is none, or the error of the connection if that breaks off.
 */
export async function* picturesIn(answer: HttpAnswer): AsyncGenerator<Buffer, 'single' | 'stream', undefined> {
  const type = answer.header('content-type')[0];
  const cutter = new PartCutter(boundaryOf(type), type);
  const isPicture = /^\s*image\//i.test(type ?? '');
  const length = Number(answer.header('content-length')[0] ?? Number.NaN);
  let [found, received] = [0, 0];
  try {
    for await (const bytes of decodedBody(answer)) {
      received += bytes.length;
      for (const part of cutter.push(bytes)) {
        found += 1;
        yield part;
      }
      // A camera may keep the connection open, although a single picture is over.
      if (cutter.isWhole && found === 1 && (isPicture || received === length)) return 'single';
    }
    cutter.end();
  } catch (err) {
    if (!cutter.isWhole || found !== 1) throw err;
  }
  return found === 1 ? 'single' : 'stream';
}
