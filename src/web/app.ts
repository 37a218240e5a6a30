import { fileURLToPath } from 'node:url';
import type { ErrorRequestHandler, Express, Request, RequestHandler, Response } from 'express';
import express from 'express';
import type { Store } from 'express-rate-limit';
import { rateLimit } from 'express-rate-limit';
import { levelOf, mayDo } from '../domain/access.ts';
import { asWritten, parseCommand } from '../domain/command.ts';
import type { Refusal } from '../domain/refusal.ts';
import { refusal } from '../domain/refusal.ts';
import type { Log } from '../shared/log.ts';
import type { Access } from './access/access.ts';
import { notEnough } from './access/denial.ts';
import { callerIn, guarded } from './access/guarded.ts';
import { refuse, refuseWith } from './access/refuse.ts';
import { methodsOf } from './access/route-levels.ts';
import type { AccessRoutes } from './access/routes.ts';
import { aboutVisitor, addAccessRoutes } from './access/routes.ts';
import { addEndpoints } from './api/routes.ts';
import { firstPage } from './first-page.ts';
import { isJson, isOwnHost, isSameOrigin } from './guard.ts';
import { pageHeaders } from './headers.ts';
import type { Origins } from './limits/address.ts';
import { addressKey } from './limits/address.ts';
import type { Live } from './live.ts';
import type { PageMetrics } from './metrics.ts';
import { PageFiles, pageFiles } from './page-files.ts';
import type { BoxClient } from './port.ts';
import { BoxSilent } from './port.ts';
import { updatePiece } from './update-route.ts';
import type { UpdateUpload } from './update-upload.ts';

export type AppParts = AccessRoutes & {
  readonly box: BoxClient;
  readonly live: Live;
  /** Where an update of the system arrives. */
  readonly upload: UpdateUpload;
  readonly log: Log;
  /** Absent unless `web.metrics` is on. */
  readonly metrics?: PageMetrics | undefined;
  /** The names by which the machine and its owner know this box. */
  readonly names: readonly string[];
  /** Counts the commands of each address. */
  readonly counts: Store;
  readonly origins: Origins;
  /** The origins whose pages may show this one in a frame. */
  readonly frameAncestors: readonly string[];
};

/** The same file from src/web and from dist/web. */
const OPEN_API = fileURLToPath(new URL('../../dist/openapi.json', import.meta.url));
const COMMAND_BYTES = 2048;
/** The largest body that an endpoint takes. */
const BODY_BYTES = 48 * 1024;
/** Milliseconds. How soon a session that has run out loses its live stream. */
const LOOK_AGAIN = 5000;
const LONGEST_PAGE = 40;
/** A slider that is dragged sends about five commands a second. */
const COMMANDS = { limit: 100, windowMs: 10_000 };

/** Every route of the page. Keeps no state of its own. */
export function appOf(parts: AppParts): Express {
  const { access, log, names } = parts;
  const app = express();
  app.use(pageHeaders(parts.frameAncestors), ownHostOnly(access, names));
  app.use('/api', sameOriginOnly(access));
  const add = guarded(app, access);
  const limits = limited(parts.counts, parts.origins);
  addBoxRoutes(add, limits, parts);
  addAccessRoutes(add, JSON_BODY, parts);
  addEndpoints(add, parts.box, { json: jsonBody(BODY_BYTES), limits });
  app.use(knownMethodsOnly);
  const page = new PageFiles();
  app.use(firstPage({ ...parts, page, about: (req) => aboutVisitor(access.callerOf(req), parts) }), pageFiles(page));
  app.use((_req, res) => refuse(res, 404, 'there is no such page here'));
  app.use(failed(log));
  return app;
}

type Add = ReturnType<typeof guarded>;

function addBoxRoutes(add: Add, limits: RequestHandler, parts: AppParts): void {
  const { box } = parts;
  add('GET /healthz', async (_req, res) => {
    const { ok, rooms } = await box.health();
    res.status(ok ? 200 : 503).set('cache-control', 'no-store');
    res.json(mayDo(callerIn(res).standing, 'guest') ? { ok, rooms } : { ok });
  });
  for (const path of ['/kiosk', '/kiosk/locked'] as const) add(`GET ${path}`, (_req, res) => res.redirect(302, `/#${path}`));
  add('GET /metrics', limits, async (_req, res) => {
    if (!parts.metrics) return refuse(res, 404, 'there are no metrics here; web.metrics: true turns them on');
    res.set('cache-control', 'no-store').type(parts.metrics.type);
    res.send(await parts.metrics.text(mayDo(callerIn(res).standing, 'guest')));
  });
  add('GET /api/report', async (_req, res) => {
    res.set('cache-control', 'no-store').json(await box.report());
  });
  add('GET /api/openapi.json', (_req, res) => res.set('cache-control', 'no-cache').sendFile(OPEN_API));
  add('GET /api/events', (req, res) => {
    if (req.method === 'HEAD') res.type('text/event-stream').end();
    else watch(req, res, parts);
  });
  add('PUT /api/update/piece', ...updatePiece(parts.upload, parts.access));
  add('POST /api/commands', limits, ...JSON_BODY, (req, res) => command(req, res, parts));
}

/** Whoever stops being allowed to look, because a PIN was changed or a link withdrawn, sees no further report. */
function watch(req: Request, res: Response, { access, live, origins }: AppParts): void {
  const { standing } = callerIn(res);
  if (!live.admit(res, { address: addressKey(origins.addressOf(req)), page: pageOf(req) })) {
    refuse(res.set('retry-after', '15'), 503, refusal('pages_wait'));
    return;
  }
  const look = (): void => {
    if (access.callerOf(req).standing !== standing) res.end();
  };
  const unsubscribe = access.onChange(look);
  const looking = setInterval(look, LOOK_AGAIN).unref();
  res.on('close', () => {
    unsubscribe();
    clearInterval(looking);
  });
}

async function command(req: Request, res: Response, { access, box, cameraOn, log }: AppParts): Promise<void> {
  const parsed = parseCommand(req.body);
  if (!parsed.ok) return refuse(res, 400, parsed.why);
  const { address, standing } = callerIn(res);
  if (standing === 'stranger' || !mayDo(standing, levelOf(parsed.value, cameraOn)))
    return refuseWith(res, notEnough(standing, access.kept.owner !== undefined));
  log.debug({ type: parsed.value.type }, 'web.commanded');
  const taken = await box.command(asWritten(parsed.value), { level: standing, address });
  if (taken.ok) res.status(202).set('cache-control', 'no-store').json(taken.value);
  else refuseCommand(res, taken.why);
}

const refuseCommand = (res: Response, why: Refusal): void => refuse(res, why.wait === undefined ? 400 : 429, why);

/** Which page a stream is for: what `web/src/box/live.ts` has drawn for it. */
function pageOf({ query }: Request): string | undefined {
  return typeof query.page === 'string' ? query.page.slice(0, LONGEST_PAGE) : undefined;
}

const limited = (store: Store, { addressOf }: Origins): RequestHandler =>
  rateLimit({
    ...COMMANDS,
    store,
    keyGenerator: (req) => addressKey(addressOf(req)),
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    validate: false, // its warnings go to the console, past the log
    handler: (_req, res) => refuse(res, 429, refusal('commands_wait')),
  });

/** A named proxy has chosen this box by the name already; and whoever comes through it is never taken for a program of this machine. */
const ownHostOnly =
  (access: Access, names: readonly string[]): RequestHandler =>
  (req, res, next) => {
    if (access.visitorOf(req).proxied || isOwnHost(req.headers.host, names)) next();
    else
      refuse(
        res,
        403,
        'this name does not belong to moodbox; open it by its IP address or its .local name, or name your reverse proxy in web.proxies',
      );
  };

const sameOriginOnly =
  (access: Access): RequestHandler =>
  (req, res, next) => {
    if (isSameOrigin({ ...req.headers, host: access.visitorOf(req).host })) next();
    else refuse(res, 403, 'another web page may not speak for you here');
  };

/** What a known path does not answer is a mistake in the method, not in the address. */
const knownMethodsOnly: RequestHandler = (req, res, next) => {
  const methods = methodsOf(req.path);
  if (methods.length === 0) return next();
  refuse(res.set('allow', methods.join(', ')), 405, `this address takes ${methods.join(', ')} only`);
};

const jsonOnly: RequestHandler = (req, res, next) => {
  if (isJson(req.headers['content-type'])) next();
  else refuse(res, 415, 'send this as JSON, with the header content-type: application/json');
};

const jsonBody = (limit: number): readonly RequestHandler[] => [jsonOnly, express.json({ limit, inflate: false })];
const JSON_BODY = jsonBody(COMMAND_BYTES);

/** A sentence to the sender for each error of body-parser. */
const SENTENCES: Readonly<Record<string, (limit: number) => string>> = {
  'entity.parse.failed': () => 'this is not valid JSON',
  'entity.too.large': (limit) => `a request here has at most ${limit} bytes`,
};

/** Express recognises error handlers by their four parameters. */
const failed =
  (log: Log): ErrorRequestHandler =>
  (err, _req, res, next) => {
    if (res.headersSent) return next(err);
    const status: unknown = err?.status;
    if (typeof status === 'number' && status >= 400 && status < 500) {
      return refuse(res, status, SENTENCES[err.type]?.(err.limit) ?? 'this request cannot be understood');
    }
    if (err instanceof BoxSilent) return refuse(res.set('retry-after', '5'), 503, refusal('box_silent'));
    log.error({ err }, 'web.failed');
    refuse(res, 500, refusal('box_broken'));
  };
