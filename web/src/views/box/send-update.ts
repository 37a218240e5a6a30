import type { ReceivedAnswer } from '../../../../src/web/api/update-shapes.ts';
import type { RefusalBody } from '../../box/problem.ts';
import { problemOf } from '../../box/problem.ts';

/** Bytes of one piece, as the box takes them; milliseconds until a piece is tried again that came too soon or got lost, and for each. */
const PIECE = 524_288;
const AGAIN = 3000;
const LIMIT = 20_000;
const MOST_TRIES = 10;

type Sent = { readonly problem: string; readonly isWorthAnother: boolean };

/** Sends an update piece by piece. `onShare`: how much has arrived, 0 to 1. Resolves to a problem in a sentence, or an empty string. */
export async function sendUpdate(file: Blob, onShare: (share: number) => void): Promise<string> {
  for (let at = 0; at < file.size; at += PIECE) {
    const { problem } = await sentSurely(file.slice(at, at + PIECE), `of=${file.size}&at=${at}`);
    if (problem !== '') return problem;
    onShare(Math.min(1, (at + PIECE) / file.size));
  }
  return '';
}

async function sentSurely(piece: Blob, where: string): Promise<Sent> {
  for (let tries = 1; ; tries += 1) {
    const sent = await send(piece, where);
    if (!sent.isWorthAnother || tries === MOST_TRIES) return sent;
    await new Promise((resolve) => setTimeout(resolve, AGAIN));
  }
}

async function send(piece: Blob, where: string): Promise<Sent> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), LIMIT);
  const headers = { 'content-type': 'application/octet-stream' };
  try {
    const answer = await fetch(`api/update/piece?${where}`, { method: 'PUT', headers, body: piece, signal: stop.signal });
    const said = (await answer.json().catch(() => ({}))) as Partial<ReceivedAnswer> & RefusalBody;
    const problem = answer.ok ? '' : await problemOf(answer.status, said);
    return { problem, isWorthAnother: answer.status === 429 };
  } catch (_unreachable) {
    return { problem: await problemOf(0, {}), isWorthAnother: true };
  } finally {
    clearTimeout(timer);
  }
}
