import { statSync } from 'node:fs';
import { FixableError } from '../shared/fixable-error.ts';
import { faultReason, isDamage } from './faults.ts';

/** A history that cannot be read or erased. The message is one line that says what to do. */
export class HistoryError extends FixableError {
  override readonly name = 'HistoryError';
}

/** Whether the file exists. Throws `HistoryError` if this user may not even look. */
export function isThere(file: string): boolean {
  return explainedHistory(file, () => statSync(file, { throwIfNoEntry: false })?.isFile() ?? false);
}

/** Runs `work`; turns what SQLite and the file system throw into a `HistoryError` with a sentence. Bugs are thrown on as they are. */
export function explainedHistory<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof TypeError || cause instanceof ReferenceError || cause instanceof HistoryError) throw cause;
    throw new HistoryError(`${file}: ${sentence(cause)}`, { cause });
  }
}

function sentence(err: unknown): string {
  if (isDamage(err)) return 'is damaged; moodbox sets it aside when it starts, and begins a new one';
  const { code } = err as { code?: string };
  if (code === 'EACCES' || code === 'SQLITE_CANTOPEN' || code === 'SQLITE_READONLY') {
    return "this user may not read it: run this as the user that runs moodbox, for instance 'sudo -u moodbox moodbox history'";
  }
  return faultReason(err);
}
