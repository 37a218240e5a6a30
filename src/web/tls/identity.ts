import { createPrivateKey, X509Certificate } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import type { WebConfig } from '../../config/schema.ts';
import { fileVersion } from '../../shared/file-version.ts';
import { FixableError } from '../../shared/fixable-error.ts';
import { namedFileFault, wholeFile } from '../../shared/named-file.ts';

/** The page's certificate and its key, which belong together. */
export type Identity = {
  readonly cert: Buffer;
  readonly key: Buffer;
  /** The names that the certificate is for. */
  readonly names: readonly string[];
  /** What is not right but does not keep the page from opening, each in a sentence. */
  readonly remarks: readonly string[];
};

/** The certificate or its key cannot be used; the message says why and what to do. */
export class IdentityError extends FixableError {}

type Files = Pick<WebConfig, 'cert' | 'key'>;

/** Reads and checks `web.cert` and `web.key`. Throws `IdentityError` if they cannot serve. */
export async function loadIdentity(files: Files, now: () => number = Date.now): Promise<Identity> {
  const [cert, key] = [read('web.cert', files.cert), read('web.key', files.key)];
  const certificate = parsed(() => new X509Certificate(cert), `web.cert (${files.cert}) is not a certificate in PEM`);
  const secret = parsed(
    () => createPrivateKey(key),
    `web.key (${files.key}) is not a key in PEM without a password ('openssl pkey -in KEY -out NEW' takes the password away)`,
  );
  if (!certificate.checkPrivateKey(secret))
    throw new IdentityError(`web.cert (${files.cert}) and web.key (${files.key}) do not belong together: take the key of this certificate`);
  parsed(() => createSecureContext({ cert, key }), `web.cert (${files.cert}) cannot serve: its chain is cut off, or its key is too weak`);
  return { cert, key, names: namesOf(certificate), remarks: [...ageOf(certificate, files, now()), ...(await readers(files))] };
}

/** What changes whenever one of the files is replaced, also behind a link. */
export async function identityVersion({ cert, key }: Files): Promise<string> {
  const found = await Promise.all([cert, key].map((file) => stat(file).catch(() => undefined)));
  return found.map((each) => each && fileVersion(each)).join(', ');
}

function read(name: string, file: string): Buffer {
  try {
    return wholeFile(file);
  } catch (err) {
    throw new IdentityError(`${name}: ${namedFileFault(file, err)}`, { cause: err });
  }
}

function parsed<T>(parse: () => T, sentence: string): T {
  try {
    return parse();
  } catch (err) {
    throw new IdentityError(sentence, { cause: err });
  }
}

const namesOf = ({ subjectAltName = '' }: X509Certificate): readonly string[] =>
  [...subjectAltName.matchAll(/DNS:([^,\s"]+)/g)].map(([, name = '']) => name);

/** An old certificate is better than no page: the browser warns, and whoever wants to can go on. */
function ageOf({ validFrom, validTo }: X509Certificate, { cert }: Files, now: number): readonly string[] {
  if (Date.parse(validTo) < now) return [`web.cert (${cert}) expired on ${validTo}: renew it`];
  return Date.parse(validFrom) > now ? [`web.cert (${cert}) is not valid before ${validFrom}: is the clock of this machine right?`] : [];
}

async function readers({ key }: Files): Promise<readonly string[]> {
  const found = await stat(key).catch(() => undefined); // it may be replaced at this moment
  return ((found?.mode ?? 0) & 0o004) === 0 ? [] : [`web.key (${key}) may be read by everybody on this machine: chmod o= ${key}`];
}
