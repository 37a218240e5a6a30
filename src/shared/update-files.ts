import { join } from 'node:path';

/** The file in which root tells the daemon and the doctor of the slots. Only on a box that was started from the image. */
export const KNOWN_SYSTEM = '/run/moodbox-update/system.json';

/** The files through which the daemon, who may install nothing, asks for updates. They belong to the daemon; root believes none of them. */
export type UpdateFiles = {
  readonly folder: string;
  /** The one file that is installed, and the one that it grows in while it arrives. */
  readonly bundle: string;
  readonly growing: string;
  /** What `update.url` offers. */
  readonly offer: string;
  /** What a stick has brought: the version and the size of `bundle`, if that came from one. */
  readonly brought: string;
  /** Why looking or fetching did not work last, in a sentence. */
  readonly trouble: string;
};

export function updateFiles(stateDir: string): UpdateFiles {
  const folder = join(stateDir, 'update');
  const named = (name: string): string => join(folder, name);
  return {
    folder,
    bundle: named('bundle.raucb'),
    growing: named('growing'),
    offer: named('offer.json'),
    brought: named('brought.json'),
    trouble: named('trouble'),
  };
}

/** Bytes. No update is larger. */
export const MOST_UPDATE = 1024 ** 3;
/** Bytes that stay free beside an update on the disk: the history goes on being written. */
export const LEFT_FREE = 64 * 1024 * 1024;
