import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, closeSync, fchownSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Account } from '../../shared/process/programs.ts';
import type { Certificate } from './certificate.ts';
import type { AccessRules, Openings } from './mosquitto.ts';
import { accessOf, BROKER_FILES, mosquittoConfiguration, passwordLine, SALT_BYTES } from './mosquitto.ts';

/** An account of the broker. */
export type SignIn = { readonly username: string; readonly password: string };

/**
 * What a broker's folder is to hold. `accounts` are empty, and `access` is left out, if the broker is open to everybody on this
 * machine.
 */
export type FolderContent = {
  readonly openings: Openings;
  readonly accounts: readonly SignIn[];
  readonly access: AccessRules | undefined;
  readonly certificate: Certificate | undefined;
};

/** Prepares `folder` for a broker: private, owned by the account that it runs as, with a fresh configuration. */
export function prepareFolder(folder: string, content: FolderContent, account: Account | undefined): void {
  const { openings, accounts, access, certificate } = content;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  if (account) chownSync(folder, account.uid, account.gid);
  write(join(folder, BROKER_FILES.configuration), mosquittoConfiguration(openings), account);
  if (certificate) writeCertificate(folder, certificate, account);
  if (!access) return;
  const lines = accounts.map(({ username, password }) => passwordLine(username, password, randomBytes(SALT_BYTES)));
  write(join(folder, BROKER_FILES.access), accessOf(access), account);
  write(join(folder, BROKER_FILES.passwords), lines.join(''), account);
}

/** Puts copies of the certificate and its key where the broker may read them. */
export function writeCertificate(folder: string, { cert, key }: Certificate, account: Account | undefined): void {
  write(join(folder, BROKER_FILES.certificate), cert, account);
  write(join(folder, BROKER_FILES.key), key, account);
}

/** Replaces the file: never writes through a link that somebody else may have put there. */
function write(file: string, content: string | Buffer, account: Account | undefined): void {
  const fresh = `${file}.${randomBytes(6).toString('hex')}`;
  const handle = openSync(fresh, 'wx', 0o600);
  try {
    writeSync(handle, Buffer.from(content));
    if (account) fchownSync(handle, account.uid, account.gid);
  } finally {
    closeSync(handle);
  }
  renameSync(fresh, file);
}

/**
 * Moves a database aside that keeps the broker from starting, as after a power cut: everything in it is sent again anyway. Returns whether
 * there was one.
 */
export function setDatabaseAside(folder: string): boolean {
  const database = join(folder, BROKER_FILES.database);
  try {
    renameSync(database, `${database}.broken`);
    return true;
  } catch {
    return false;
  }
}
