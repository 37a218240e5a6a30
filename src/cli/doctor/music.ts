import { access, constants } from 'node:fs/promises';
import type { Check, Finding } from './check.ts';
import { failing, fine, silentLog, warning } from './check.ts';
import { checkedMapping } from './mapping.ts';

/** The mapping from moods to music, and the library folder. */
export const music: Check = async ({ music: keys }, { signal }) => {
  const mapping = await checkedMapping(keys);
  if (!mapping.ok) return mapping.why;
  const { library, order, preset } = keys;
  const plan = `${preset}, from ${order.join(', ')}`;
  return library === '' ? fine(plan) : owned(library, plan, signal);
};

async function owned(library: string, plan: string, signal: AbortSignal): Promise<Finding> {
  try {
    await access(library, constants.R_OK | constants.X_OK);
  } catch (err) {
    const code = (err as NodeJS.ErrnoException).code;
    const finding = code === 'EACCES' ? `this user may not read ${library}` : `${library} is not there (${code})`;
    return failing(finding, 'set music.library to a folder that moodbox may read, such as /srv/music');
  }
  const { scan } = await import('../../music/library/scan.ts');
  let sounds = 0;
  for await (const { kind } of scan(library, silentLog)) {
    if (signal.aborted) break;
    if (kind === 'sound') sounds += 1;
  }
  if (sounds === 0)
    return warning(`there is no music in ${library}`, 'put music into it: a folder for each mood, or tagged files (docs/music.md)');
  return fine(`${plan}; ${signal.aborted ? 'more than ' : ''}${sounds} files in ${library}`);
}
