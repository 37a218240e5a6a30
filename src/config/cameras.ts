import { addressProblem } from './addresses.ts';
import type { CameraConfig, CameraSource } from './schema.ts';

/** The most cameras of a box. Node's thread pool (set in bin/moodbox) is large enough if this many hang at once. */
export const MOST_CAMERAS = 6;
const NAME = /^[a-zA-Z0-9_-]{1,32}$/;
const HOW = "such as '- front: /dev/v4l/by-id/…'";

/** A parsed entry of `camera.sources`: a camera, or what is wrong with it. */
type Entry = { readonly camera: CameraSource } | { readonly problem: string };

/**
 * Parses `camera.sources`: a list of `{ name, source }`, of `{ front: source }` or of plain sources, or one text with commas
 * (`front=/dev/video0,back=rtsp://…`). Throws one error with everything that is wrong. The error never contains a source, which may
 * include a password.
 */
export function camerasIn(value: unknown): readonly CameraSource[] {
  if (typeof value !== 'string' && !Array.isArray(value)) throw new Error(`must be a list with a line for each camera, ${HOW}`);
  const written: readonly unknown[] = typeof value === 'string' ? partsOf(value) : value;
  const entries = written.map(entryOf);
  const cameras = entries.flatMap((entry) => ('camera' in entry ? [entry.camera] : []));
  const problems = [...entries.flatMap((entry) => ('problem' in entry ? [entry.problem] : [])), ...clashes(cameras)];
  if (cameras.length > MOST_CAMERAS) problems.push(`has ${cameras.length} cameras, ${MOST_CAMERAS} at most`);
  if (problems.length > 0) throw new Error(problems.join('; '));
  return cameras;
}

/** The cameras of the box. A single camera from `camera.source` has an empty name. */
export const camerasOf = ({ source, sources }: Pick<CameraConfig, 'source' | 'sources'>): readonly CameraSource[] =>
  sources.length > 0 ? sources : [{ name: '', source }];

function entryOf(written: unknown, index: number): Entry {
  const fallback = `camera-${index + 1}`;
  if (isWord(written)) return ofText(String(written), fallback);
  if (typeof written !== 'object' || written === null || Array.isArray(written)) return { problem: `${fallback} is not a camera, ${HOW}` };
  const keys = Object.keys(written);
  const [only = ''] = keys;
  if (keys.length === 1 && only !== 'name' && only !== 'source') return named(only, (written as Record<string, unknown>)[only]);
  const { name = fallback, source, ...others } = written as Record<string, unknown>;
  const strange = Object.keys(others);
  if (strange.length > 0) return { problem: `${fallback} has the unknown key '${strange[0]}'; a camera has a name and a source` };
  return named(name, source);
}

function named(name: unknown, source: unknown): Entry {
  if (!isWord(name) || !NAME.test(String(name)))
    return { problem: `'${isWord(name) ? name : typeof name}' is not a camera name: use letters, digits, - and _ only, 32 at most` };
  if (!isWord(source) || String(source).trim() === '') return { problem: `${name} has no source, ${HOW}` };
  const problem = addressProblem(String(source).trim());
  return problem === undefined ? { camera: { name: String(name), source: String(source).trim() } } : { problem: `${name}: ${problem}` };
}

/** `front=/dev/video0`, with or without spaces, or only the source: an address or path has one of `/:.?` before any `=`. */
function ofText(text: string, fallback: string): Entry {
  const [, name = fallback, source = text] = /^([^=/:.?]*?)\s*=(.*)$/s.exec(text.trim()) ?? [];
  return named(name, source);
}

const partsOf = (text: string): readonly string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** A number counts as a word too: YAML reads the name `1` and the source `0` as numbers. */
const isWord = (value: unknown): value is string | number => typeof value === 'string' || typeof value === 'number';

/** Duplicate names or devices, and `auto` next to other cameras. The same file may be listed twice: it can be opened more than once. */
function clashes(cameras: readonly CameraSource[]): readonly string[] {
  const twice = (one: CameraSource, others: readonly CameraSource[]): readonly string[] => [
    ...others.filter(({ name }) => name === one.name).map(({ name }) => `two cameras are called '${name}'`),
    ...others.filter((other) => isSame(one, other)).map(({ name }) => `'${one.name}' and '${name}' are the same camera`),
  ];
  const vague = cameras.length > 1 ? cameras.filter(({ source }) => source === 'auto') : [];
  return [
    ...cameras.flatMap((one, index) => twice(one, cameras.slice(index + 1))),
    ...vague.map(({ name }) => `'${name}' is auto, which may be any of them: name the device, as 'ls -l /dev/v4l/by-id' lists it`),
  ];
}

const isSame = (one: CameraSource, other: CameraSource): boolean =>
  one.source !== 'auto' && !isFile(one.source) && deviceOf(one.source) === deviceOf(other.source);
const isFile = (source: string): boolean => !/^(\d+$|\/dev\/|[a-z][a-z0-9+.-]*:\/\/)/i.test(source);
const deviceOf = (source: string): string => (/^\d+$/.test(source) ? `/dev/video${Number(source)}` : source);
