import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { number, object, string } from 'valibot';
import type { BoxSystem } from '../../domain/update.ts';
import { jsonFitting } from '../../shared/json.ts';
import { knownSystem } from '../../shared/known-system.ts';
import { textOf } from '../../shared/text-file.ts';
import { KNOWN_SYSTEM, updateFiles } from '../../shared/update-files.ts';
import { writeWholeText } from '../../shared/write-atomic.ts';

/** What the daemon may ask of root: systemd watches a file for each (`moodbox-update-….path`). */
export type UpdateRequest = 'install' | 'fetch' | 'restart';

/** What is known of updates. `arrived`: bytes of a file that is on its way. `isHere`: one is complete. */
export type UpdatesKnown = {
  readonly system: BoxSystem;
  readonly offer?: { readonly version: string; readonly size: number };
  readonly arrived?: number;
  readonly isHere: boolean;
  /** What that one is, if a stick has brought it. */
  readonly brought?: { readonly version: string; readonly size: number };
  /** Why looking or fetching did not work last. */
  readonly trouble?: string;
};

/** The updates of a box that was started from the image. */
export interface BoxUpdates {
  /** Undefined on any other box. */
  known(): Promise<UpdatesKnown | undefined>;
  /** Rejects with the file system's error. */
  ask(what: UpdateRequest): Promise<void>;
}

const OFFER = object({ version: string(), size: number() });

/** `file`: where root tells of the slots. */
export function boxUpdates(stateDir: string, file = KNOWN_SYSTEM): BoxUpdates {
  const { brought, bundle, folder, growing, offer, trouble } = updateFiles(stateDir);
  const sizeOf = async (path: string): Promise<number | undefined> => (await stat(path).catch(() => undefined))?.size;
  return {
    known: async () => {
      const system = await knownSystem(file);
      if (!system) return undefined;
      const [offered, carried, why] = await Promise.all([textOf(offer), textOf(brought), textOf(trouble)]);
      const [arrived, here] = await Promise.all([sizeOf(growing), sizeOf(bundle)]);
      const [found, onStick] = [jsonFitting(OFFER, offered), jsonFitting(OFFER, carried)];
      return {
        ...{ system, isHere: here !== undefined },
        ...(found && { offer: found }),
        ...(onStick && onStick.size === here && { brought: onStick }),
        ...(arrived !== undefined && { arrived }),
        ...(why !== '' && { trouble: why.trim() }),
      };
    },
    ask: (what) => writeWholeText(join(folder, what), [`${new Date().toISOString()}\n`]),
  };
}
