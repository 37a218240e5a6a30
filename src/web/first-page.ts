import type { Request, RequestHandler } from 'express';
import { mayDo } from '../domain/access.ts';
import type { Access } from './access/access.ts';
import type { AboutVisitor } from './access/routes.ts';
import type { PageFiles } from './page-files.ts';
import { firstWords } from './page-files.ts';
import type { BoxClient } from './port.ts';
import { BoxSilent } from './port.ts';
import type { ReportView } from './report-view.ts';

/** The languages of the page; the first is for everybody else. */
const LANGUAGES = ['en', 'de', 'fr', 'es'];
/** Where the build left room for what is written into the page. */
const ROOM = '<!--first-->';
/** The page of PINs of older versions, which is in bookmarks. */
const OLD_ACCESS = '/access.html';
const LANGUAGE_COOKIE = /(?:^|;\s*)lang=([a-z]{2})(?:;|$)/;

type Parts = {
  readonly access: Access;
  readonly box: BoxClient;
  readonly page: PageFiles;
  /** What the page may know of its visitor. */
  readonly about: (req: Request) => AboutVisitor;
};

/**
 * The page at `/`, in the visitor's language, with the newest report in it for those who may see it: the first paint then shows the mood.
 * Without the report (the box is silent) the page asks for it by itself.
 */
export function firstPage({ about, access, box, page }: Parts): RequestHandler {
  return async (req, res, next) => {
    if (req.method !== 'GET' && req.method !== 'HEAD') return next();
    if (req.path === OLD_ACCESS) return res.redirect(301, '/#/access');
    if (!/^\/(?:index\.html)?$/.test(req.path)) return next();
    const language = languageOf(req);
    const built = page.now;
    const report = mayDo(access.callerOf(req).standing, 'guest') ? await newest(box) : undefined;
    const first = JSON.stringify({ visitor: about(req), ...(report && { report }) });
    res.set({ 'cache-control': 'private, no-cache', 'content-language': language }).vary('accept-language, cookie');
    res
      .type('html')
      .send(
        built.template
          .replace('<html lang="en"', `<html lang="${language}"`)
          .replace(
            ROOM,
            () => `${preloadOf(firstWords(built, language))}<script type="application/json" id="first">${escaped(first)}</script>`,
          ),
      );
  };
}

async function newest(box: BoxClient): Promise<ReportView | undefined> {
  try {
    return await box.report();
  } catch (err) {
    if (err instanceof BoxSilent) return undefined;
    throw err;
  }
}

function languageOf(req: Request): string {
  const chosen = LANGUAGE_COOKIE.exec(req.headers.cookie ?? '')?.[1] ?? '';
  if (LANGUAGES.includes(chosen)) return chosen;
  return req.acceptsLanguages(LANGUAGES) || 'en';
}

const preloadOf = (address: string | undefined): string =>
  address === undefined ? '' : `<link rel="modulepreload" crossorigin href="${address}">`;

/** JSON that cannot end the element that it stands in. */
const escaped = (json: string): string => json.replaceAll('<', '\\u003c').replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
