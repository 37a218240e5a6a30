import type { Ms } from '../domain/units.ts';
import type { Clock } from '../shared/clock.ts';

/** Waits for `work`, but no longer than `limit` and not past an abort: true when it is done. Rejects with what `work` rejects. */
export async function within(limit: Ms, work: Promise<unknown>, clock: Clock, signal?: AbortSignal): Promise<boolean> {
  const over = new AbortController();
  const cut = (): void => over.abort();
  signal?.addEventListener('abort', cut);
  if (signal?.aborted) cut();
  const late = clock.sleep(limit, over.signal).then(
    () => false,
    () => false,
  );
  try {
    return await Promise.race([work.then(() => true), late]);
  } finally {
    signal?.removeEventListener('abort', cut);
    cut();
  }
}
