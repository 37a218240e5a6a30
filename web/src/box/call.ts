import { wantLater } from '../later/want.ts';
import { words } from '../words/words.ts';
import type { RefusalBody } from './problem.ts';

const t = words('shell');

/** Milliseconds. */
const ANSWER_LIMIT = 8000;

/** What the box answered. `problem`: a sentence about what went wrong, or an empty string; then `body` is what was asked for. */
export type Called<T> = { readonly problem: string; readonly status: number; readonly body: T };

/**
 * Asks the box. Never rejects: without an answer `status` is 0, and `problem` says what to look at. After a problem `body` is an empty
 * object, so read it only if `problem` is empty.
 */
export async function call<T = Readonly<Record<string, unknown>>>(
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: unknown,
  limit = ANSWER_LIMIT,
): Promise<Called<T>> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), limit);
  try {
    const sent = body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const answer = await fetch(path, { method, ...sent, signal: stop.signal });
    const said = (await answer.json().catch(() => ({}))) as T & RefusalBody;
    return { problem: answer.ok ? '' : await problemOf(answer.status, said), status: answer.status, body: said };
  } catch (_unreachable) {
    return { problem: await problemOf(0, {}), status: 0, body: {} as T };
  } finally {
    clearTimeout(timer);
  }
}

/** The words for it are in the later half of the page. Without them there is what the box said, or that it is out of reach. */
const problemOf = (status: number, said: RefusalBody): Promise<string> =>
  wantLater().then(
    (half) => half.problemOf(status, said),
    () => said.error ?? t('lost'),
  );
