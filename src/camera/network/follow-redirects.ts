import { shownAddress } from '../../shared/address.ts';
import { CameraLost } from '../errors.ts';
import type { HttpAnswer } from './answer.ts';
import type { Login } from './login.ts';
import { basic, loginOf } from './login.ts';
import { networkLoss, SENTENCES } from './network-fault.ts';
import type { RequestOptions } from './request.ts';
import { request } from './request.ts';

const MOST_REDIRECTS = 5;
const REDIRECTS = [301, 302, 303, 307, 308];

/** Where the pictures are asked for now. `from`: the address that the user gave. */
type Place = { readonly url: URL; readonly from: URL; readonly login: Login | undefined; readonly redirects: number };

/**
 * The camera's answer at this address, after its redirects. The password goes only to the host and port that the user gave, or to the same host
 * over https. Throws `CameraLost` for every answer but 200, with what to do.
 */
export async function followRedirects(url: URL, options: Omit<RequestOptions, 'authorization'>): Promise<HttpAnswer> {
  let place: Place = { url, from: url, login: loginOf(url), redirects: 0 };
  for (;;) {
    const answer = await asked(place, options);
    if (answer.status === 200) return answer;
    answer.close();
    if (!REDIRECTS.includes(answer.status)) throw refusal(place, answer.status);
    place = redirected(place, answer.header('location')[0]);
  }
}

async function asked({ url, from, login }: Place, options: Omit<RequestOptions, 'authorization'>): Promise<HttpAnswer> {
  try {
    return await request(url, { ...options, authorization: login && basic(login) });
  } catch (cause) {
    throw networkLoss(shownAddress((url.host === from.host ? from : url).href), cause, 'does not answer');
  }
}

function redirected({ url, from, login, redirects }: Place, location: string | undefined): Place {
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
  return { url: next, from, login: loginOf(next) ?? (isSamePlace(url, next) ? login : undefined), redirects: redirects + 1 };
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

function refusal({ url, from, login }: Place, status: number): CameraLost {
  const name = shownAddress(from.href);
  if (status === 401 && login) return new CameraLost(`${name} ${SENTENCES['wrong-password']}`);
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
