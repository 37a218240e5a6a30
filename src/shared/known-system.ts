import type { BoxSystem } from '../domain/update.ts';
import { BOX_SYSTEM } from './box-system.ts';
import { jsonFitting } from './json.ts';
import { textOf } from './text-file.ts';

/** What root has told of the slots; undefined on a box that was not started from the image. */
export async function knownSystem(file: string): Promise<BoxSystem | undefined> {
  return jsonFitting(BOX_SYSTEM, await textOf(file)) as BoxSystem | undefined; // JSON has no `undefined`: what is absent is absent
}
