import type { Result } from '../../domain/result.ts';
import { done, failed } from '../../domain/result.ts';
import type { WifiNetwork } from '../card/system/networks.ts';
import { networkOf } from '../card/system/networks.ts';
import type { SetupWord } from './setup-words.ts';

/** What somebody typed on the set-up page. `country`: two capital letters. */
export type TypedNetwork = { readonly network: WifiNetwork; readonly country?: string };

/** In bytes. The longest form that makes sense has 32 and 64 letters, each of them up to nine bytes long when it is sent. */
export const LONGEST_FORM = 1024;
const CONTROL = /\p{Cc}/u;

/** The network in a form that a browser sent (application/x-www-form-urlencoded), or the word for what is wrong with it. */
export function typedIn(body: string): Result<TypedNetwork, SetupWord> {
  const fields = new URLSearchParams(body);
  const [ssid, password, country] = ['ssid', 'password', 'country'].map((name) => fields.get(name) ?? '') as [string, string, string];
  if (ssid === '' || CONTROL.test(ssid) || Buffer.byteLength(ssid) > 32) return failed('bad_ssid');
  const network = networkOf({ ssid, password, hidden: fields.get('hidden') });
  if (typeof network === 'string' || network.isStored) return failed('bad_password');
  const code = country.trim().toUpperCase();
  if (code !== '' && !/^[A-Z]{2}$/.test(code)) return failed('bad_country');
  return done({ network, ...(code !== '' && { country: code }) });
}
