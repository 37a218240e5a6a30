import type { Result } from '../../domain/result.ts';
import { done, failed } from '../../domain/result.ts';

/** An audio device as mpv lists it: its own word for it, and what people read. */
export type AudioDevice = { readonly id: string; readonly name: string };

/** Sound servers first: where one runs, the card itself is in its hands. */
const DRIVERS = ['pipewire', 'pulse', 'alsa'];
/** ALSA has many ways to one card; these take any sound, the most obliging first. */
const WAYS = ['sysdefault', 'plughw', 'hdmi', 'front'];

/** What `mpv --audio-device=help` says. */
export const devicesIn = (text: string): readonly AudioDevice[] =>
  [...text.matchAll(/^\s+'([^']+)' \((.*)\)\s*$/gm)].map(([, id = '', name = '']) => ({ id, name }));

/** Whether an output is mpv's own word for a device, such as `auto` or `alsa/hdmi:CARD=vc4hdmi0,DEV=0`, and not a name that people read. */
export const isDeviceId = (output: string): boolean =>
  /^(auto|null|[a-z0-9_]+\/.+|alsa|pulse|pipewire|jack|sdl|oss|openal|sndio)$/.test(output);

/** The one device in whose name the words are, upper or lower case; or the names of those that it may be, none or several. */
export function deviceNamed(words: string, devices: readonly AudioDevice[]): Result<string, readonly string[]> {
  const real = devices.filter(({ id }) => id.includes('/'));
  const wanted = words.trim().toLowerCase();
  const fitting = real.filter(({ name }) => name.toLowerCase().includes(wanted));
  const driver = [...DRIVERS, ...fitting.map(driverOf)].find((each) => fitting.some((device) => driverOf(device) === each));
  const candidates = fitting.filter((device) => driverOf(device) === driver);
  const exact = candidates.filter(({ name }) => name.toLowerCase() === wanted);
  const rest = exact.length > 0 ? exact : candidates;
  if (new Set(rest.map(cardOf)).size === 1) return done(bestWay(rest));
  return failed([...new Set((fitting.length > 0 ? candidates : real).map(({ name }) => name))]);
}

/** What to do about words that fit no device, or several. */
export const adviceOn = (words: string, names: readonly string[]): string =>
  `player.output: '${words}' fits ${names.length > 1 ? 'none, or not one alone' : 'none'} of: ${names.join(' | ') || 'no device is there'}`;

const driverOf = ({ id }: AudioDevice): string => id.split('/')[0] ?? id;
const cardOf = ({ id }: AudioDevice): string => /CARD=([^,]+)/.exec(id)?.[1] ?? id;

function bestWay(ways: readonly AudioDevice[]): string {
  const found = WAYS.map((way) => ways.find(({ id }) => id.startsWith(`alsa/${way}:`))).find((each) => each !== undefined);
  return (found ?? ways[0])?.id ?? 'auto';
}
