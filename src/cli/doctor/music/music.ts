import { access, constants } from 'node:fs/promises';
import type { Mapping } from '../../../music/choose/mapping.ts';
import type { Check, Finding } from '../check.ts';
import { failing, fine, warning } from '../check.ts';
import { checkedMapping } from './mapping.ts';

/** The mapping from moods to music, and the library folder. */
export const music: Check = async ({ music: keys }, { signal }) => {
  const mapping = await checkedMapping(keys);
  if (!mapping.ok) return mapping.why;
  const { library, order, preset } = keys;
  const plan = `${preset}, from ${order.join(', ')}`;
  return library === '' ? fine(plan) : owned(library, plan, mapping.value, signal);
};

async function owned(library: string, plan: string, mapping: Mapping, signal: AbortSignal): Promise<Finding> {
  try {
    await access(library, constants.R_OK | constants.X_OK);
  } catch (err) {
    const code = (err as NodeJS.ErrnoException).code;
    const finding = code === 'EACCES' ? `this user may not read ${library}` : `${library} is not there (${code})`;
    return failing(finding, 'set music.library to a folder that moodbox may read, such as /srv/music');
  }
  const { examineLibrary } = await import('./library.ts');
  const { sounds, notes, isWhole } = await examineLibrary(library, mapping, signal);
  if (sounds === 0 && notes.length === 0)
    return warning(`there is no music in ${library}`, 'put music into it: a folder for each mood, or tagged files (docs/music.md)');
  const counted = `${plan}; ${isWhole ? '' : 'more than '}${sounds} ${sounds === 1 ? 'file' : 'files'} in ${library}`;
  const finding = [counted, ...notes.map((note) => note.finding)].join('; ');
  const advice = [...new Set(notes.flatMap((note) => note.advice ?? []))].join('; ');
  return advice === '' ? fine(finding) : warning(finding, advice);
}
