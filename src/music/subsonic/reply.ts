import { array, boolean, fallback, number, object, optional, string, unknown } from 'valibot';
import type { Result } from '../../domain/result.ts';
import { done, failed } from '../../domain/result.ts';
import { fitting, jsonObject } from '../../shared/json.ts';
import type { ServerFault } from './fault.ts';
import { faultOfCode } from './fault.ts';

/** What a server answered: the inside of `subsonic-response`. Servers leave out whole arrays where they are empty. */
export type Reply = Readonly<Record<string, unknown>>;

const ENVELOPE = object({ 'subsonic-response': jsonObject });
const FAILURE = object({ code: fallback(number(), 0) });

/**
 * Reads an answer. Only its `status` counts: errors come with HTTP 200, and what knows nothing of the protocol answers in HTML, or in JSON
 * of its own. Undefined if this is no answer of a music server at all.
 */
export function replyIn(text: string): Result<Reply, ServerFault> | undefined {
  const reply = fitting(ENVELOPE, parsed(text))?.['subsonic-response'];
  if (reply?.status === 'ok') return done(reply);
  if (reply?.status !== 'failed') return undefined;
  return failed(faultOfCode(fitting(FAILURE, reply.error)?.code ?? 0));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Which program answers, as far as it says so: `navidrome 0.58.0`. */
export function serverName(reply: Reply): string {
  const { serverVersion, type, version } = reply;
  const known = [type, serverVersion].filter((part) => typeof part === 'string' && /^[\w. ()+-]{1,60}$/.test(part));
  if (known.length > 0) return known.join(' ');
  return typeof version === 'string' && /^[\d.]{1,12}$/.test(version) ? `a server of protocol ${version}` : 'a server';
}

/** The list at `reply[outer][inner]`; empty where the server left any of it out. A single entry in place of a list counts as a list. */
export function listIn(reply: Reply, outer: string, inner: string): readonly unknown[] {
  const inside = fitting(jsonObject, reply[outer])?.[inner];
  if (Array.isArray(inside)) return inside;
  return inside === undefined || inside === null ? [] : [inside];
}

const PLAYLIST = object({
  id: optional(unknown()),
  name: string(),
  changed: fallback(optional(string()), undefined),
  songCount: fallback(optional(number()), undefined),
});
const GENRE = object({ value: string() });

/** A playlist by its name. `mark` changes when its content does, as far as the server says so. How many songs it has is never trusted. */
export type ListedPlaylist = { readonly id: string; readonly name: string; readonly mark: string };

export const playlistsIn = (reply: Reply): readonly ListedPlaylist[] =>
  listIn(reply, 'playlists', 'playlist').flatMap((each) => {
    const found = fitting(PLAYLIST, each);
    const id = found && idIn(found.id);
    return found && id !== undefined ? [{ id, name: found.name, mark: `${found.changed ?? ''}/${found.songCount ?? ''}` }] : [];
  });

/** The genres as the server spells them. */
export const genresIn = (reply: Reply): readonly string[] =>
  listIn(reply, 'genres', 'genre').flatMap((each) => fitting(GENRE, each)?.value ?? []);

/** Ids are texts; some servers send numbers. */
export function idIn(value: unknown): string | undefined {
  const id = typeof value === 'number' ? String(value) : value;
  return typeof id === 'string' && id !== '' && id.length <= 200 ? id : undefined;
}

const SCAN = object({
  scanning: fallback(boolean(), false),
  lastScan: fallback(optional(string()), undefined),
  count: optional(unknown()),
});
const INDEXES = object({ lastModified: optional(unknown()) });

/** What changes when the server's library does: by `getScanStatus`; undefined if the server does not tell when it last looked. */
export function scanMark(reply: Reply): string | undefined {
  const scan = fitting(SCAN, reply.scanStatus);
  return scan?.lastScan === undefined ? undefined : `scan ${scan.lastScan} ${String(scan.count)}`;
}

/** The same by `getIndexes`. */
export function indexMark(reply: Reply): string | undefined {
  const modified = fitting(INDEXES, reply.indexes)?.lastModified;
  return typeof modified === 'number' || typeof modified === 'string' ? `index ${modified}` : undefined;
}

/** A list of what fits; what does not is left out. */
export const LOOSE = fallback(array(unknown()), []);
