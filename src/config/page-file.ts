import { readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Document } from 'yaml';
import { isMap, parseDocument } from 'yaml';
import { replaceText } from '../shared/write-atomic.ts';
import type { KeyName } from './field.ts';

/** New values by key; `null`: the page no longer sets the key, and what the configuration file says holds again. */
export type Changes = Readonly<Record<KeyName, unknown>>;

/** The file that keeps what was set on the page. */
export const settingsFile = (stateDir: string): string => join(stateDir, 'settings.yaml');
/** The same before the last change, and with a change that was undone: there is one of the two at most. */
const beforeFile = (file: string): string => `${file}.before`;
const undoneFile = (file: string): string => `${file}.undone`;

/** It may hold passwords. */
const MODE = 0o600;
const HEAD =
  '# What was set on the page of moodbox. It takes precedence over the configuration file; environment variables take precedence over it.\n';

/** The text of the file; nothing but its head if there is none. Throws the file system's error. */
export const pageText = (file: string): string => textOr(file, HEAD);

/** The text before the last change; undefined if there is no change to undo. Throws the file system's error. */
export const textBefore = (file: string): string | undefined => textOr(beforeFile(file), undefined);

/** The text with the change that was undone last; undefined if another change came after that. Throws the file system's error. */
export const textUndone = (file: string): string | undefined => textOr(undoneFile(file), undefined);

/** The text with these changes. Comments and the order of the other keys stay. A text that is no YAML is given up. */
export function withChanges(text: string, changes: Changes): string {
  const read = parseDocument(text, { logLevel: 'silent' });
  const isUsable = read.errors.length === 0 && (read.contents === null || isMap(read.contents));
  const document: Document = isUsable ? read : parseDocument(HEAD);
  for (const [name, value] of Object.entries(changes)) setKey(document, name, value);
  return String(document);
}

/** Writes the text and keeps the one before, so that the change can be undone. Rejects with the file system's error. */
export async function writePageFile(file: string, text: string): Promise<void> {
  await replace(file, text, beforeFile(file));
  rmSync(undoneFile(file), { force: true });
}

/** Writes the text from before a change and keeps the one with it, so that the change can be redone. Rejects likewise. */
export async function undoInPageFile(file: string, text: string): Promise<void> {
  await replace(file, text, undoneFile(file));
  rmSync(beforeFile(file), { force: true });
}

async function replace(file: string, text: string, kept: string): Promise<void> {
  const mode = (statSync(file, { throwIfNoEntry: false })?.mode ?? MODE) & 0o777;
  await replaceText(kept, [pageText(file)], mode);
  await replaceText(file, [text], mode);
}

function setKey(document: Document, name: KeyName, value: unknown): void {
  const path = name.split('.');
  const [section = ''] = path;
  if (path.length > 1) makeRoom(document, name, section);
  if (value !== null) document.setIn(path, typeof value === 'object' ? document.createNode(value) : value);
  else if (document.hasIn(path)) document.deleteIn(path);
  const left = isMap(document.contents) ? document.get(section) : undefined;
  if (isMap(left) && left.items.length === 0) document.delete(section);
}

/** Takes away a key that somebody wrote with its section, and what is no section in the section's place. */
function makeRoom(document: Document, name: KeyName, section: string): void {
  if (!isMap(document.contents)) return;
  document.delete(name);
  if (!isMap(document.get(section))) document.delete(section);
}

function textOr<T>(file: string, fallback: T): string | T {
  try {
    return readFileSync(file, 'utf8');
  } catch (err) {
    if ((err as NodeJS.ErrnoException).code === 'ENOENT') return fallback;
    throw err;
  }
}
