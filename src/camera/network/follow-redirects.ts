import { shownAddress } from '../../shared/address.ts';
import { CameraLost } from '../errors.ts';
import type { HttpAnswer } from './answer.ts';
import { cookiesAfter } from './cookies.ts';
import type { Signer } from './login.ts';
import { loginOf, signerFor } from './login.ts';
import type { Refine } from './network-fault.ts';
import { networkLoss, SENTENCES } from './network-fault.ts';
import type { RequestOptions } from './request.ts';
import { pathOf, request } from './request.ts';

const MOST_REDIRECTS = 5;
/** Signed anew so often, a login is wrong whatever the camera says. */
const MOST_TRIES = 3;
const REDIRECTS = [301, 302, 303, 307, 308];

/** Where the pictures are asked for now. `from`: the address that the user gave, and `given` signs for it. */
type Place = {
  readonly url: URL;
  readonly from: URL;
  readonly given: Signer | undefined;
  readonly signer: Signer | undefined;
  readonly cookie?: string | undefined;
  readonly redirects: number;
  readonly tries: number;
};

type Options = Omit<RequestOptions, 'authorization' | 'cookie'> & { readonly refine: Refine };

/**
 * The camera's answer at this address, after its redirects. The password goes only to the host and port that the user gave, or to the same
 * host over https; `signer` signs with it. Cookies that redirects set go back to the same host and port. Throws `CameraLost` for every
 * answer without a body that may hold pictures, with what to do.
 */
export async function followRedirects(url: URL, signer: Signer | undefined, options: Options): Promise<HttpAnswer> {
  let place: Place = { url, from: url, given: signer, signer, redirects: 0, tries: 0 };
  for (;;) {
    const answer = await asked(place, options);
    if (hasBody(answer.status)) return answer;
    answer.close();
    place = nextPlace(place, answer);
  }
}

/** Any success but the two that say that nothing follows (RFC 9110 §15.3). */
const hasBody = (status: number): boolean => status >= 200 && status < 300 && status !== 204 && status !== 205;

/** Where to ask next, after an answer that has no pictures. Throws `CameraLost` if there is nowhere. */
function nextPlace(place: Place, { status, header }: HttpAnswer): Place {
  if (REDIRECTS.includes(status)) return redirected(place, header);
  const verdict = status === 401 && place.tries < MOST_TRIES ? place.signer?.heed(header('www-authenticate')) : undefined;
  if (verdict === 'again') return { ...place, tries: place.tries + 1 };
  const why =
    typeof verdict === 'object'
      ? `wants a sign-in that moodbox does not speak (${verdict.unknown}): choose Digest or Basic in its settings`
      : undefined;
  throw refusal(place, status, why);
}

async function asked({ url, from, signer, cookie }: Place, { refine, ...options }: Options): Promise<HttpAnswer> {
  try {
    return await request(url, { ...options, authorization: signer?.sign(pathOf(url)), cookie });
  } catch (cause) {
    throw networkLoss(shownAddress((url.host === from.host ? from : url).href), cause, 'does not answer', refine);
  }
}

function redirected(place: Place, header: HttpAnswer['header']): Place {
  const { url, from, given, redirects } = place;
  const next = targetOf(place, header('location')[0]);
  const own = loginOf(next);
  const signer = isSamePlace(url, next) ? place.signer : isSamePlace(from, next) ? given : undefined;
  const cookie = next.host === url.host ? cookiesAfter(place.cookie, header('set-cookie')) : undefined;
  return { url: next, from, given, signer: own ? signerFor(own) : signer, cookie, redirects: redirects + 1, tries: 0 };
}

/** Where a redirect leads. Throws `CameraLost` if nobody should go there. */
function targetOf({ url, from, redirects }: Place, location: string | undefined): URL {
  const name = shownAddress(from.href);
  if (!location || !URL.canParse(location, url.href))
    throw new CameraLost(`${name} redirects to nowhere: look up the camera's MJPEG address`);
  if (redirects === MOST_REDIRECTS) throw new CameraLost(`${name} redirects again and again: look up the camera's MJPEG address`);
  const next = new URL(location, url);
  const target = shownAddress(next.href);
  if (next.protocol !== 'http:' && next.protocol !== 'https:') {
    throw new CameraLost(`${name} redirects to ${target}: write that address into camera.source if it is the camera's`);
  }
  if (url.protocol === 'https:' && next.protocol === 'http:') {
    throw new CameraLost(`${name} redirects to ${target}, which is not encrypted: write http:// if that is what you want`);
  }
  return next;
}

const isSamePlace = (url: URL, next: URL): boolean =>
  next.host === url.host || (next.hostname === url.hostname && url.protocol === 'http:' && next.protocol === 'https:');

/** Answers that say what is wrong. */
const STATUSES: Readonly<Record<number, string>> = {
  403: SENTENCES.forbidden,
  404: SENTENCES['no-stream'],
  410: SENTENCES['no-stream'],
  429: SENTENCES.busy,
  503: SENTENCES.busy,
};

function refusal({ url, from, signer }: Place, status: number, why: string | undefined): CameraLost {
  const name = shownAddress(from.href);
  if (why !== undefined) return new CameraLost(`${name} ${why}`);
  if (status === 401 && signer) return new CameraLost(`${name} ${SENTENCES['wrong-password']}`);
  if (status === 401 && loginOf(from)) {
    const advice = `write that address, with user and password, into camera.source if it is the camera's`;
    return new CameraLost(
      `${name} redirects to ${shownAddress(url.href)}, which wants a password and was not given the one for ${name}: ${advice}`,
    );
  }
  if (status === 401) return new CameraLost(`${name} ${SENTENCES.unauthorised}`);
  const known = STATUSES[status] ?? (status >= 500 ? 'has a fault of its own: restart the camera' : undefined);
  return new CameraLost(`${name} ${known ? `${known} (it answers ${status})` : `answers ${status}: check the address`}`);
}
