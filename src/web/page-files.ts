import { readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Request, RequestHandler, Response } from 'express';

/** The built page. The same folder from src/web and from dist/web. */
export const PAGE_FOLDER = fileURLToPath(new URL('../../dist/page/', import.meta.url));

/** Files whose name changes with their content. */
const HASHED = /^assets\//;
const YEAR = 365 * 24 * 3600;
/** What the build has written beside a file, the smallest first. */
const ENCODINGS = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const;

export type Built = {
  /** Changes with `index.html`, and with the names beside it. */
  readonly stamp: string;
  readonly names: ReadonlySet<string>;
  /** The page itself, before anything is written into it. */
  readonly template: string;
};

/**
 * The built page, as it lies on the disk. Its files get other names with each release, and a package is unpacked over the one that runs: a
 * page from memory would ask for files that are gone. So it is read again when it has changed.
 */
export class PageFiles {
  readonly folder: string;
  #built: Built;

  /** Throws if the page has not been built. */
  constructor(folder: string = PAGE_FOLDER) {
    this.folder = folder;
    this.#built = read(folder, stampOf(folder));
  }

  /** The page as it is now. Looks at the disk, so ask once for each answer. */
  get now(): Built {
    const stamp = stampOf(this.folder);
    if (stamp !== '' && stamp !== this.#built.stamp) this.#built = read(this.folder, stamp);
    return this.#built;
  }
}

/** The address of the words that the first view needs in this language, relative to the page; undefined if there are none. */
export function firstWords({ names }: Built, language: string): string | undefined {
  const name = [...names].find((each) => each.startsWith(`assets/words-${language}-first-`) && each.endsWith('.js'));
  return name && `./${name}`;
}

function read(folder: string, stamp: string): Built {
  const template = readFileSync(join(folder, 'index.html'), 'utf8');
  return { stamp, template, names: new Set(readdirSync(folder, { recursive: true, encoding: 'utf8' })) };
}

/** Empty while the page is not there, as in the middle of a build. */
function stampOf(folder: string): string {
  const statuses = ['index.html', 'assets'].map((name) => statSync(join(folder, name), { throwIfNoEntry: false }));
  return statuses.every((status) => status !== undefined)
    ? statuses.map(({ ino, mtimeMs, size }) => `${ino} ${mtimeMs} ${size}`).join(' ')
    : '';
}

/** Serves the files of the page, compressed as the build left them. It knows their names, so no path leads elsewhere. */
export function pageFiles(page: PageFiles): RequestHandler {
  return (req, res, next) => {
    const name = req.path.slice(1);
    if ((req.method !== 'GET' && req.method !== 'HEAD') || !isPlain(name)) return next();
    const { names } = page.now;
    if (!names.has(name)) return next();
    res.set('cache-control', HASHED.test(name) ? `public, max-age=${YEAR}, immutable` : 'no-cache');
    send(req, res, name, { folder: page.folder, names });
  };
}

const isPlain = (name: string): boolean => extname(name) !== '' && !ENCODINGS.some(([, ending]) => name.endsWith(ending));

type Known = Pick<Built, 'names'> & { readonly folder: string };

function send(req: Request, res: Response, name: string, { folder, names }: Known): void {
  const offered = ENCODINGS.filter(([, ending]) => names.has(name + ending));
  if (offered.length > 0) res.vary('accept-encoding');
  const encoding = offered.find(([each]) => req.acceptsEncodings(each));
  res.type(extname(name));
  if (encoding) res.set('content-encoding', encoding[0]);
  res.sendFile(name + (encoding?.[1] ?? ''), { root: folder, cacheControl: false, acceptRanges: false });
}
