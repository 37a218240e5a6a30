import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { OBEYED } from '../../appliance/card/obeyed-names.ts';
import type { Partitions } from '../../appliance/place.ts';
import { textAt, writeIfChanged } from '../../appliance/place.ts';
import { MOST, readyFolder } from '../../backup/contents.ts';
import type { Unpacked } from '../../backup/unpack.ts';
import { unpacked } from '../../backup/unpack.ts';
import type { Result } from '../../domain/result.ts';
import { failed } from '../../domain/result.ts';
import { leaveToDaemon, stateIn } from './boot-state.ts';

/** What a backup on the card is called afterwards, so that it is restored once. */
const DONE = 'restored.moodbox';
/** On the data partition: the backup that has been laid ready but may still have its old name. */
const LAST = 'system/restored';

/**
 * Lays a backup that is on the card ready for the start of moodbox, and gives it another name. Resolves to a sentence for the report,
 * or to undefined without a backup. A backup that cannot be used changes nothing and keeps its name. Rejects with the file system's error.
 */
export async function restoreFrom({ card, data }: Partitions): Promise<string | undefined> {
  const name = backupOn(card);
  if (name === undefined) return undefined;
  const file = join(card, name);
  if (statSync(file).size > MOST.packed) return refused(name, 'it is larger than any backup of moodbox');
  const archive = readFileSync(file);
  const fingerprint = createHash('sha256').update(archive).digest('hex');
  const laid = textAt(join(data, LAST)) === fingerprint ? undefined : await laidReady(archive, stateIn(data));
  if (laid?.ok === false) return refused(name, laid.why);
  // A card that cannot be written must not bring the old state back at every start.
  await writeIfChanged(join(data, LAST), fingerprint);
  renameSync(file, join(card, DONE));
  rmSync(join(data, LAST));
  return `${name} was restored${laid ? `: ${contentsOf(laid.value)}` : ''}. It is called ${DONE} now.`;
}

const refused = (name: string, why: string): string => `${name} was not restored, and nothing has changed: ${why}.`;

async function laidReady(archive: Buffer, stateDir: string): Promise<Result<Unpacked, string>> {
  const laid = await unpacked(archive, stateDir).catch((err: NodeJS.ErrnoException) =>
    err.code === 'ENOSPC' ? failed('the data partition is full') : Promise.reject(err),
  );
  if (!laid.ok) return laid;
  const ready = readyFolder(stateDir);
  leaveToDaemon(stateDir, [ready, ...readdirSync(ready).map((each) => join(ready, each))]);
  return laid;
}

const contentsOf = ({ at, files, moodbox, plays }: Unpacked): string =>
  [
    `a backup of ${at.slice(0, 10)} (moodbox ${moodbox})`,
    ...(plays === undefined ? [] : [`${plays} plays`]),
    files.length === 0 ? 'no files' : files.join(', '),
  ].join(', ');

/** The settings of the backup are only to be read: those on the card and those of the page hold. */
function backupOn(card: string): string | undefined {
  try {
    return readdirSync(card).find((name) => OBEYED.restore.test(name) && statSync(join(card, name)).isFile());
  } catch {
    return undefined;
  }
}
