/**
 * Where an address names its host, and how it may be shown. People write passwords as they are, with `/`, `@`, `#` and `?` in them, and
 * cameras' manuals put user and password into the path. So an address is read by what can be a host, and not by the first slash.
 */

const SCHEME = /^\s*[a-z][a-z0-9+.-]*:\/\//i;
const PORT = '(?::\\d{1,5})?';
const HOST = new RegExp(`^(?:\\[[0-9a-f:.]+(?:%[\\w.-]+)?\\]|[\\p{L}\\p{N}_-][\\p{L}\\p{N}._-]*)${PORT}$`, 'iu');
const IP = new RegExp(`^(?:\\[[0-9a-f:.]+(?:%[\\w.-]+)?\\]|\\d{1,3}(?:\\.\\d{1,3}){3})${PORT}$`, 'i');
const DOTTED = /^[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)+$/u;
/** A setting before the first `@`, as in `?mail=me@example.org` or `/user=admin&password=p@ss`. */
const SETTING = /^[^@]*[?&;/]\w+=/;

/** Stands for what is not certainly a host. */
const HIDDEN = '…';

/**
 * Where the host begins in what follows `scheme://`; undefined if that is not certain, because an `@` may belong to a password or to the
 * path.
 */
export function hostStart(rest: string): number | undefined {
  const start = authorityOf(rest).lastIndexOf('@') + 1;
  const first = authorityOf(rest.slice(start));
  if (!rest.includes('@', start)) return HOST.test(first) ? start : undefined;
  if (start === 0 && (IP.test(first) || isNamedHost(first, rest.slice(first.length)))) return 0;
  const places = [...rest.matchAll(/@/g)].map(({ index }) => index + 1);
  const numeric = places.find((place) => IP.test(authorityOf(rest.slice(place))));
  if (numeric !== undefined) return numeric;
  // What stands before the only @ cannot be a host and its port: it is the user and the password.
  const [only, more] = places;
  const certain = !HOST.test(first) && more === undefined && only !== undefined && HOST.test(authorityOf(rest.slice(only)));
  return certain ? only : undefined;
}

/**
 * An address without its secrets: only its scheme, host and port, because user, password, path and query may all hold some. The whole text
 * is taken for the address, even with spaces. A host that is not certain is shown as `…`; a text that is no address is returned as it is.
 */
export function shownAddress(address: string): string {
  const scheme = SCHEME.exec(address)?.[0];
  if (scheme === undefined) return address;
  const rest = address.slice(scheme.length);
  if (rest === '') return address;
  const start = hostStart(rest);
  return `${scheme.trim()}${start === undefined ? HIDDEN : authorityOf(rest.slice(start))}`;
}

/**
 * The address with the user and the password percent-encoded, so that a URL parser finds the same host as `hostStart`. Returned as it is if
 * there are none or the host is not certain.
 */
export function encodedAddress(address: string): string {
  const scheme = SCHEME.exec(address)?.[0] ?? '';
  const rest = address.slice(scheme.length);
  const start = scheme === '' ? undefined : hostStart(rest);
  if (start === undefined || start === 0) return address;
  const [, user = '', password] = /^([^:]*)(?::(.*))?$/s.exec(rest.slice(0, start - 1)) ?? [];
  const login = password === undefined ? encoded(user) : `${encoded(user)}:${encoded(password)}`;
  return `${scheme}${login}@${rest.slice(start)}`;
}

/** What a part of an address stands for. A `%` that begins no byte stands for itself. */
export function decodedPart(part: string): string {
  const bytes = part.replace(/%(?![0-9a-f]{2})/gi, '%25');
  try {
    return decodeURIComponent(bytes);
  } catch {
    return part; // The bytes are no UTF-8, so the % signs were never meant as such.
  }
}

const encoded = (part: string): string => encodeURIComponent(decodedPart(part));

/** Up to the first slash, question mark or hash. */
const authorityOf = (rest: string): string => rest.split(/[/?#]/, 1)[0] ?? '';

/** A name with a dot in it, which no user name before `:port` and an `@` would look like unless the rest is a setting. */
function isNamedHost(authority: string, tail: string): boolean {
  const [name = '', port] = authority.split(':');
  return DOTTED.test(name) && (port === undefined || SETTING.test(tail));
}
