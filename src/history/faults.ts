import { existsSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** The files of a database: SQLite keeps a journal and its index beside it. */
const PARTS = ['', '-wal', '-shm'] as const;

/** The history's file and what SQLite keeps beside it, there or not. */
export const filesOf = (file: string): readonly string[] => PARTS.map((part) => `${file}${part}`);

/** Where a damaged history is moved. There is only one such place: the newest damaged file replaces the one before. */
export const asideOf = (file: string): string => `${file}.damaged`;

/** Whether the file itself is damaged. Otherwise the world around it is not ready, and trying again may help. */
export function isDamage(err: unknown): boolean {
  const code = codeOf(err);
  return code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT');
}

/** A sentence for the owner of the box, without paths. */
export function faultReason(err: unknown): string {
  const code = codeOf(err);
  if (code === 'SQLITE_FULL' || code === 'ENOSPC') return 'the disk is full';
  if (code === 'SQLITE_BUSY') return 'another program holds the file';
  if (/^(SQLITE_(READONLY|CANTOPEN|PERM)|EACCES|EPERM|EROFS|ENOTDIR|EEXIST)/.test(code)) return 'the state folder cannot be written to';
  if (code.startsWith('SQLITE_IOERR')) return 'the disk gives errors';
  if ((err as NodeJS.ErrnoException).syscall) return `the state folder cannot be used (${code})`;
  if (/bindings file/.test((err as Error).message)) return 'the SQLite binding is not built: run ./scripts/native';
  return (err as Error).message.split('\n')[0] ?? 'unknown';
}

/** Moves a damaged history out of the way, so that a new one can begin. */
export function setAside(file: string): void {
  for (const part of PARTS) {
    rmSync(`${asideOf(file)}${part}`, { force: true });
    if (existsSync(`${file}${part}`)) renameSync(`${file}${part}`, `${asideOf(file)}${part}`);
  }
}

/** The folder, beside the history, that keeps the state from before the last restore. */
export const BEFORE_RESTORE = 'before-restore';

/** Deletes a history that was set aside, for its damage or by a restore. */
export function forgetAside(file: string): void {
  const before = join(dirname(file), BEFORE_RESTORE, basename(file));
  for (const part of PARTS) for (const each of [asideOf(file), before]) rmSync(`${each}${part}`, { force: true });
}

const codeOf = (err: unknown): string => String((err as { code?: unknown } | undefined)?.code ?? '');
