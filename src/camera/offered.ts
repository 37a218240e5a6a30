import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { namesIn } from '../shared/names-in.ts';
import { listCameras } from './devices.ts';

/** A camera that can be chosen: `id` is what `camera.source` takes, and `name` is for people. */
export type OfferedCamera = { readonly id: string; readonly name: string };

const BY_ID = 'dev/v4l/by-id';

/**
 * The cameras that are connected, the likeliest first, each by the name that it keeps when it is plugged in elsewhere, if it has one. Tests
 * use a `root` other than `/`.
 */
export function offeredCameras(root = '/'): readonly OfferedCamera[] {
  const lasting = lastingNames(root);
  return listCameras(root).map(({ path, name }) => ({ id: lasting.get(path) ?? `/${path.slice(root.length).replace(/^\//, '')}`, name }));
}

/** The links of udev by the device that they lead to. */
function lastingNames(root: string): ReadonlyMap<string, string> {
  const folder = join(root, BY_ID);
  return new Map(linksIn(folder).flatMap((link) => targetOf(join(folder, link)).map((device) => [device, `/${BY_ID}/${link}`] as const)));
}

/** None on a machine without udev, or without a USB camera. */
const linksIn = (folder: string): readonly string[] => namesIn(folder).toSorted();

function targetOf(link: string): readonly string[] {
  try {
    return [realpathSync(link)];
  } catch {
    return []; // Its camera was unplugged at this very moment.
  }
}
