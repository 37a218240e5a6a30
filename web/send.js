const ANSWER_MS = 8000;

/** Sends one command; resolves to a sentence about what went wrong, or to an empty string. */
export async function send(command) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), ANSWER_MS);
  try {
    const answer = await fetch('api/commands', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(command),
      signal: stop.signal,
    });
    return answer.ok ? '' : await complaintOf(answer);
  } catch (_unreachable) {
    return 'The box did not answer. Is it switched on, and is this device on the same network?';
  } finally {
    clearTimeout(timer);
  }
}

async function complaintOf(answer) {
  const { error } = await answer.json().catch(() => ({}));
  return `The box refused: ${error || `status ${answer.status}`}.`;
}
