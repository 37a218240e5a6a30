const NO_WAY = 'there is no way to it: check the network';
const UNKNOWN_NAME = 'its name is not known: check mqtt.url, and the network';
const UNKNOWN_AUTHORITY = 'its certificate was issued by an authority that this machine does not trust: set mqtt.ca';
const NO_TLS = 'there is no TLS on that port: use mqtt:// or ws://, or another port';

/** Node's error codes in words, with what to do. */
const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there: is the broker running, and is the port right?',
  ENOTFOUND: UNKNOWN_NAME,
  EAI_AGAIN: UNKNOWN_NAME,
  EHOSTUNREACH: NO_WAY,
  ENETUNREACH: NO_WAY,
  ENETDOWN: NO_WAY,
  ETIMEDOUT: 'it does not answer: is it switched on, and does a firewall let us through?',
  EPROTO: NO_TLS,
  ERR_SSL_WRONG_VERSION_NUMBER: NO_TLS,
  DEPTH_ZERO_SELF_SIGNED_CERT: UNKNOWN_AUTHORITY,
  SELF_SIGNED_CERT_IN_CHAIN: UNKNOWN_AUTHORITY,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNKNOWN_AUTHORITY,
  CERT_HAS_EXPIRED: 'its certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name than that in mqtt.url',
};
/** The words about a broker, where `mqtt.ca` names the file `ca`: advice that was followed already is not given again. */
export const wordsWithAuthority = (words: string, ca: string): string =>
  ca === ''
    ? words
    : words.replace(UNKNOWN_AUTHORITY, `its certificate was issued by another authority than that of mqtt.ca (${ca}): name that one`);

/** OpenSSL's own sentences are for programmers. */
const LONGEST = 100;

/**
 * Why a broker could not be reached, in words. What the system said follows in brackets. If several addresses of a name fail, Node throws
 * an AggregateError without a message: then it is the code.
 */
export function networkWords(err: unknown): string {
  const { message = '', code } = err as { readonly message?: string; readonly code?: unknown };
  const said = message === '' || message.length > LONGEST ? String(code ?? err).slice(0, LONGEST) : message;
  if (code === 'EINVAL' && /fe[89ab]/i.test(message))
    return `its name leads to an IPv6 address of one network only: use its IPv4 address in mqtt.url, or [address%interface] (${said})`;
  const words = typeof code === 'string' ? WORDS[code] : undefined;
  return words === undefined ? said : `${words} (${said})`;
}

/** What is said before the broker has accepted us and has no code: it cannot be read as MQTT, or the web server in front of it refuses. */
export function greetingWords(err: unknown): string {
  const { message = '', code } = err as { readonly message?: string; readonly code?: unknown };
  const status = /^Unexpected server response: (\d+)$/.exec(message)?.[1];
  if (status !== undefined) return `the web server there answers ${status}: check the path in mqtt.url`;
  if (code !== undefined || message === '') return networkWords(err);
  return `what answers there does not speak MQTT: check the scheme and the port in mqtt.url (${message.slice(0, LONGEST)})`;
}
