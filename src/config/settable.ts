import { isAbsolute, normalize } from 'node:path';
import type { Refusal } from '../domain/refusal.ts';
import { refusal } from '../domain/refusal.ts';
import { camerasIn } from './cameras.ts';
import type { KeyName } from './field.ts';
import type { Key } from './keys/key.ts';
import { SECTIONS, TOP_KEYS } from './keys.ts';
import type { CameraSource } from './schema.ts';

/** The key of a name; undefined if there is none. Those outside of every section have no dot. */
export function keyNamed(name: KeyName): Key | undefined {
  const [first = '', key] = name.split('.');
  const keys: Readonly<Record<string, Key>> =
    key === undefined ? TOP_KEYS : ((SECTIONS as Readonly<Record<string, Readonly<Record<string, Key>>>>)[first] ?? {});
  const word = key ?? first;
  return Object.hasOwn(SECTIONS, first) || key === undefined ? (Object.hasOwn(keys, word) ? keys[word] : undefined) : undefined;
}

/** Every key, in the order of the example file. */
export const KEY_NAMES: readonly KeyName[] = [
  ...Object.keys(TOP_KEYS),
  ...Object.entries(SECTIONS).flatMap(([section, keys]) => Object.keys(keys).map((key) => `${section}.${key}`)),
];

/**
 * Whether the page may set a key. Whoever has the owner's PIN must not gain more than the box's own settings: no key that names a
 * program, a file that moodbox obeys or a place to fetch a program from can be set there.
 */
export const isSettable = ({ names, fixed }: Key): boolean => names === undefined && fixed === undefined;

const PLACE = /^(auto|\d{1,3}|\/dev\/video\d{1,3}|\/dev\/v4l\/by-(id|path)\/[\w.:+@-]+|(https?|rtsps?):\/\/.+)$/i;
/** ALSA's own words can name files and even start programs (`file:`, `tee:`), so only its plain cards are taken. */
const ALSA_CARD = /^alsa\/(default|(sysdefault|plughw|hw|hdmi|front|iec958|dmix|surround\d\d)(:CARD=[\w-]{1,64}(,DEV=\d{1,3})?)?)$/;
const SOUND_SERVER = /^(pipewire|pulse|jack)(\/[\w.:@+-]{1,200})?$/;
const SNAPCAST = /^snapcast(:\/\/[\d.a-f:[\]]{2,60})?\/?$/i;
const DEVICE_WORDS = /^[\p{L}\p{N}][\p{L}\p{N} .,()+&_-]{0,100}$/u;

/** Music is only read, but nothing is read from where the kernel shows the inside of the machine. */
const INSIDE = /^\/(proc|sys|dev|etc)(\/|$)/;

/** A path that goes up, stays where it is or doubles a slash could spell one of these folders in another way. */
function isMusicFolder(path: string): boolean {
  const way = path.replace(/(?<=.)\/$/, '');
  return isAbsolute(way) && normalize(way) === way && way !== '/' && !INSIDE.test(way);
}

type Rule = (value: unknown) => 'setting_camera' | 'setting_output' | 'setting_library' | undefined;

/** What the page may not give to a key that it may set otherwise. */
const RULES: Readonly<Record<KeyName, Rule>> = {
  'camera.source': (value) => cameraRule([{ name: '', source: String(value) }]),
  'camera.sources': (value) => cameraRule(camerasOrNone(value)),
  'player.output': outputRule,
  'music.library': (value) => (value === '' || isMusicFolder(String(value)) ? undefined : 'setting_library'),
};

/** Why the page may not set this key to this value; undefined if it may. Others check the format. */
export function refusalFromPage(name: KeyName, value: unknown): Refusal | undefined {
  const key = keyNamed(name);
  const code = key && !isSettable(key) ? 'setting_fixed' : RULES[name]?.(value);
  return code && refusal(code, { key: name });
}

const cameraRule = (cameras: readonly CameraSource[]) =>
  cameras.every(({ source }) => PLACE.test(source.trim())) ? undefined : 'setting_camera';

function outputRule(value: unknown) {
  const output = String(value);
  const forms = [ALSA_CARD, SOUND_SERVER, SNAPCAST, DEVICE_WORDS];
  return forms.some((form) => form.test(output)) ? undefined : 'setting_output';
}

/** The cameras of a list; none if it cannot be parsed, which its format reports. */
function camerasOrNone(value: unknown): readonly CameraSource[] {
  try {
    return camerasIn(value);
  } catch {
    return [];
  }
}
