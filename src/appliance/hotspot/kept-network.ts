import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { object, optional, picklist, string } from 'valibot';
import { jsonFitting } from '../../shared/json.ts';
import { textAt, writePlaced } from '../place.ts';
import type { Placed } from '../placed.ts';
import { placedCountry, placedNetwork } from '../placed.ts';
import type { TypedNetwork } from './form.ts';
import type { HotspotOutcome } from './run-hotspot.ts';

/** Where the data partition keeps what came of the hotspot, and that the box has had a network at some time. */
const [OUTCOME, WAS_ONLINE] = ['system/hotspot.json', 'system/was-online'];

/**
 * Writes the profile of a network that was typed, in the same way as one of the card, and its country. Resolves to what puts back what was
 * there before. Rejects with the file system's error.
 */
export async function keepTyped(data: string, { network, country }: TypedNetwork): Promise<() => Promise<void>> {
  const placed = [placedNetwork(network), ...(country === undefined ? [] : [placedCountry(country)])];
  const before = placed.map(({ path }) => textAt(join(data, path)));
  for (const each of placed) await writePlaced(data, each);
  return async () => {
    for (const [index, each] of placed.entries()) await putBack(data, each, before[index]);
  };
}

async function putBack(data: string, placed: Placed, before: string | undefined): Promise<void> {
  if (before === undefined) return rm(join(data, placed.path), { force: true });
  return writePlaced(data, { ...placed, text: before } as Placed);
}

const KEPT = object({ why: picklist(['connected', 'time', 'failed']), ssid: optional(string()) });

/** Keeps what came of the hotspot for the report on the card. Rejects with the file system's error. */
export function keepOutcome(data: string, { why, typed }: HotspotOutcome): Promise<void> {
  return writePlaced(data, { path: OUTCOME, text: JSON.stringify({ why, ssid: typed?.network.ssid }), mode: 0o600 });
}

/** What the report says of the last hotspot: a sentence, or none. */
export function hotspotNews(data: string): readonly string[] {
  const kept = jsonFitting(KEPT, textAt(join(data, OUTCOME)) ?? '');
  if (!kept) return [];
  const { ssid, why } = kept;
  if (why === 'failed') return ['The set-up hotspot could not be opened: the Wi-Fi of this machine cannot be one, or lacks its firmware.'];
  if (why === 'time') return ['The set-up hotspot was open, and the box got no network by it. Start the box again to open it once more.'];
  return ssid === undefined ? [] : [`Wi-Fi from the set-up page: ${ssid}`];
}

/** Whether the box has had a network at some time. */
export const wasOnline = (data: string): boolean => textAt(join(data, WAS_ONLINE)) !== undefined;

/** Keeps that it has one. Rejects with the file system's error. */
export async function keepOnline(data: string): Promise<void> {
  if (!wasOnline(data)) await writePlaced(data, { path: WAS_ONLINE, text: 'yes\n', mode: 0o644 });
}
