import { keepTrouble } from '../../appliance/update/offer.ts';
import { bring, newestOn } from '../../appliance/update/stick.ts';
import { knownSystem } from '../../shared/known-system.ts';
import { UsageError } from '../command.ts';
import { complained, said } from './offered.ts';
import type { UpdateAction } from './world.ts';

/** Takes the newest update from a stick, for the page to offer. Like `check`, this does not run as root. */
export const stick: UpdateAction = async (world, { file }) => {
  if (file === undefined) throw new UsageError('name the folder in which the stick is mounted');
  const { files, installer, io, places } = world;
  const found = await newestOn(file, installer, await knownSystem(places.known));
  if (!found.ok) return complained(world, found.why);
  if (!found.value) return said(world, 'no update on the stick that this box wants');
  const brought = await bring(found.value, files(), io.signal);
  if (!brought.ok) return complained(world, brought.why);
  await keepTrouble(files(), undefined);
  return said(world, `${found.value.version} is here, and can be installed`);
};
