import { ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';
import { withTimeout } from '../../shared/async/timeout.ts';
import { PartCutter } from '../stream/part-cutter.ts';
import { boundaryOf } from '../stream/part-head.ts';
import type { HttpAnswer } from './answer.ts';
import { decodedBody } from './decoded-body.ts';

/** A picture by itself, and then nothing for so long: it is the only one, although the camera keeps the connection open. */
const QUIET = ms(1000);

/**
 * The pictures of an answer, each as soon as it is complete. Returns 'single' if there was just one, 'stream' otherwise. Throws
 * `NoPictures` if it holds no picture, or the error of the connection if that breaks off.
 */
export async function* picturesIn(answer: HttpAnswer, clock: Clock): AsyncGenerator<Buffer, 'single' | 'stream', undefined> {
  const type = answer.header('content-type')[0];
  const cutter = new PartCutter(boundaryOf(type), type);
  const isPicture = /^\s*image\//i.test(type ?? '');
  const length = Number(answer.header('content-length')[0] ?? Number.NaN);
  let [found, received] = [0, 0];
  const isSingle = (): boolean => found === 1 && cutter.isWhole;
  try {
    for await (const bytes of untilQuiet(decodedBody(answer), isSingle, clock)) {
      received += bytes.length;
      for (const part of cutter.push(bytes)) {
        found += 1;
        yield part;
      }
      // A camera may keep the connection open, although all is said.
      if (cutter.isClosed || (isSingle() && isPicture) || (found > 0 && received === length && cutter.isBetween)) break;
    }
    cutter.end();
  } catch (err) {
    if (!isSingle()) throw err;
  }
  return found === 1 ? 'single' : 'stream';
}

/** The same bytes; they end where nothing more comes although they may be `whole`. */
async function* untilQuiet(bytes: AsyncGenerator<Buffer>, whole: () => boolean, clock: Clock): AsyncGenerator<Buffer, void, undefined> {
  for (;;) {
    const next = bytes.next();
    const got = whole() ? await withTimeout(QUIET, next, clock) : { ok: true as const, value: await next };
    if (!got.ok) next.catch(() => undefined); // It ends when the connection is closed.
    if (!got.ok || got.value.done) return;
    yield got.value.value;
  }
}
