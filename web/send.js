const ANSWER_MS = 8000;
const SILENT = 'The box did not answer. Is it switched on, and is this device on the same network?';

/** Sends one command; resolves to a sentence about what went wrong, or to an empty string. */
export async function send(command) {
  return (await call('POST', 'api/commands', command)).problem;
}

/**
 * Asks the box. Resolves to `problem`, a sentence about what went wrong or an empty string; to the status, 0 without an answer; and to what
 * the box says, if it is JSON.
 */
export async function call(method, path, body) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), ANSWER_MS);
  try {
    const sent = body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const answer = await fetch(path, { method, ...sent, signal: stop.signal });
    const said = await answer.json().catch(() => ({}));
    return { problem: answer.ok ? '' : `The box refused: ${said.error || `status ${answer.status}`}.`, status: answer.status, body: said };
  } catch (_unreachable) {
    return { problem: SILENT, status: 0, body: {} };
  } finally {
    clearTimeout(timer);
  }
}
