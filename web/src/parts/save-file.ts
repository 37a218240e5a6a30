/** How a download went: a sentence about what went wrong, or an empty string. */
export type Saved = Promise<string>;

/** Names the file in a header `attachment; filename="…"`. */
export const nameIn = (disposition: string): string => /filename="?([\w.-]+)"?/.exec(disposition)?.[1] ?? 'moodbox';

/** Fetches a file and has the browser save it. `silent`: what to say without an answer. Never rejects. */
export async function saveFile(path: string, silent: string): Saved {
  try {
    const answer = await fetch(path);
    if (!answer.ok) return ((await answer.json().catch(() => ({}))) as { readonly error?: string }).error ?? silent;
    offer(await answer.blob(), nameIn(answer.headers.get('content-disposition') ?? ''));
    return '';
  } catch (_unreachable) {
    return silent;
  }
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
