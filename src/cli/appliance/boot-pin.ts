import { existsSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { OBEYED } from '../../appliance/card/obeyed-names.ts';
import type { Partitions } from '../../appliance/place.ts';
import { namesIn } from '../../shared/names-in.ts';
import { newSetupCode } from '../../web/access/pins.ts';
import { spacedCode } from '../../web/access/spaced-code.ts';
import { accessFile, setupCodeIn, writeAccess } from '../../web/access/store.ts';
import { leaveToDaemon, stateIn } from './boot-state.ts';

/** The code for the first PIN, as people read it; undefined once there is a PIN, and before moodbox has run for the first time. */
export function codeFor({ data }: Pick<Partitions, 'data'>): string | undefined {
  try {
    const code = setupCodeIn(stateIn(data));
    return code === undefined ? undefined : spacedCode(code);
  } catch {
    return undefined; // the report is worth more than its code
  }
}

/** Whether moodbox knows who may open the page: after its first start, always. */
export const hasAccess = ({ data }: Pick<Partitions, 'data'>): boolean => existsSync(accessFile(stateIn(data)));

/**
 * Makes the code for the first PIN, unless the box has one: report, screen and voice need not wait for the page, which may take minutes to
 * open on a slow machine. Rejects with the file system's error.
 */
export async function makeFirstCode({ data }: Pick<Partitions, 'data'>): Promise<void> {
  const stateDir = stateIn(data);
  if (existsSync(stateDir) && !hasAccess({ data })) await forget(stateDir);
}

/**
 * Forgets the PINs if the card asks for it, before moodbox runs. Resolves to a sentence for the report, or to undefined if it does not ask.
 * The request goes first: a card that cannot be written must not throw out everybody at every start. Rejects with the file system's error.
 */
export async function resetPin({ card, data }: Partitions): Promise<string | undefined> {
  const names = namesIn(card).filter((name) => OBEYED.resetPin.test(name) && statSync(join(card, name)).isFile());
  if (names.length === 0) return undefined;
  for (const name of names) rmSync(join(card, name));
  if (hasAccess({ data })) await forget(stateIn(data));
  return 'The PINs are forgotten, as the file reset-pin asked, and every device is logged out.';
}

async function forget(stateDir: string): Promise<void> {
  const file = accessFile(stateDir);
  await writeAccess(file, { setup: newSetupCode(), sessions: [] });
  leaveToDaemon(stateDir, [file]);
}
