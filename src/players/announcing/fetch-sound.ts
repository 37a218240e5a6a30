import { once } from 'node:events';
import { open } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { request as requestPlain } from 'node:http';
import { request as requestSecurely } from 'node:https';
import { placeOf } from '../../config/places.ts';
import type { Result } from '../../domain/result.ts';
import { done, failed } from '../../domain/result.ts';
import type { Ms } from '../../domain/units.ts';
import { ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';
import { LinkedAbort } from '../../shared/async/linked-abort.ts';
import type { Log } from '../../shared/log.ts';
import type { NamesAround } from '../names-around.ts';
import { foundBefore, reachable } from '../names-around.ts';
import type { AnnounceFault } from '../port.ts';

/** How long a server may be silent, and how long the whole may take: a message is often spoken into a file only when it is asked for. */
const FETCH_PATIENCE = { silence: ms(15_000), whole: ms(60_000) } as const;
const MOST_REDIRECTS = 5;
const REDIRECTS: readonly (number | undefined)[] = [301, 302, 303, 307, 308];

export type FetchWorld = {
  readonly around: NamesAround;
  /** The authorities that are trusted over https, as PEM; empty: Node's own. */
  readonly authorities: readonly string[];
  readonly clock: Clock;
  readonly log: Log;
  readonly patience?: { readonly silence: Ms; readonly whole: Ms };
};

/** Ends a fetch for a reason that people are told. */
class Unfetched extends Error {
  readonly fault: AnnounceFault;

  constructor(fault: AnnounceFault, detail: string) {
    super(detail);
    this.fault = fault;
  }
}

type Visit = Required<FetchWorld> & { readonly largest: number; readonly signal: AbortSignal };

/**
 * Fetches a sound into a new file. Each address on the way is checked and connected to as it was found, so neither a redirect nor a name
 * that changes its address leads to this machine. `largest` is in bytes. Rejects only if the file cannot be written.
 */
export async function fetchSound(
  { url, largest }: { readonly url: string; readonly largest: number },
  file: string,
  { patience = FETCH_PATIENCE, ...world }: FetchWorld,
  signal: AbortSignal,
): Promise<Result<undefined, AnnounceFault>> {
  using limit = new LinkedAbort(signal).abortAfter(patience.whole, world.clock, () => new Error('it took too long'));
  const visit = { ...world, patience, largest, signal: limit.signal };
  try {
    await save(await followed(new URL(url), visit), file, visit);
    return done(undefined);
  } catch (err) {
    if (signal.aborted) return failed({ kind: 'stopped' });
    if (!(err instanceof Unfetched)) throw err;
    world.log.info({ host: new URL(url).host, why: err.message }, 'announcement.not_fetched');
    return failed(err.fault);
  } finally {
    limit.abort(); // closes the connection, whatever is still under way
  }
}

/** An answer, and who gave it. */
type Answered = { readonly answer: IncomingMessage; readonly url: URL };

/** The answer with the sound, after its redirects. */
async function followed(first: URL, visit: Visit): Promise<Answered> {
  let url = first;
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
    const answer = await asked(url, visit);
    const { statusCode: status, headers } = answer;
    if (status === 200) return { answer, url };
    answer.destroy();
    if (!REDIRECTS.includes(status)) throw unreachable(url, `it answers ${status}`);
    url = redirected(url, headers.location);
  }
  throw unreachable(first, 'it redirects again and again');
}

/** Where a redirect leads: to http or https, and not from https to http. */
function redirected(from: URL, location: string | undefined): URL {
  if (location === undefined || !URL.canParse(location, from.href)) throw unreachable(from, 'it redirects to nowhere');
  const to = new URL(location, from);
  if (to.protocol === from.protocol || to.protocol === 'https:') return to;
  throw unreachable(from, 'it redirects to an address that is not encrypted, or not http at all');
}

/** Asks once, at the addresses that were checked. */
async function asked(url: URL, { around, authorities, patience, signal }: Visit): Promise<IncomingMessage> {
  const found = await reachable(placeOf(url), around);
  if (!found.ok && found.why !== undefined) throw new Unfetched({ kind: 'own', host: url.host }, `it leads to ${found.why}`);
  if (!found.ok) throw unreachable(url, 'its name is not found');
  const headers = { 'user-agent': 'moodbox', accept: 'audio/*, */*', 'accept-encoding': 'identity' };
  const options = { headers, agent: false, lookup: foundBefore(found.value), timeout: patience.silence, signal } as const;
  const trust = authorities.length > 0 ? { ca: [...authorities] } : {};
  const sent = url.protocol === 'https:' ? requestSecurely(url, { ...options, ...trust }) : requestPlain(url, options);
  sent.on('timeout', () => sent.destroy(new Error('it says nothing')));
  sent.on('error', () => undefined); // whoever waits for the answer or reads it gets the error too
  try {
    const answered = once(sent, 'response');
    sent.end();
    const [answer] = await answered;
    return answer as IncomingMessage;
  } catch (err) {
    throw unreachable(url, (err as Error).message);
  }
}

async function save({ answer, url }: Answered, file: string, { largest }: Visit): Promise<void> {
  const tooLarge = new Unfetched({ kind: 'too-large' }, `it has more than ${largest} bytes`);
  if (Number(answer.headers['content-length']) > largest) throw tooLarge;
  await using handle = await open(file, 'wx', 0o600);
  let size = 0;
  for await (const chunk of chunksOf(answer, url)) {
    size += chunk.length;
    if (size > largest) throw tooLarge;
    await handle.writeFile(chunk);
  }
}

async function* chunksOf(answer: IncomingMessage, url: URL): AsyncGenerator<Buffer> {
  try {
    yield* answer;
  } catch (err) {
    throw unreachable(url, (err as Error).message);
  }
}

const unreachable = ({ host }: URL, detail: string): Unfetched => new Unfetched({ kind: 'unreachable', host }, detail);
