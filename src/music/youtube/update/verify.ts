import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Result } from '../../../domain/result.ts';
import { done, failed } from '../../../domain/result.ts';
import { ms } from '../../../domain/units.ts';
import { environmentFor } from '../../../shared/process/environment.ts';
import { runProgram } from '../../../shared/process/run.ts';
import type { Visit } from './download.ts';
import type { Fault } from './fault.ts';

/**
 * The public key for yt-dlp's release signatures (public.key of its repository). It comes with moodbox, because a key that came the same
 * way as the release would prove nothing. Fingerprint AC0C BBE6 848D 6A87 3464 AF4E 57CF 6593 3B5A 7581.
 */
export const RELEASE_KEY = readFileSync(new URL('../../../../deploy/yt-dlp-releases.asc', import.meta.url), 'utf8');

const GPGV_LIMIT = ms(30_000);

/** The SHA-256 (hex) of a file in a list as `sha256sum` writes it. */
export const sumFor = (sums: string, name: string): string | undefined =>
  sums
    .split('\n')
    .map((line) => /^([0-9a-fA-F]{64}) [ *](\S+)\s*$/.exec(line))
    .find((found) => found?.[2] === name)?.[1]
    ?.toLowerCase();

export type Signed = { readonly text: Uint8Array; readonly signature: Uint8Array; readonly key: string };

/** Checks with Debian's gpgv that the key's owner signed the text. Writes three small files into `folder`, which must be private. */
export async function verified(signed: Signed, folder: string, visit: Omit<Visit, 'limits'>): Promise<Result<true, Fault>> {
  const place = (name: string): string => join(folder, name);
  await writeFile(place('key.gpg'), withoutArmour(signed.key));
  await writeFile(place('text'), signed.text);
  await writeFile(place('text.sig'), signed.signature);
  const args = ['--homedir', folder, '--keyring', place('key.gpg'), place('text.sig'), place('text')];
  const ran = await runProgram('gpgv', args, { env: { ...environmentFor('other'), LC_ALL: 'C' }, limit: GPGV_LIMIT, ...visit });
  if (ran.kind === 'missing') return failed({ why: 'no-gpgv', detail: String(ran.err) });
  if (ran.kind === 'stopped') return failed({ why: ran.why === 'abort' ? 'stopped' : 'signature', detail: `gpgv: ${ran.why}` });
  return ran.code === 0 ? done(true) : failed({ why: 'signature', detail: ran.stderr.trim().slice(-300) });
}

/** The bytes of an ASCII-armoured key (RFC 9580, 6.2), without its checksum: gpgv before 2.4 cannot read armour. */
function withoutArmour(key: string): Buffer {
  const body = /-----BEGIN [^\n]+-----\n(?:[^\n]+: [^\n]*\n)*\n([\s\S]*?)\n(?:=[^\n]*\n)?-----END/.exec(key)?.[1];
  if (body === undefined) throw new Error('not an ASCII-armoured key');
  return Buffer.from(body, 'base64');
}
