import type { Request, RequestHandler, Response } from 'express';
import { object, string } from 'valibot';
import type { AccessLevel, Standing } from '../../domain/access.ts';
import { COMMAND_LEVELS, mayDo } from '../../domain/access.ts';
import { fitting } from '../../shared/json.ts';
import { isPlainHost } from '../guard.ts';
import type { Access, Entry } from './access.ts';
import type { CookieKind } from './cookies.ts';
import { cookieName, tokensOf } from './cookies.ts';
import { describedDevice } from './device.ts';
import { callerIn } from './guarded.ts';
import { PIN_REQUEST } from './pin-change.ts';
import { qrOf } from './qr.ts';
import { refuse, refuseWith } from './refuse.ts';
import type { Route } from './route-levels.ts';
import { ROUTE_LEVELS } from './route-levels.ts';
import { hashOfToken, idOf, LIFETIME } from './sessions.ts';
import type { Caller, House } from './standing.ts';

export type AccessRoutes = {
  readonly access: Access;
  readonly house: House;
  /** The level that switching the camera on needs. */
  readonly cameraOn: AccessLevel;
  /** An owner has logged out, or who is an owner has changed. */
  readonly onOwnerLeft: (caller: Caller) => void;
  /** The page's address in the network at this moment, for somebody who sits at the box. */
  readonly url: () => string;
};
type Add = (route: Route, ...handlers: readonly RequestHandler[]) => void;

/** A guest scans the code again after a week. */
const GUEST_STAYS = 7 * 86_400_000;
/** As long as browsers keep a cookie. The one on the screen gets it again at each start. */
const SCREEN_STAYS = 400 * 86_400_000;

/** Log-in, PINs and the guest link. `json` reads a small body of JSON. */
export function addAccessRoutes(add: Add, json: readonly RequestHandler[], parts: AccessRoutes): void {
  const { access } = parts;
  add('GET /api/access', (_req, res) => tell(res, parts));
  add('POST /api/access/login', ...json, (req, res) => logIn(req, res, access));
  add('POST /api/access/pins', ...json, (req, res) => setPins(req, res, parts));
  add('POST /api/access/logout', ...json, (_req, res) => logOut(res, parts, false));
  add('POST /api/access/logout-all', ...json, (_req, res) => logOut(res, parts, true));
  add('GET /api/access/sessions', (_req, res) => showSessions(res, access));
  add('DELETE /api/access/sessions', async (req, res) => {
    const out = await access.logOutDevice(String(req.query.id));
    if (out.ok) showSessions(res, access);
    else refuseWith(res, out.why);
  });
  add('GET /api/access/guest-link', (_req, res) => showGuestLink(res, parts));
  add('POST /api/access/guest-link', ...json, async (_req, res) => {
    const made = await access.newGuestLink();
    if (made.ok) showGuestLink(res, parts);
    else refuseWith(res, made.why);
  });
  add('DELETE /api/access/guest-link', async (_req, res) => {
    const withdrawn = await access.withdrawGuestLink();
    if (withdrawn.ok) showGuestLink(res, parts);
    else refuseWith(res, withdrawn.why);
  });
  add('GET /g/:token', (req, res) => letGuestIn(req, res, access));
  add('GET /screen/:token', (req, res) => letScreenIn(req, res, access));
}

/** What the page needs to know of its visitor. */
export type AboutVisitor = {
  readonly standing: Caller['standing'];
  readonly may: readonly string[];
  readonly pin: boolean;
  readonly household: boolean;
  readonly logged_in: boolean;
  readonly exposed: boolean;
  readonly guests: House['guests'];
  readonly secure: boolean;
  /** For somebody at the box itself: the code that sets the first PIN, and where a phone finds the page. */
  readonly code?: string;
  readonly address?: string;
};

export function aboutVisitor(
  caller: Caller,
  { access, cameraOn, house, url }: Pick<AccessRoutes, 'access' | 'cameraOn' | 'house' | 'url'>,
): AboutVisitor {
  const { kept, setupCode } = access;
  return {
    standing: caller.standing,
    may: rightsOf(caller, cameraOn),
    pin: kept.owner !== undefined,
    household: kept.household !== undefined,
    logged_in: caller.session !== undefined,
    exposed: house.exposed,
    guests: house.guests,
    secure: caller.secure,
    ...(caller.local && setupCode !== undefined && { code: setupCode, address: new URL(url()).origin }),
  };
}

async function tell(res: Response, parts: AccessRoutes): Promise<void> {
  const { access } = parts;
  const caller = callerIn(res);
  if (caller.session && (await access.use(caller))) setCookie(res, 'session', tokenOf(res.req, caller), LIFETIME[caller.session.level]);
  res.set('cache-control', 'no-store').json(aboutVisitor(caller, parts));
}

/** The commands and the settings that this caller may use; the camera counts twice. */
function rightsOf({ standing }: Caller, cameraOn: AccessLevel): readonly string[] {
  const { camera, ...others } = COMMAND_LEVELS;
  const levels: Readonly<Record<string, Standing>> = {
    ...others,
    ...{ camera_off: camera, camera_on: cameraOn },
    ...{ guest_link: ROUTE_LEVELS['GET /api/access/guest-link'], pins: 'owner', log_out_all: ROUTE_LEVELS['POST /api/access/logout-all'] },
  };
  return Object.entries(levels).flatMap(([name, needed]) => (mayDo(standing, needed) ? [name] : []));
}

async function logIn(req: Request, res: Response, access: Access): Promise<void> {
  const asked = fitting(object({ pin: string() }), req.body);
  if (!asked) return refuse(res, 400, 'logging in needs {"pin": "…"}');
  answer(res, await access.logIn(asked.pin, callerIn(res), describedDevice(req.headers['user-agent'])));
}

async function setPins(req: Request, res: Response, { access, onOwnerLeft }: AccessRoutes): Promise<void> {
  const asked = fitting(PIN_REQUEST, req.body);
  if (!asked) return refuse(res, 400, 'PINs are texts: {"owner": "…", "household": "…"}, with "code" or "current"');
  const entry = await access.setPins(asked, callerIn(res), describedDevice(req.headers['user-agent']));
  if (entry.ok) onOwnerLeft(callerIn(res));
  answer(res, entry);
}

function answer(res: Response, entry: Awaited<ReturnType<Access['logIn']>>): void {
  if (entry.ok) welcome(res, entry.value);
  else refuseWith(res, entry.why);
}

function welcome(res: Response, { level, token }: Entry): void {
  setCookie(res, 'session', token, LIFETIME[level]);
  res.set('cache-control', 'no-store').json({ standing: level });
}

async function logOut(res: Response, { access, onOwnerLeft }: AccessRoutes, everywhere: boolean): Promise<void> {
  const caller = callerIn(res);
  const out = await access.logOut(caller, everywhere);
  if (!out.ok) return refuseWith(res, out.why);
  if (caller.standing === 'owner') onOwnerLeft(caller);
  for (const kind of ['session', 'guest'] as const) setCookie(res, kind, '', 0);
  res.set('cache-control', 'no-store').json({});
}

/** The devices that are logged in; `mine` is the one that asks. */
function showSessions(res: Response, access: Access): void {
  const own = callerIn(res).session?.hash;
  const sessions = access.sessions.map((each) => {
    const { began, device, hash, level, used } = each;
    return { id: idOf(each), level, began, used, mine: hash === own, ...(device && { device }) };
  });
  res.set('cache-control', 'no-store').json({ sessions });
}

function showGuestLink(res: Response, { access, url }: AccessRoutes): void {
  const { guest } = access.kept;
  const { local, secure, host } = callerIn(res);
  const start = local || !isPlainHost(host) ? url() : `${secure ? 'https' : 'http'}://${host}`;
  const link = guest === undefined ? undefined : `${start}/g/${guest}`;
  res.set('cache-control', 'no-store').json(link === undefined ? {} : { link, qr: qrOf(link) });
}

function letGuestIn(req: Request, res: Response, access: Access): void {
  const token = String(req.params.token);
  if (!access.isGuestToken(token)) {
    refuse(res, 404, 'this guest link is no longer valid; ask for a new one');
    return;
  }
  showAsGuest(res, token, { stays: GUEST_STAYS, view: 'guest' });
}

/** The browser on the box's own screen, which begins here. */
function letScreenIn(req: Request, res: Response, access: Access): void {
  const token = String(req.params.token);
  if (!access.isScreenToken(token, callerIn(res))) {
    refuse(res, 404, "this is not the box's own screen");
    return;
  }
  showAsGuest(res, token, { stays: SCREEN_STAYS, view: 'kiosk' });
}

/** `stays`: milliseconds. Neither a cache nor the next page learns the address, which has the token in it. */
function showAsGuest(res: Response, token: string, { stays, view }: { readonly stays: number; readonly view: string }): void {
  setCookie(res, 'guest', token, stays);
  res.set({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' }).redirect(303, `/#/${view}`);
}

/** The token by which the caller is logged in, as the browser sent it. */
const tokenOf = (req: Request, { session, secure }: Caller): string =>
  tokensOf(req.headers.cookie, secure).session.find((token) => hashOfToken(token) === session?.hash) ?? '';

function setCookie(res: Response, kind: CookieKind, token: string, maxAge: number): void {
  const { secure } = callerIn(res);
  res.cookie(cookieName(kind, secure), token, { httpOnly: true, sameSite: 'strict', path: '/', secure, maxAge });
}
