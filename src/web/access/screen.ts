import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { replaceText } from '../../shared/write-atomic.ts';
import { newToken, TOKEN } from './sessions.ts';
import { ACCESS_MODE } from './store.ts';

/** The file with the token by which the page knows the browser on the box's own screen: nobody has a keyboard there to type a PIN. */
export const screenFile = (stateDir: string): string => join(stateDir, 'screen-token');

/** The token; undefined while there is none, and for whoever may not read it. */
export function screenToken(stateDir: string): string | undefined {
  try {
    const text = readFileSync(screenFile(stateDir), 'utf8').trim();
    return TOKEN.test(text) ? text : undefined;
  } catch {
    return undefined;
  }
}

/** The token, which is made if there is none yet. Rejects with the file system's error. */
export async function keptScreenToken(stateDir: string): Promise<string> {
  const kept = screenToken(stateDir);
  if (kept !== undefined) return kept;
  const made = newToken();
  await replaceText(screenFile(stateDir), [`${made}\n`], ACCESS_MODE);
  return made;
}
