/** The program that reads tags in a process of its own, for `TagProcess`: a path comes in, an answer goes out, one at a time. */
import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../../shared/async/clock.ts';
import type { Tags } from './tag-port.ts';
import { NoSound, READ_LIMIT } from './tag-port.ts';
import { readTags } from './tags.ts';

/** `unreadable`: not now, which says nothing of the file; `code` is the system's word for it. */
export type TagAnswer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'tags'; readonly tags: Tags }
  | { readonly kind: 'no-sound'; readonly message: string }
  | { readonly kind: 'unreadable'; readonly message: string; readonly code?: string };

/** A disk that hangs does not let go of a file: the answer does not wait for that. */
const SETTLES_WITHIN = READ_LIMIT + 500;

const never = new AbortController().signal;

async function answerTo(path: string): Promise<TagAnswer> {
  const late = new AbortController();
  const tooLate = sleep(SETTLES_WITHIN, undefined, { signal: late.signal }).then(() => {
    throw new Error(`not read within ${READ_LIMIT} ms`);
  });
  tooLate.catch(() => undefined);
  try {
    return { kind: 'tags', tags: await Promise.race([readTags(path, systemClock, never), tooLate]) };
  } catch (err) {
    const { message, code } = err as NodeJS.ErrnoException;
    if (err instanceof NoSound) return { kind: 'no-sound', message };
    return { kind: 'unreadable', message, ...(code !== undefined && { code }) };
  } finally {
    late.abort();
  }
}

/** If the machine runs out of memory, this process ends and not the one that plays. */
function goFirst(): void {
  try {
    writeFileSync('/proc/self/oom_score_adj', '1000');
  } catch {
    // Not everywhere is there such a file. Its own limits hold all the same.
  }
}

const say = (answer: TagAnswer): void => void process.send?.(answer);

goFirst();
process.on('disconnect', () => process.exit());
process.on('message', (path: string) => void answerTo(path).then(say));
say({ kind: 'ready' });
