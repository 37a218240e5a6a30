import type { OfferParts } from '../../appliance/update/offer.ts';
import { fetchOffer, isOfUse, keepOffer, keepTrouble, offerAt } from '../../appliance/update/offer.ts';
import { printable } from '../../domain/one-line.ts';
import { knownSystem } from '../../shared/known-system.ts';
import type { SystemWorld, UpdateAction } from './world.ts';

const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };

/** Looks for a newer image at `update.url`, and keeps what it finds for the page. */
export const check: UpdateAction = async (world) => {
  // This does not run as root: what is known of the slots is what root has told.
  const found = await offered(world);
  if (found === undefined) return said(world, 'nothing to do: update.url is empty');
  if (!found.ok) return complained(world, found.why);
  const offer = isOfUse(found.value, await knownSystem(world.places.known)) ? found.value : undefined;
  await keepOffer(world.files(), offer);
  await keepTrouble(world.files(), undefined);
  return said(world, offer ? `${offer.version} is newer, and can be installed` : `nothing newer: ${found.value.version}`);
};

/** Fetches what `update.url` offers, to be installed. */
export const fetchWanted: UpdateAction = async (world) => {
  const found = await offered(world);
  if (!found?.ok) return complained(world, found?.why ?? 'update.url is empty');
  const fetched = await fetchOffer(found.value, partsOf(world));
  if (!fetched.ok) return complained(world, fetched.why);
  await keepTrouble(world.files(), undefined);
  return said(world, `${found.value.version} is here`);
};

const partsOf = ({ config, files, io }: SystemWorld): OfferParts => ({
  url: config().update.url,
  architecture: ARCHITECTURES[process.arch] ?? process.arch,
  files: files(),
  signal: io.signal,
});

const offered = (world: SystemWorld) => (world.config().update.url === '' ? undefined : offerAt(partsOf(world)));

export function said({ io }: SystemWorld, line: string): true {
  io.out(printable(line));
  return true;
}

/** The page tells it as well. */
export async function complained({ files, io }: SystemWorld, line: string): Promise<false> {
  io.err(printable(`moodbox update: ${line}`));
  await keepTrouble(files(), line);
  return false;
}
