import { createPrivateKey, X509Certificate } from 'node:crypto';
import { statSync } from 'node:fs';
import type { MqttConfig } from '../../config/schema.ts';
import type { Result } from '../../domain/result.ts';
import { done, failed } from '../../domain/result.ts';
import { fileVersion } from '../../shared/file-version.ts';
import { pemFault } from '../../shared/named-file.ts';
import { fileOf } from '../credentials.ts';
import { ConnectionLost } from '../errors.ts';

/** The certificate of our own broker and its key, as PEM. */
export type Certificate = { readonly cert: Buffer; readonly key: Buffer };

type Files = Pick<MqttConfig, 'broker_cert' | 'broker_key'>;

/** The certificate and the key that the configuration names, checked to belong together. The failure is a sentence that says what to do. */
export function certificateIn(files: Files): Result<Certificate, string> {
  try {
    const cert = fileOf('broker_cert', files.broker_cert) ?? Buffer.alloc(0);
    const key = fileOf('broker_key', files.broker_key) ?? Buffer.alloc(0);
    const problem = problemWith(cert, key, files);
    return problem === undefined ? done({ cert, key }) : failed(problem);
  } catch (err) {
    if (err instanceof ConnectionLost) return failed(err.message);
    throw err;
  }
}

function problemWith(cert: Buffer, key: Buffer, { broker_cert, broker_key }: Files): string | undefined {
  const fault = pemFault(broker_cert, cert);
  if (fault !== undefined) return `mqtt.broker_cert: ${fault}`;
  const secret = parsed(() => createPrivateKey(key));
  if (!secret) return `mqtt.broker_key: ${broker_key} holds no key in PEM format, or one with a passphrase, which nobody could type`;
  if (!new X509Certificate(cert).checkPrivateKey(secret)) return `mqtt.broker_key: ${broker_key} is not the key of mqtt.broker_cert`;
  return undefined;
}

function parsed<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch {
    return undefined;
  }
}

/** Why a certificate is of no use now, as a sentence; undefined if it is valid. `now`: ms since 1970. */
export function expiryOf({ cert }: Pick<Certificate, 'cert'>, now: number): string | undefined {
  const { validFrom, validTo } = new X509Certificate(cert);
  if (now > Date.parse(validTo)) return `the certificate of mqtt.broker_cert expired on ${validTo}: renew it`;
  return now < Date.parse(validFrom) ? `the certificate of mqtt.broker_cert is valid from ${validFrom} on: is the clock right?` : undefined;
}

/** Changes whenever one of the two files does; empty if one is missing. */
export function stampOf({ broker_cert, broker_key }: Files): string {
  const stats = [broker_cert, broker_key].map((file) => statSync(file, { throwIfNoEntry: false }));
  return stats.every((each) => each !== undefined) ? stats.map(fileVersion).join(' ') : '';
}
