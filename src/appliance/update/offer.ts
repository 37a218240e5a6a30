import { createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { integer, maxValue, minValue, number, object, pipe, regex, string } from 'valibot';
import type { Result } from '../../domain/result.ts';
import { done, failed } from '../../domain/result.ts';
import type { BoxSystem } from '../../domain/update.ts';
import { isNewer, slotOf } from '../../domain/update.ts';
import { freeBytes } from '../../shared/free-space.ts';
import { jsonFitting } from '../../shared/json.ts';
import type { UpdateFiles } from '../../shared/update-files.ts';
import { MOST_UPDATE } from '../../shared/update-files.ts';
import { writeWholeText } from '../../shared/write-atomic.ts';
import { atMost } from './at-most.ts';

/** What a folder in the web offers: a bundle in the same folder, its version and its size in bytes. Not signed; the bundle is. */
export type Offer = { readonly version: string; readonly file: string; readonly size: number };

const OFFERED = object({
  version: pipe(string(), regex(/^[\w.+~-]{1,60}$/)),
  file: pipe(string(), regex(/^[\w+~-][\w.+~-]{0,120}\.raucb$/)),
  size: pipe(number(), integer(), minValue(1), maxValue(MOST_UPDATE)),
});
const MOST_INDEX = 10_000;

/** `url`: the folder. `architecture`: Debian's name of it. */
export type OfferParts = {
  readonly url: string;
  readonly architecture: string;
  readonly files: UpdateFiles;
  readonly signal: AbortSignal;
  /** `fetch`, unless a test has a server of its own. */
  readonly ask?: typeof fetch;
};

const inFolder = (folder: string, name: string): URL => new URL(name, folder.endsWith('/') ? folder : `${folder}/`);

/** What the folder offers for this architecture. Fails with a sentence. */
export async function offerAt({ url, architecture, signal, ask = fetch }: OfferParts): Promise<Result<Offer, string>> {
  const index = inFolder(url, `moodbox-${architecture}.json`);
  const answer = await answered(index, ask, signal);
  if (!answer.ok) return answer;
  const text = await textOf(answer.value);
  const offer = text === undefined ? undefined : jsonFitting(OFFERED, text);
  return offer ? done(offer) : failed(`${index} is not what scripts/build-bundle writes`);
}

/** What failed its tries is not offered again: a newer one has to come. `system`: as far as it is known. */
export function isOfUse({ version }: Pick<Offer, 'version'>, system: BoxSystem | undefined): boolean {
  if (!system) return true;
  const running = slotOf(system, system.running).version;
  return (running === undefined || isNewer(version, running)) && system.slots.every((slot) => slot.version !== version);
}

export const keepOffer = ({ offer }: UpdateFiles, what: Offer | undefined): Promise<void> =>
  what ? writeWholeText(offer, [`${JSON.stringify(what)}\n`]) : rm(offer, { force: true });

/** Keeps why looking or fetching did not work; undefined: it did. */
export const keepTrouble = ({ trouble }: UpdateFiles, why: string | undefined): Promise<void> =>
  why === undefined ? rm(trouble, { force: true }) : writeWholeText(trouble, [`${why}\n`]);

/** Fetches what is offered, whole, into the file that can be installed. Fails with a sentence; nothing is left behind then. */
export async function fetchOffer(offer: Offer, { url, files, signal, ask = fetch }: OfferParts): Promise<Result<void, string>> {
  await mkdir(files.folder, { recursive: true, mode: 0o750 });
  if ((await freeBytes(files.folder)) < offer.size) return failed('there is no room on the disk for the update');
  const answer = await answered(inFolder(url, offer.file), ask, signal);
  if (!answer.ok) return answer;
  const { body } = answer.value;
  try {
    if (!body) return failed('the server sent nothing');
    await pipeline(Readable.fromWeb(body as never), atMost(offer.size), createWriteStream(files.growing, { mode: 0o640 }), { signal });
    return await taken(files, offer);
  } catch (err) {
    return failed(`the update was not fetched to its end (${(err as NodeJS.ErrnoException).code ?? (err as Error).message})`);
  } finally {
    await rm(files.growing, { force: true });
  }
}

/** The file takes its name once it is whole and on the disk. */
export async function taken({ brought, bundle, growing }: UpdateFiles, { size }: Pick<Offer, 'size'>): Promise<Result<void, string>> {
  {
    await using file = await open(growing, 'r+');
    if ((await file.stat()).size !== size) return failed('the update that came is shorter than it should be');
    await file.sync();
  }
  await rename(growing, bundle);
  await rm(brought, { force: true });
  return done(undefined);
}

async function answered(address: URL, ask: typeof fetch, signal: AbortSignal): Promise<Result<Response, string>> {
  try {
    const answer = await ask(address, { signal, redirect: 'follow' });
    if (!answer.ok) return failed(`${address} answers ${answer.status}`);
    return answer.url.startsWith('https:') ? done(answer) : failed(`${address} leads away from https`);
  } catch (err) {
    const { cause, message } = err as Error & { readonly cause?: NodeJS.ErrnoException };
    return failed(`${address} does not answer (${cause?.code ?? message})`);
  }
}

/** Undefined if it is too long. */
async function textOf({ body }: Response): Promise<string | undefined> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of Readable.fromWeb((body ?? new ReadableStream()) as never)) {
    size += (piece as Buffer).length;
    if (size > MOST_INDEX) return undefined;
    pieces.push(Buffer.from(piece as Uint8Array));
  }
  return Buffer.concat(pieces).toString('utf8');
}
