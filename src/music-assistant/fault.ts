import type { NotFound, RestReason } from '../domain/music.ts';

/**
 * Why Music Assistant did not do what it was asked. `foreign`: what answers is no Music Assistant. `unheard`: the player is not there.
 * `gone`: it has no such thing. `detail` is a clause for people; it never repeats what the server wrote.
 */
export type AssistantFault = {
  readonly why: Extract<RestReason, 'offline' | 'timeout' | 'forbidden' | 'foreign' | 'unheard'> | 'gone';
  readonly detail: string;
  /** The number of the error, where the server gave one. */
  readonly code?: number;
};

/** What the other sources know of such a fault. */
export const NOT_FOUND_AFTER: Readonly<Record<AssistantFault['why'], NotFound>> = {
  offline: 'offline',
  timeout: 'timeout',
  forbidden: 'blocked',
  foreign: 'broken',
  unheard: 'blocked',
  gone: 'no-match',
};

/** Errors of Music Assistant, by their number (music_assistant_models/errors.py). Any other: it has no such thing, or cannot play it. */
const ERRORS: Readonly<Record<number, AssistantFault>> = {
  10: { why: 'unheard', detail: 'its player is not there' },
  11: { why: 'unheard', detail: 'its player does not do what it is told' },
  12: { why: 'foreign', detail: 'it does not know a command that moodbox needs: it is too old, or too new' },
  17: { why: 'offline', detail: 'the service behind it does not answer just now' },
  18: { why: 'forbidden', detail: 'this account may not do that' },
  20: { why: 'forbidden', detail: 'it wants a token: name a file with one in music_assistant.token_file' },
  21: { why: 'forbidden', detail: 'it does not take the token: make a new one in its settings' },
  22: { why: 'forbidden', detail: 'the account of the token may not do that' },
  23: { why: 'forbidden', detail: 'the token has ended, or was withdrawn: make a new one in its settings' },
  24: { why: 'unheard', detail: 'somebody else uses what only one can use at a time' },
  25: { why: 'offline', detail: 'the service behind it has been asked too often' },
};

export const faultOfNumber = (code: number): AssistantFault => ({
  ...(ERRORS[code] ?? { why: 'gone', detail: `it answers with error ${code}` }),
  code,
});

/** What went wrong with a connection. Node's messages may repeat the address, so only their codes are told. */
export function faultOfConnection(err: unknown): AssistantFault {
  const { code = '', message = '' } = (err ?? {}) as NodeJS.ErrnoException;
  if (/CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS|ERR_SSL/.test(code))
    return {
      why: 'foreign',
      detail: `its certificate is not trusted (${code}): add that of its authority to this machine (update-ca-certificates)`,
    };
  if (/^Unexpected server response/.test(message))
    return {
      why: 'foreign',
      detail:
        'what answers speaks HTTP, and has no /ws: music_assistant.url is the address of its page, as in http://homeassistant.local:8095',
    };
  if (code.startsWith('HPE_') || code.startsWith('WS_ERR_'))
    return { why: 'foreign', detail: 'what answers does not speak as Music Assistant does' };
  if (/timed out/.test(message)) return NO_ANSWER;
  return { why: 'offline', detail: `it cannot be reached (${code || 'the connection broke off'})` };
}

export const NO_ANSWER: AssistantFault = { why: 'timeout', detail: 'it does not answer in time' };
export const LINE_BROKEN: AssistantFault = { why: 'offline', detail: 'the connection broke off' };
export const STRANGE: AssistantFault = { why: 'foreign', detail: 'what answers does not speak as Music Assistant does' };
