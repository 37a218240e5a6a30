import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { Result } from '../../../domain/result.ts';
import { done, failed } from '../../../domain/result.ts';
import type { Ms } from '../../../domain/units.ts';
import { ms } from '../../../domain/units.ts';
import type { Clock } from '../../../shared/async/clock.ts';
import { LinkedAbort } from '../../../shared/async/linked-abort.ts';
import { withTimeout } from '../../../shared/async/timeout.ts';
import type { Fault } from './fault.ts';
import { Faulty, faultOf } from './fault.ts';

/** How long a server may be silent, how long one file may take altogether, and how large the program may be in bytes. */
export type DownloadLimits = { readonly silence: Ms; readonly whole: Ms; readonly program: number };

/** The program is 3 MB as a Python file, and 40 MB with Python packed in. A café's internet connection may be slow. */
export const DOWNLOAD_LIMITS: DownloadLimits = { silence: ms(30_000), whole: ms(10 * 60_000), program: 64 * 1024 * 1024 };

export type Visit = { readonly limits: DownloadLimits; readonly clock: Clock; readonly signal: AbortSignal };

type Page = { readonly response: Response; readonly chunks: AsyncIterable<Uint8Array> };

/** Opens an address and returns where it redirects to, or else its text (256 KiB at most). */
export const openUrl = (url: string, visit: Visit): Promise<Result<{ readonly redirect: string } | { readonly text: string }, Fault>> =>
  visited(url, 'manual', visit, async ({ response, chunks }) => {
    const redirect = response.headers.get('location');
    if (response.status >= 300 && response.status < 400 && redirect) return { redirect };
    return { text: Buffer.concat(await gathered(chunks, MOST_TEXT)).toString('utf8') };
  });

const MOST_TEXT = 256 * 1024;

/** Fetches a small file (256 KiB at most). */
export const bytesOf = (url: string, visit: Visit): Promise<Result<Buffer, Fault>> =>
  visited(url, 'follow', visit, async ({ chunks }) => Buffer.concat(await gathered(chunks, MOST_TEXT)));

/** Downloads into a new file, syncs it to the disk, and returns its SHA-256 in hex. */
export const save = (url: string, file: string, visit: Visit): Promise<Result<string, Fault>> =>
  visited(url, 'follow', visit, async ({ response, chunks }) => {
    if (Number(response.headers.get('content-length')) > visit.limits.program) throw tooLarge(visit.limits.program);
    await using handle = await open(file, 'wx', 0o755);
    await handle.chmod(0o755); // Whatever the umask is: another user may have to run it.
    const hash = createHash('sha256');
    for await (const chunk of bounded(chunks, visit.limits.program)) {
      hash.update(chunk);
      await handle.writeFile(chunk);
    }
    await handle.sync();
    return hash.digest('hex');
  });

/** The length of the first chunk that an address sends, in bytes: shows that something comes at all. */
export const someBytes = (url: string, visit: Visit): Promise<Result<number, Fault>> =>
  visited(url, 'follow', visit, async ({ chunks }) => {
    for await (const chunk of chunks) return chunk.length;
    return 0;
  });

async function gathered(chunks: AsyncIterable<Uint8Array>, most: number): Promise<Uint8Array[]> {
  const all: Uint8Array[] = [];
  for await (const chunk of bounded(chunks, most)) all.push(chunk);
  return all;
}

async function* bounded(chunks: AsyncIterable<Uint8Array>, most: number): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > most) throw tooLarge(most);
    yield chunk;
  }
}

const tooLarge = (most: number): Faulty => new Faulty('too-large', `more than ${most} bytes`);

async function visited<T>(
  url: string,
  redirect: 'follow' | 'manual',
  { limits, clock, signal }: Visit,
  use: (page: Page) => Promise<T>,
): Promise<Result<T, Fault>> {
  using time = new LinkedAbort(signal).abortAfter(
    limits.whole,
    clock,
    () => new Faulty('silent', `not done after ${limits.whole} ms: ${url}`),
  );
  const withinSilence = async <P>(work: Promise<P>): Promise<P> => {
    const answer = await withTimeout(limits.silence, work, clock, time.signal);
    if (answer.ok) return answer.value;
    throw time.signal.reason ?? new Faulty('silent', `nothing for ${limits.silence} ms: ${url}`);
  };
  try {
    const response = await withinSilence(fetch(url, { redirect, signal: time.signal, headers: { 'user-agent': 'moodbox' } }));
    if (response.status >= 400) throw new Faulty(response.status === 404 ? 'absent' : 'refused', `${response.status} from ${url}`);
    if (url.startsWith('https:') && !response.url.startsWith('https:')) throw new Faulty('refused', `${url} leads to ${response.url}`);
    return done(await use({ response, chunks: chunksOf(response, withinSilence) }));
  } catch (err) {
    return failed(signal.aborted ? { why: 'stopped', detail: url } : faultOf(err));
  } finally {
    time.abort(); // Nobody needs what is still under way.
  }
}

async function* chunksOf(response: Response, withinSilence: <P>(work: Promise<P>) => Promise<P>): AsyncGenerator<Uint8Array> {
  if (!response.body) return;
  const reader = response.body.getReader();
  for (;;) {
    const { done: over, value } = await withinSilence(reader.read());
    if (over) return;
    yield value;
  }
}
