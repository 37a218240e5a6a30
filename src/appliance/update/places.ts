import { join } from 'node:path';
import { KNOWN_SYSTEM } from '../../shared/update-files.ts';

/** Where the parts of an update are on a box from the image. Tests put another folder in the place of `/`. */
export type UpdatePlaces = {
  /** RAUC's own configuration: only the image has it. */
  readonly rauc: string;
  /** The certificates of those who may make updates. Without this file the image takes none. */
  readonly keyring: string;
  readonly entries: string;
  /** What root keeps of installations and tries. */
  readonly data: string;
  /** What the daemon and the doctor may read, and what was not well in a first start. */
  readonly known: string;
  readonly why: string;
  /** What the hook in a bundle could not copy. */
  readonly hookSaid: string;
};

export const updatePlaces = (root = '/'): UpdatePlaces => ({
  rauc: join(root, 'etc/rauc/system.conf'),
  keyring: join(root, 'etc/rauc/keyring.pem'),
  entries: join(root, 'efi/loader/entries'),
  data: join(root, 'data/update'),
  known: join(root, KNOWN_SYSTEM),
  why: join(root, 'run/moodbox-update/why'),
  hookSaid: join(root, 'run/moodbox-update/hook'),
});
