import type { RefusalBody } from '../box/problem.ts';
import { refusedWords } from '../box/refused.ts';
import { nameIn } from './file-name.ts';

/** How a download went: a sentence about what went wrong, or an empty string. */
export type Saved = Promise<string>;

/** Fetches a file and has the browser save it. `silent`: what to say without an answer. Never rejects. */
export async function saveFile(path: string, silent: string): Saved {
  try {
    const answer = await fetch(path);
    if (!answer.ok) return await whyNot(answer, silent);
    offer(await answer.blob(), nameIn(answer.headers.get('content-disposition') ?? ''));
    return '';
  } catch (_unreachable) {
    return silent;
  }
}

async function whyNot(answer: Response, silent: string): Promise<string> {
  const { error, ...refused } = (await answer.json().catch(() => ({}))) as RefusalBody;
  return error === undefined ? silent : refusedWords({ sentence: error, ...refused });
}

/** Milliseconds. The browser has begun to save by then. */
const SAVED = 60_000;

function offer(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  document.body.appendChild(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), SAVED);
}
