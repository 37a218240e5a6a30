import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where `build-root` puts the roots with a real Home Assistant, one for each release. */
const ROOTS = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'moodbox', 'home-assistant');

/** One root that is ready: the name of its release, and its folder. */
export type HomeAssistantRoot = { readonly release: string; readonly folder: string };

/** The roots that are there; none on a machine where nobody has run `build-root`, or where the test could not enter them. */
export function rootsHere(): readonly HomeAssistantRoot[] {
  if (process.getuid?.() !== 0 || !existsSync(ROOTS)) return [];
  const all = readdirSync(ROOTS).map((release) => ({ release, folder: join(ROOTS, release) }));
  return all.filter(({ folder }) => existsSync(join(folder, 'ready')));
}

/** Whether that root has this release of Home Assistant, such as 2025.10.0, or a newer one. */
export const isAtLeast = ({ release }: HomeAssistantRoot, least: string): boolean =>
  release === 'newest' || numberOf(release) >= numberOf(least);

/** A year and a month as one number that grows. */
function numberOf(release: string): number {
  const [year = 0, month = 0] = release.split('.').map(Number);
  return year * 100 + month;
}
