import type { RestoreAnswer } from '../../../../src/web/api/box-shapes.ts';
import type { Called } from '../../box/call.ts';
import { call } from '../../box/call.ts';

/** Bytes of one piece, as the box takes them; and milliseconds until a piece is tried again that came too soon, and for the last one. */
const PIECE = 32_768;
const TOO_SOON = 2000;
const LIMIT = 25_000;
const MOST_TRIES = 10;

/** A file in pieces: where each begins, and its bytes in base64. */
export async function* piecesOf(file: Blob): AsyncGenerator<{ readonly at: number; readonly data: string }> {
  for (let at = 0; at < file.size; at += PIECE) yield { at, data: await base64Of(file.slice(at, at + PIECE)) };
}

/** By a reader, because `Blob.arrayBuffer` is too young for the browsers that the page supports. */
const base64Of = (blob: Blob): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });

/** Sends a backup piece by piece. `onShare`: how much of it has arrived, 0 to 1. The answer is that to the last piece. */
export async function sendBackup(file: Blob, onShare: (share: number) => void): Promise<Called<RestoreAnswer>> {
  let answer: Called<RestoreAnswer> | undefined;
  for await (const piece of piecesOf(file)) {
    answer = await sent({ of: file.size, ...piece });
    if (answer.problem !== '') return answer;
    onShare(answer.body.received / file.size);
  }
  return answer ?? call<RestoreAnswer>('POST', 'api/restore', { of: file.size });
}

async function sent(piece: object): Promise<Called<RestoreAnswer>> {
  for (let tries = 1; ; tries += 1) {
    const answer = await call<RestoreAnswer>('POST', 'api/restore', piece, LIMIT);
    if (answer.status !== 429 || tries === MOST_TRIES) return answer;
    await new Promise((resolve) => setTimeout(resolve, TOO_SOON));
  }
}
