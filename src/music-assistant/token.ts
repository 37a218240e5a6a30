import { statSync } from 'node:fs';
import { number, object } from 'valibot';
import type { Result } from '../domain/result.ts';
import { done, failed } from '../domain/result.ts';
import type { Moment } from '../domain/units.ts';
import { moment } from '../domain/units.ts';
import { jsonFitting } from '../shared/json.ts';
import { readSecret } from '../shared/named-file.ts';
import type { AssistantFault } from './fault.ts';

/** A token, and when it ends: as it says itself, or else a year after its file was written, which is what Music Assistant gives. */
export type Token = { readonly secret: string; readonly ends: Moment };

const DAY = 86_400_000;
const YEAR = 365 * DAY;
/** So many days before its end somebody is told to make a new one. */
const WARNED_BEFORE = 30;
const EXPIRY = object({ exp: number() });

/** What to do about a token that is about to end. */
export const RENEWAL = 'make a new one in the settings of Music Assistant, and put it into music_assistant.token_file';

/** Reads the file each time, so that a new token is taken without a restart. Undefined if no file is named. */
export function readToken(path: string): Result<Token | undefined, AssistantFault> {
  if (path === '') return done(undefined);
  try {
    const secret = readSecret(path, (sentence) => new Error(`music_assistant.token_file: ${sentence}`), 'token').trim();
    return done({ secret, ends: endIn(secret) ?? moment(statSync(path).mtimeMs + YEAR) });
  } catch (err) {
    return failed({ why: 'forbidden', detail: (err as Error).message });
  }
}

/** In how many days a token ends, if that is so soon that somebody has to see to it. */
export function daysLeft({ ends }: Token, now: Moment): number | undefined {
  const days = Math.max(0, Math.floor((ends - now) / DAY));
  return days < WARNED_BEFORE ? days : undefined;
}

/** `daysLeft` for the token in a file; undefined also if no file is named or it cannot be read. */
export function daysLeftIn(path: string, now: Moment): number | undefined {
  const token = readToken(path);
  return token.ok && token.value ? daysLeft(token.value, now) : undefined;
}

/** The end that stands in a token in JWT form, which need not be one. */
function endIn(secret: string): Moment | undefined {
  const [, payload, signature] = secret.split('.');
  if (payload === undefined || signature === undefined) return undefined;
  const exp = jsonFitting(EXPIRY, Buffer.from(payload, 'base64url').toString('utf8'))?.exp;
  return exp === undefined ? undefined : moment(exp * 1000);
}
