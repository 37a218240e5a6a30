import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { replaceText } from '../../shared/write-atomic.ts';
import { newToken, TOKEN } from './sessions.ts';
import { ACCESS_MODE } from './store.ts';

/** The file with the token by which the page knows the browser on the box's own screen: nobody has a keyboard there to type a PIN. */
export const screenFile = (stateDir: string): string => join(stateDir, 'screen-token');

/** Reads the token. Undefined if none has been made yet, or if this process may not read the file. */
export function screenToken(stateDir: string): string | undefined {
  try {
    const text = readFileSync(screenFile(stateDir), 'utf8').trim();
    return TOKEN.test(text) ? text : undefined;
  } catch {
    return undefined;
  }
}

/** Reads the token, and makes one the first time. Rejects with the file system's error. */
export async function keptScreenToken(stateDir: string): Promise<string> {
  const kept = screenToken(stateDir);
  if (kept !== undefined) return kept;
  const made = newToken();
  await replaceText(screenFile(stateDir), [`${made}\n`], ACCESS_MODE);
  return made;
}
