import { existsSync, readdirSync, readFileSync } from 'node:fs';
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

/** Serves the files of the page, compressed as the build left them. It knows their names from the start, so no path leads elsewhere. */
export function pageFiles(folder: string = PAGE_FOLDER): RequestHandler {
  const all = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [];
  const known = new Set(all);
  const plain = new Set(all.filter((name) => extname(name) !== '' && !ENCODINGS.some(([, ending]) => name.endsWith(ending))));
  return (req, res, next) => {
    const name = req.path.slice(1);
    if ((req.method !== 'GET' && req.method !== 'HEAD') || !plain.has(name)) return next();
    res.set('cache-control', HASHED.test(name) ? `public, max-age=${YEAR}, immutable` : 'no-cache');
    send(req, res, folder, name, known);
  };
}

function send(req: Request, res: Response, folder: string, name: string, known: ReadonlySet<string>): void {
  const offered = ENCODINGS.filter(([, ending]) => known.has(name + ending));
  if (offered.length > 0) res.vary('accept-encoding');
  const encoding = offered.find(([each]) => req.acceptsEncodings(each));
  res.type(extname(name));
  if (encoding) res.set('content-encoding', encoding[0]);
  res.sendFile(name + (encoding?.[1] ?? ''), { root: folder, cacheControl: false, acceptRanges: false });
}

/** The page itself, before anything is written into it. Throws if the page has not been built. */
export const pageTemplate = (folder: string = PAGE_FOLDER): string => readFileSync(join(folder, 'index.html'), 'utf8');

/** The address of the words that the first view needs in this language, relative to the page; undefined if there are none. */
export function firstWords(language: string, folder: string = PAGE_FOLDER): string | undefined {
  const name = readdirSync(join(folder, 'assets')).find((file) => file.startsWith(`words-${language}-first-`) && file.endsWith('.js'));
  return name && `./assets/${name}`;
}
