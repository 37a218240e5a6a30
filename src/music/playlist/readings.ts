import { unescaped } from './xspf.ts';

/** Addresses of files on this machine, on a network drive or on a phone. Others, such as ftp, name nothing in the library. */
const FILE_SCHEME = /^(file|smb|cifs|nfs|afp|sftp|ssh|fish|mtp|content|davs?|webdavs?|x-file-cifs):/i;
/** However many ways there are to read a line, this many are tried. */
const MOST_READINGS = 16;

/**
 * The paths that an entry of a playlist may mean, the likeliest first, with `/` between the parts. A playlist may have been written on
 * Windows, on a Mac or by a player that writes addresses: `albums/Plain%20Two.mp3`, `C:\\Music\\a.mp3`, `\\nas\\music\\a.mp3`,
 * `file:///home/me/a%20b.mp3`, `smb://nas/music/a.mp3`. Where the machine or the drive is named, it is left out, and the path is absolute.
 * None if it is an address of something else.
 */
export function readingsOf(target: string): readonly string[] {
  const line = bare(target);
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(line) && !FILE_SCHEME.test(line)) return [];
  const decoded = percentDecoded(line);
  const written = FILE_SCHEME.test(line) ? [decoded, line] : [line, decoded];
  let all = new Set(written);
  for (const rewrite of REWRITTEN) all = new Set([...all, ...[...all].map(rewrite)]);
  return [...new Set([...all].flatMap((each) => [each, each.replaceAll('\\', '/')]).map(withoutPlace))].slice(0, MOST_READINGS);
}

/** Without quotes around it, and without the invisible marks that Windows puts in front of a path that is copied from a window. */
const bare = (text: string): string => text.replace(/^[\p{Cf}\p{Cc}]+|[\p{Cf}\p{Cc}]+$/gu, '').replace(/^(["'])(.+)\1$/, '$2');

/** UTF-8 that was taken for Windows-1252 and written as UTF-8 again: `Ã«` for `ë`. The text itself if it is not. */
function unmangled(text: string): string {
  if (!/[\u00c2-\u00f4]/.test(text)) return text;
  const bytes = Array.from(text, (letter) => WINDOWS_1252.get(letter) ?? -1);
  return bytes.includes(-1) ? text : (utf8(Uint8Array.from(bytes)) ?? text);
}

/** The byte of each letter. */
const WINDOWS_1252: ReadonlyMap<string, number> = new Map(
  Array.from({ length: 256 }, (_, byte) => [new TextDecoder('windows-1252').decode(Uint8Array.of(byte)), byte]),
);

/** `Macintosh HD:Users:me:a.mp3`, as Mac OS wrote paths before it was macOS. */
const classicMac = (path: string): string => (/^[^/\\]*:[^/\\]*:[^/\\]*$/.test(path) ? `/${path.replaceAll(':', '/')}` : path);

/** What else may have been done to a line, each on top of the ones before. */
const REWRITTEN: readonly ((text: string) => string)[] = [
  (text) => percentDecoded(text), // twice, by two programs
  (text) => text.replace(/%u([\da-f]{4})/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16))),
  unescaped,
  unmangled,
  classicMac,
  (text) => (/\s/.test(text) ? text : text.replaceAll('+', ' ')),
];

/** Leaves out `file:`, the scheme and host of another address, a drive letter, `//server`, and `~`. */
const withoutPlace = (path: string): string =>
  path
    .replace(/^file:(\/\/(localhost(?=\/))?(?=[/]|[a-z]:))?/i, '')
    .replace(/^[a-z][a-z0-9+.-]+:\/\/[^/]*(?=\/)/i, '')
    .replace(/^\/{0,3}[a-z]:(?=[\\/]|$)/i, '')
    .replace(/^(\/\/|\\\\)[^\\/]+/, '')
    .replace(/^~(?=\/)/, '');

/** Decodes what is percent-encoded, and leaves alone what only looks like it: `50% off.mp3`. The bytes are UTF-8, or else Latin-1. */
const percentDecoded = (text: string): string =>
  text.replace(/(?:%[\da-f]{2})+/gi, (run) => {
    const bytes = Buffer.from(run.replaceAll('%', ''), 'hex');
    return utf8(bytes) ?? bytes.toString('latin1');
  });

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
