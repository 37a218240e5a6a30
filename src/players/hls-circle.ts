import { readFile } from 'node:fs/promises';
import { ms } from '../domain/units.ts';
import { decodedPart } from '../shared/address.ts';
import type { Clock } from '../shared/async/clock.ts';
import { LinkedAbort } from '../shared/async/linked-abort.ts';

/** How long the look may take, in all. A server that is slower than this is left to mpv. */
const LIMIT = ms(3000);
const LARGEST = 64 * 1024;
const MOST_VARIANTS = 10;
const MOST_HOPS = 3;
const MOST_REDIRECTS = 5;
/** How the lists begin that are read. */
const BEGINNINGS = ['#EXTM3U', '[playlist]'];

/** `isAllowed` says of each address, redirects included, whether it may be asked. */
export type CircleLook = Asking & { readonly clock: Clock };
type Asking = { readonly signal: AbortSignal; readonly isAllowed: (address: string) => Promise<boolean> };

/**
 * Whether an http(s) address is an HLS list of streams that names another such list, or itself. RFC 8216 allows only lists of segments
 * there, and ffmpeg follows the others without end: thousands of requests a second, and memory with each. False if that cannot be told.
 */
export async function leadsInCircle(url: string, { clock, signal, isAllowed }: CircleLook): Promise<boolean> {
  if (!/^https?:/i.test(url) || !URL.canParse(url)) return false;
  using limit = new LinkedAbort(signal).abortAfter(LIMIT, clock, () => new Error('the server is slow'));
  try {
    const by = { signal: limit.signal, isAllowed };
    const master = await streamListBehind(url, by);
    const variants = variantsIn(master);
    if (variants.length === 0) return false;
    if (variants.includes(master.url)) return true;
    const lists = await Promise.all(variants.slice(0, MOST_VARIANTS).map((variant) => beginningOf(variant, by)));
    return lists.some((list) => variantsIn(list).length > 0);
  } catch {
    signal.throwIfAborted();
    return false;
  }
}

/** What is behind an address, or behind the first address of an ordinary playlist there, as often as a few times. */
async function streamListBehind(url: string, by: Asking): Promise<Beginning> {
  let found = await beginningOf(url, by);
  for (let hops = 0; hops < MOST_HOPS && variantsIn(found).length === 0; hops += 1) {
    const next = /^(?:File\d+=)?(https?:\/\/\S+)/im.exec(found.text)?.[1];
    if (next === undefined || /^#EXT-X-TARGETDURATION/m.test(found.text)) break;
    found = await beginningOf(next, by);
  }
  return found;
}

type Beginning = { readonly url: string; readonly text: string };

/** The absolute addresses of the streams in a list of streams; none if it is anything else. */
const variantsIn = ({ url, text }: Beginning): readonly string[] => [
  ...new Set(
    [...text.matchAll(/^#EXT-X-STREAM-INF:.*(?:\r\n|\r|\n)(?:(?:#.*|\s*)(?:\r\n|\r|\n))*([^#\s].*)/gm)].flatMap(([, target = '']) =>
      URL.canParse(target.trim(), url) ? [new URL(target.trim(), url).href] : [],
    ),
  ),
];

/** The start of what is at an address, all of it if that is a list: of sound, only enough is read to see that it is not one. */
async function beginningOf(address: string, by: Asking): Promise<Beginning> {
  const response = await answerOf(address, by);
  const decoder = new TextDecoder();
  let text = '';
  // Leaving the loop closes the connection.
  for await (const piece of response.body ?? []) {
    text += decoder.decode(piece, { stream: true });
    if (text.length > LARGEST || !BEGINNINGS.some((start) => start.startsWith(text.trimStart().slice(0, start.length)))) break;
  }
  return { url: response.url, text };
}

/** The answer after its redirects. Throws if one of the addresses is not allowed, or if there are too many. */
async function answerOf(address: string, { signal, isAllowed }: Asking): Promise<Response> {
  let next = address;
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
    const { url, headers } = withoutUser(next);
    if (!(await isAllowed(url))) throw new Error('not allowed');
    const response = await fetch(url, { headers, signal, redirect: 'manual' });
    const location = response.headers.get('location');
    if (response.status < 300 || response.status >= 400 || location === null) return response;
    await response.body?.cancel();
    next = new URL(location, url).href;
  }
  throw new Error('too many redirects');
}

/** `fetch` takes no address with a user name in it. */
function withoutUser(address: string): { readonly url: string; readonly headers: Record<string, string> } {
  const url = new URL(address);
  const user = `${decodedPart(url.username)}:${decodedPart(url.password)}`;
  url.username = '';
  url.password = '';
  return { url: url.href, headers: user === ':' ? {} : { authorization: `Basic ${Buffer.from(user).toString('base64')}` } };
}

/** The CPU time that a process has used, in hundredths of a second; 0 if it is gone. */
export async function cpuTicks(pid: number | undefined): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
}

/** Holds a process still (SIGSTOP) until it is disposed of. Does nothing if the process is gone. */
export function frozen(pid: number | undefined): Disposable {
  const signal = (name: 'SIGSTOP' | 'SIGCONT'): void => {
    if (pid === undefined) return;
    try {
      process.kill(pid, name);
    } catch {
      // It has ended in the meantime.
    }
  };
  signal('SIGSTOP');
  return { [Symbol.dispose]: () => signal('SIGCONT') };
}
