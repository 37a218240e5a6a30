import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { installBundle } from '../../appliance/update/install.ts';
import { printable } from '../../domain/one-line.ts';
import { today } from '../../shared/async/clock.ts';
import { UsageError } from '../command.ts';
import type { UpdateAction } from './world.ts';

/** Installs the named file, or the one that came over the page, which is gone afterwards. */
export const install: UpdateAction = async ({ files, installer, io, places }, { asked, file }) => {
  if (asked === (file !== undefined)) throw new UsageError('name the file to install');
  const bundle = file === undefined ? files().bundle : resolve(file);
  const put = await installBundle(bundle, { places, installer, today });
  if (asked) await rm(bundle, { force: true });
  if (put.ok) io.out(printable(`${put.value} is installed, and starts next: moodbox update restart`));
  else io.err(printable(`moodbox update: ${put.why}`));
  return put.ok;
};
