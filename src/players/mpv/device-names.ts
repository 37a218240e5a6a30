import type { Result } from '../../domain/result.ts';
import { done, failed } from '../../domain/result.ts';

/** An audio device as mpv lists it: `id` is mpv's own word for it, and `name` is for people. */
export type AudioDevice = { readonly id: string; readonly name: string };

/** Sound servers come first: while one runs, it holds the card itself. */
const DRIVERS = ['pipewire', 'pulse', 'alsa'];
/** ALSA offers several ways to one card; these accept any sound format, the most tolerant first. */
const WAYS = ['sysdefault', 'plughw', 'hdmi', 'front'];

/** The devices in the output of `mpv --audio-device=help`. */
export const devicesIn = (text: string): readonly AudioDevice[] =>
  [...text.matchAll(/^\s+'([^']+)' \((.*)\)\s*$/gm)].map(([, id = '', name = '']) => ({ id, name }));

/** Whether an output is mpv's own word for a device, such as `auto` or `alsa/hdmi:CARD=vc4hdmi0,DEV=0`, and not a name for people. */
export const isDeviceId = (output: string): boolean =>
  /^(auto|null|[a-z0-9_]+\/.+|alsa|pulse|pipewire|jack|sdl|oss|openal|sndio)$/.test(output);

/**
 * The id of the one device whose name contains the words, upper or lower case. Fails with the names to choose from if none or several
 * match.
 */
export function deviceNamed(words: string, devices: readonly AudioDevice[]): Result<string, readonly string[]> {
  const real = devices.filter(({ id }) => id.includes('/'));
  const wanted = words.trim().toLowerCase();
  const matching = real.filter(({ name }) => name.toLowerCase().includes(wanted));
  const driver = [...DRIVERS, ...matching.map(driverOf)].find((each) => matching.some((device) => driverOf(device) === each));
  const candidates = matching.filter((device) => driverOf(device) === driver);
  const exact = candidates.filter(({ name }) => name.toLowerCase() === wanted);
  const rest = exact.length > 0 ? exact : candidates;
  if (new Set(rest.map(cardOf)).size === 1) return done(bestWay(rest));
  return failed([...new Set((matching.length > 0 ? candidates : real).map(({ name }) => name))]);
}

/** ALSA lists a dozen ways to one card: the most tolerant stands for all. Where a sound server holds the cards, its own outputs count. */
export function oneForEachCard(devices: readonly AudioDevice[]): readonly AudioDevice[] {
  const real = devices.filter(({ id }) => (driverOf({ id, name: '' }) === 'alsa' ? id.includes('CARD=') : id.includes('/')));
  const driver = DRIVERS.find((each) => real.some((device) => driverOf(device) === each));
  const ways = real.filter((device) => driver === undefined || driverOf(device) === driver);
  return [...new Set(ways.map(cardOf))].map((card) => {
    const own = ways.filter((device) => cardOf(device) === card);
    return { id: bestWay(own), name: plainName(own[0]?.name ?? card) };
  });
}

/** `HDA Intel PCH, ALC256 Analog/Front output` is one of the ways to a card; people know the card. */
const plainName = (name: string): string => name.split('/')[0] ?? name;

/** Advice for words that match no device, or several. */
export const adviceOn = (words: string, names: readonly string[]): string =>
  `player.output: '${words}' fits ${names.length > 1 ? 'none, or not one alone' : 'none'} of: ${names.join(' | ') || 'no device is there'}`;

const driverOf = ({ id }: AudioDevice): string => id.split('/')[0] ?? id;
const cardOf = ({ id }: AudioDevice): string => /CARD=([^,]+)/.exec(id)?.[1] ?? id;

function bestWay(ways: readonly AudioDevice[]): string {
  const found = WAYS.map((way) => ways.find(({ id }) => id.startsWith(`alsa/${way}:`))).find((each) => each !== undefined);
  return (found ?? ways[0])?.id ?? 'auto';
}
