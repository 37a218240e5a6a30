import { constants, X509Certificate } from 'node:crypto';
import type { ConnectionOptions } from 'node:tls';
import { checkServerIdentity } from 'node:tls';
import type { CameraConfig } from '../../config/schema.ts';
import { machineAuthorities } from '../../shared/authorities.ts';
import { pemFault, readNamed } from '../../shared/named-file.ts';
import { CameraLost } from '../errors.ts';
import type { Refine } from './network-fault.ts';

/** With `camera.verify: false` nothing is checked, so that a camera may also be too old for what OpenSSL asks of encryption. */
const UNCHECKED: ConnectionOptions = {
  ...{ rejectUnauthorized: false, minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' },
  secureOptions: constants.SSL_OP_LEGACY_SERVER_CONNECT,
};

/** Advice that was followed already is not given again. */
export const refinedBy =
  ({ ca, verify }: Pick<CameraConfig, 'ca' | 'verify'>): Refine =>
  (fault) => {
    if (fault === 'old-tls' && !verify) return 'oldest-tls';
    return fault === 'untrusted' && ca !== '' ? 'changed' : fault;
  };

/**
 * Which cameras are trusted over https: those of an authority of this machine, or, with `camera.ca`, those of that authority, or the one
 * camera whose own certificate it is, whatever name is in it. The file is read at every call, so that a renewed one is used. Throws
 * `CameraLost`.
 */
export function trustOf({ ca, verify }: Pick<CameraConfig, 'ca' | 'verify'>): ConnectionOptions {
  if (!verify) return UNCHECKED;
  if (ca === '') return given(machineAuthorities());
  const named = certificatesIn(ca);
  return {
    ...given(named.map(String).join('\n')),
    ...PARTIAL,
    checkServerIdentity: (host, certificate) =>
      named.some(({ raw }) => raw.equals(certificate.raw)) ? undefined : checkServerIdentity(host, certificate),
  };
}

/** Also a certificate that is not its own authority may be named. Node 20.18 and later know it. */
const PARTIAL: ConnectionOptions & { readonly allowPartialTrustChain: boolean } = { allowPartialTrustChain: true };

const given = (ca: Buffer | string | undefined): ConnectionOptions => (ca === undefined ? {} : { ca });

function certificatesIn(file: string): readonly X509Certificate[] {
  const content = readNamed(file, (sentence, cause) => new CameraLost(`camera.ca: ${sentence}`, { cause }));
  const blocks = content.toString('latin1').match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
  try {
    if (blocks.length > 0) return blocks.map((block) => new X509Certificate(block));
    if (content[0] === DER) return [new X509Certificate(content)];
  } catch (cause) {
    throw new CameraLost(`camera.ca: ${file} holds a damaged certificate: copy the file again`, { cause });
  }
  throw new CameraLost(`camera.ca: ${pemFault(file, content)}`);
}

/** How a certificate begins that is no text, as browsers and cameras save it (.cer, .der). */
const DER = 0x30;
