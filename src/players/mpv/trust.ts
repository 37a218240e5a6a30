import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { machineAuthorities } from '../../shared/authorities.ts';
import { FixableError } from '../../shared/fixable-error.ts';

/**
 * mpv's arguments that make it check the certificates of https stations: against the authorities of this machine and the certificates in
 * the file `ca`, if one is named. mpv takes a single file, so both are written into one in `folder`. A `ca` that has
 * become unreadable since the start counts for nothing: music without certificates goes on.
 */
export function trustArguments(ca: string, folder: string): readonly string[] {
  const trusted = [machineAuthorities(), ca === '' ? undefined : stillIn(ca)].filter((each) => each !== undefined);
  if (trusted.length === 0) return ['--tls-verify=yes']; // ffmpeg's own list of authorities counts
  const file = join(folder, 'authorities.pem');
  writeFileSync(file, trusted.join('\n'));
  return ['--tls-verify=yes', `--tls-ca-file=${file}`];
}

function stillIn(ca: string): string | undefined {
  try {
    return certificatesIn(ca);
  } catch {
    return undefined;
  }
}

/** The text of a file with certificates. Throws `FixableError`. */
export function certificatesIn(file: string): string {
  const text = contentOf(file);
  if (text.includes('-----BEGIN CERTIFICATE-----')) return text;
  throw new FixableError(`player.ca: ${file} holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)`);
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch (cause) {
    throw new FixableError(`player.ca: ${file} cannot be read (${(cause as NodeJS.ErrnoException).code})`, { cause });
  }
}
