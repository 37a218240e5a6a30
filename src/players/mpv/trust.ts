import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { machineAuthorities } from '../../shared/authorities.ts';
import { FixableError } from '../../shared/fixable-error.ts';
import { pemFault, readNamed } from '../../shared/named-file.ts';

/**
 * mpv's arguments that make it check the certificates of https stations: against the authorities of this machine and the certificates in
 * the file `ca`, if one is named. mpv takes a single file, so both are written into one in `folder`. A `ca` that has
 * become unreadable since the start counts for nothing: music without certificates goes on.
 */
export function trustArguments(ca: string, folder: string): readonly string[] {
  const trusted = trustedBy(ca);
  if (trusted.length === 0) return ['--tls-verify=yes']; // ffmpeg's own list of authorities counts
  const file = join(folder, 'authorities.pem');
  writeFileSync(file, trusted.join('\n'), 'latin1');
  return ['--tls-verify=yes', `--tls-ca-file=${file}`];
}

/** What is trusted over https, as PEM: the authorities of this machine, and the certificates in the file `ca`, if one is named. */
export const trustedBy = (ca: string): readonly string[] =>
  [machineAuthorities()?.toString('latin1'), ca === '' ? undefined : stillIn(ca)].filter((each) => each !== undefined);

function stillIn(ca: string): string | undefined {
  try {
    return certificatesIn(ca);
  } catch {
    return undefined;
  }
}

/** The text of a file with certificates. Throws `FixableError`. */
export function certificatesIn(file: string): string {
  const content = readNamed(file, (sentence, cause) => new FixableError(`player.ca: ${sentence}`, { cause }));
  const fault = pemFault(file, content);
  if (fault !== undefined) throw new FixableError(`player.ca: ${fault}`);
  return content.toString('latin1');
}
