import type { Stats } from 'node:fs';
import { statSync } from 'node:fs';
import { extname } from 'node:path';
import { encodedAddress, shownAddress } from '../shared/address.ts';
import { FixableError } from '../shared/fixable-error.ts';
import { withoutSecrets } from '../shared/secrets.ts';

/** Where pictures come from, as given in the configuration or on the command line. */
export type Source =
  | { readonly kind: 'device'; readonly device: string }
  | { readonly kind: 'mjpeg' | 'rtsp'; readonly url: URL }
  | { readonly kind: 'clip' | 'image' | 'folder'; readonly path: string };

/** The text names no source that could ever work. The message says what to write instead. */
export class SourceError extends FixableError {}

export const IMAGES = ['.jpg', '.jpeg', '.jfif', '.png', '.bmp', '.webp'];

const KNOWN = 'auto, an index, a /dev path, a video file, an image, a folder of images, or an http:// or rtsp:// address';

/** Whether a source string means a device of this machine, connected or not. */
export const isDevice = (text: string): boolean => text === 'auto' || text.startsWith('/dev/') || /^\d{1,3}$/.test(text);

/** Parses a source string. Files must exist; devices need not, because they may be plugged in later. Throws `SourceError`. */
export function sourceOf(text: string): Source {
  if (text === 'auto' || text.startsWith('/dev/')) return { kind: 'device', device: text };
  if (/^\d{1,3}$/.test(text)) return { kind: 'device', device: `/dev/video${Number(text)}` };
  const scheme = schemeOf(text);
  return scheme === undefined ? fileSource(text) : addressSource(text, scheme);
}

/** Whether a source string means a path on disk, existing or not. */
export const isPath = (text: string): boolean => !isDevice(text) && schemeOf(text) === undefined;

/** A clip, picture or folder on disk. Throws `SourceError` if there is none. */
export function fileSource(path: string): Extract<Source, { path: string }> {
  const found = fileAt(path);
  if (!found) throw new SourceError(`there is no camera, file or folder '${withoutSecrets(path)}'; give ${KNOWN}`);
  if (found.isDirectory()) return { kind: 'folder', path };
  if (!found.isFile()) throw new SourceError(`'${path}' is neither a file nor a folder; give ${KNOWN}`);
  return { kind: IMAGES.includes(extname(path).toLowerCase()) ? 'image' : 'clip', path };
}

/** Undefined if there is nothing at this path. Throws `SourceError` if this user may not know. */
function fileAt(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch (err) {
    const { code } = err as NodeJS.ErrnoException;
    if (code === 'EACCES') throw new SourceError(`'${path}' lies in a folder that this user may not enter: change its permissions`);
    if (code === 'ELOOP') throw new SourceError(`'${path}' is a link that leads in a circle`);
    return undefined;
  }
}

const schemeOf = (text: string): string | undefined => /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase();

const SCHEMES: Readonly<Record<string, 'mjpeg' | 'rtsp'>> = { http: 'mjpeg', https: 'mjpeg', rtsp: 'rtsp', rtsps: 'rtsp' };

const ENCODING = 'in its password write %2F for /, %40 for @, %23 for #, %3F for ? and %25 for %';

function addressSource(text: string, scheme: string): Source {
  const kind = SCHEMES[scheme];
  if (kind === undefined) throw new SourceError(`'${scheme}://' is no camera that moodbox can open; give ${KNOWN}`);
  const address = encodedAddress(text);
  if (URL.canParse(address) && new URL(address).host !== '') return { kind, url: new URL(address) };
  throw new SourceError(`the camera's address ${addressFault(text, scheme)}`);
}

/** Why no address can be made of it, as the end of a sentence. */
function addressFault(text: string, scheme: string): string {
  const [, zone, port] = /^[^/]+:\/\/(?:\[[^\]%]*%(?:25)?([\w.-]+)\]|[^:]*:(\d+)$)/.exec(shownAddress(text)) ?? [];
  if (zone !== undefined)
    return `has an IPv6 zone (%${zone}), which no camera address can have: write the camera's name or its IPv4 address`;
  if (Number(port) > 65_535) return `has the port ${port}, and the highest is 65535`;
  const advice = text.includes('@') ? `; ${ENCODING}` : '';
  return `is not a whole one, such as ${scheme}://192.168.1.20/video${advice}`;
}
