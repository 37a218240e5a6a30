import { shownAddress } from './address.ts';

/**
 * An address in a text: up to a space or a quote, but a password may hold quotes, so that the last `@` of the word belongs to it. It may
 * even hold spaces: what stands behind the first `:` and is no port is a password. The
 * lengths are bounded so that a long text is read in linear time. Files of this machine, as in a stack, are left as they are.
 */
const ADDRESS =
  /\b(?!file:)[a-z][a-z0-9+.-]{0,20}:\/\/(?:\S{0,1000}@|[^\s/?#@:[]{1,100}:(?!\d{1,5}(?:\W|$)|\s)[^\r\n@]{0,200}@(?=[\w[]))?[^\s'"<>`]*/gi;

const NAMES =
  'user(?:name)?|usr|login|loginuse|loginpas|pass(?:w(?:or)?d|phrase)?|pwd|pw|psw|token|auth|secret|sig(?:nature)?|session|sid|(?:[a-z]+[_-]?)?key|[a-z]+[_-]?token';
/** A setting outside an address, as programs repeat it: `password=…`, `user=…` and the like. */
const SETTING = new RegExp(`\\b((?:${NAMES})=)[^\\s&;,'"<>)]+`, 'gi');
const NAME = new RegExp(`(?:^|\\W)(?:${NAMES})$`, 'i');

/** A user and a password before a host whose scheme is missing or misspelt; `user:password@` itself is how we explain it to people. */
const LOGIN = /(?<![^\s/'"(])(?!user:password@)[^\s/'":@]{1,200}:(?!\/)[^\s'"]{1,1000}@(?=[\w.[])/g;

/** A header line with credentials, as HTTP libraries repeat it. */
const HEADER = /\b((?:proxy-)?authorization:\s*)[^\r\n]+/gi;

/**
 * A text for people, without secrets. Every address in it is shortened by `shownAddress`: addresses carry passwords before the host, in the
 * path and in the query. Values of `user=`, `password=`, `token=` and the like are hidden.
 */
export const withoutSecrets = (text: string): string =>
  text.replace(ADDRESS, shortened).replace(LOGIN, '…@').replace(SETTING, '$1…').replace(HEADER, '$1…');

/** The punctuation of the sentence around it does not belong to an address. */
function shortened(word: string): string {
  const end = word.search(/[,;:.!?)]*$/);
  return `${shownAddress(word.slice(0, end))}${word.slice(end)}`;
}

/** Deeper than this nothing is logged, and an error that is its own cause ends. */
const DEEPEST = 6;

/** The same value with `withoutSecrets` applied to each text in it, for a log. Errors become plain objects. */
export function valueWithoutSecrets(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return withoutSecrets(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > DEEPEST) return '…';
  if (Array.isArray(value)) return value.map((each) => valueWithoutSecrets(each, depth + 1));
  const plain = value instanceof Error ? plainError(value) : value;
  if (plain === value && Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(plain).map(([key, inner]) => [key, valueWithoutSecrets(inner, depth + 1)]));
}

/** What a log tells of an error: also its causes, and what Node adds to it, such as `code`. */
function plainError(err: Error): object {
  const { message, stack, cause, ...more } = err;
  return { ...more, type: err.constructor.name, message, stack, ...(cause !== undefined && { cause }) };
}

/** Whether a setting of this name, as in `?name=value`, may hold a secret. */
export const isSecretSetting = (name: string): boolean => NAME.test(name);
