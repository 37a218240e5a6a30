import { oneLine } from './one-line.ts';
import type { Result } from './result.ts';
import { done, failed } from './result.ts';
import type { Percent } from './units.ts';
import { percent } from './units.ts';

/** An http or https address of something to hear, and what to call it. The address may hold a password: it is never shown. */
export type SoundAddress = { readonly url: string; readonly title: string };

/**
 * A message to be spoken over the music. `volume`: on the scale of the box's own volume; absent: as loud as the music. `duck`: by how many
 * percent the volume of the music is lowered meanwhile; absent: as configured.
 */
export type Announcement = SoundAddress & { readonly volume?: Percent; readonly duck?: Percent };

/** The longest address that is taken, in characters. */
const LONGEST = 1500;

/** Checks an address from the outside world. Without a title it is called by its host. The failure completes "announce needs …". */
export function soundAddressIn(input: object): Result<SoundAddress, string> {
  const { url, title } = input as Readonly<Record<string, unknown>>;
  const address = typeof url === 'string' && URL.canParse(url) ? new URL(url) : undefined;
  if (!address || !/^https?:$/.test(address.protocol)) return failed('"url": an address that begins with http:// or https://');
  if (address.href.length > LONGEST) return failed(`"url": an address of at most ${LONGEST} characters`);
  if (isGiven(title) && typeof title !== 'string') return failed('"title": a text, or none');
  return done({ url: address.href, title: (isGiven(title) && oneLine(title)) || address.hostname });
}

/** Checks an announcement from the outside world; its levels are limited to their range. */
export function announcementIn(input: object): Result<Announcement, string> {
  const address = soundAddressIn(input);
  if (!address.ok) return address;
  const { volume, duck } = input as Readonly<Record<string, unknown>>;
  if (!isLevel(volume)) return failed('"volume": a number from 0 to 100, or none');
  if (!isLevel(duck)) return failed('"duck": a number from 0 to 100, or none');
  const levels = { ...(isGiven(volume) && { volume: percent(volume) }), ...(isGiven(duck) && { duck: percent(duck) }) };
  return done({ ...address.value, ...levels });
}

const isGiven = <T>(value: T): value is NonNullable<T> => value !== undefined && value !== null;
const isLevel = (value: unknown): value is number | null | undefined => !isGiven(value) || Number.isFinite(value);
