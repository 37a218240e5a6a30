import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, closeSync, fchownSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Account } from '../../shared/process/programs.ts';
import type { BrokerListener } from './mosquitto.ts';
import { accessOf, BROKER_FILES, mosquittoConfiguration, passwordLine, SALT_BYTES } from './mosquitto.ts';

/** The one account of a broker that is not open to everybody. */
export type SignIn = { readonly username: string; readonly password: string };

/** Prepares `folder` for a broker: private, owned by the account that it runs as, with a fresh configuration. */
export function prepareFolder(folder: string, listening: BrokerListener, signIn: SignIn | undefined, account: Account | undefined): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  if (account) chownSync(folder, account.uid, account.gid);
  write(join(folder, BROKER_FILES.configuration), mosquittoConfiguration(listening), account);
  if (!signIn) return;
  write(join(folder, BROKER_FILES.access), accessOf(signIn.username), account);
  write(join(folder, BROKER_FILES.passwords), passwordLine(signIn.username, signIn.password, randomBytes(SALT_BYTES)), account);
}

/** Replaces the file: never writes through a link that somebody else may have put there. */
function write(file: string, text: string, account: Account | undefined): void {
  const fresh = `${file}.${randomBytes(6).toString('hex')}`;
  const handle = openSync(fresh, 'wx', 0o600);
  try {
    writeSync(handle, text);
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
