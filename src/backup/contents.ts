import { join } from 'node:path';
import { BEFORE_RESTORE } from '../history/faults.ts';

/** What a backup says of itself. */
export const ABOUT = 'about.json';
/** The settings, without secrets: to be read by people, and not restored by itself. */
export const SETTINGS = 'settings.yaml';
export const HISTORY = 'history.db';
export const SWITCHES_FILE = 'switches.json';

/** The small files of the state folder that a backup holds. Neither PINs and sessions (`access.json`) nor what the box can find again. */
export const STATE_FILES = [SWITCHES_FILE, 'plan.json', 'zones.json', 'words.json', 'bias.json'] as const;

const KILOBYTE = 1024;
/** Everything that may be in a backup, with its most bytes. */
export const SIZES: Readonly<Record<string, number>> = {
  [ABOUT]: 4 * KILOBYTE,
  [SETTINGS]: 256 * KILOBYTE,
  [HISTORY]: 32 * KILOBYTE * KILOBYTE,
  ...Object.fromEntries(STATE_FILES.map((name) => [name, 512 * KILOBYTE])),
};

/** The most bytes of an archive, compressed and not. */
export const MOST = { packed: 4 * KILOBYTE * KILOBYTE, unpacked: 36 * KILOBYTE * KILOBYTE };

/** Where a restored state waits in the state folder for the next start, complete or not yet. */
export const readyFolder = (stateDir: string): string => join(stateDir, 'restore-ready');
export const draftFolder = (stateDir: string): string => join(stateDir, 'restore-draft');
/** Where the state before the last restore is kept. */
export const beforeFolder = (stateDir: string): string => join(stateDir, BEFORE_RESTORE);
