import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { applyRestored } from '../../../src/backup/apply.ts';
import { packed } from '../../../src/backup/pack.ts';
import { moment } from '../../../src/domain/units.ts';
import { BOUNDS, Store } from '../../../src/history/store.ts';
import { call } from '../call.ts';

const AT = moment(1_790_000_000_000);
const track = { id: 'a', title: 'A', url: 'file:///a', source: 'loops', mood: 'happy' } as const;

let folder: string;
const at = (...names: readonly string[]): string => join(folder, ...names);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'moodbox-restore-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const name of ['card', 'data/state', 'news']) mkdirSync(at(name), { recursive: true });
});

const boot = () => call(['boot-settings', '--card', at('card'), '--data', at('data'), '--news', at('news')]);
const report = (): string => readFileSync(at('card/moodbox-report.txt'), 'utf8');

async function backup(plays: number): Promise<Buffer> {
  const stateDir = mkdtempSync(at('other-'));
  using store = Store.open(join(stateDir, 'history.db'), BOUNDS);
  const played = Array.from({ length: plays }, (_, i) => ({ kind: 'started', at: moment(AT + i * 1000), track }) as const);
  store.write(played, { began: AT, now: AT });
  const made = await packed({ stateDir, history: true, settings: '', version: '0.1.0', at: AT });
  if (!made.ok) throw new Error(made.why);
  return made.value;
}

test('a backup on the card is laid ready, told of in the report of this start, and restored once', async () => {
  writeFileSync(at('card/Restore.moodbox.gz'), await backup(3));
  expect(await boot()).toMatchObject({ status: 0, err: [] });
  expect(report()).toContain('Restore.moodbox.gz was restored: a backup of 2026-09-21 (moodbox 0.1.0), 3 plays, history.db.');
  expect(readdirSync(at('card')).sort()).toEqual(['moodbox-report.txt', 'restored.moodbox']);
  expect(applyRestored(at('data/state'))).toEqual(['history.db']);
  await boot(); // the report once more, with the address
  expect(report()).toContain('was restored');
  rmSync(at('news'), { recursive: true });
  await boot();
  expect(report()).not.toContain('was restored');
  expect(existsSync(at('data/state/restore-ready'))).toBe(false);
});

test('what is no backup changes nothing, keeps its name, and the report says why', async () => {
  writeFileSync(at('card/restore.moodbox'), 'a letter');
  expect(await boot()).toMatchObject({ status: 0 });
  expect(report()).toContain('restore.moodbox was not restored, and nothing has changed: this is no backup of moodbox');
  expect(existsSync(at('card/restore.moodbox'))).toBe(true);
  expect(readdirSync(at('data/state'))).toEqual(['access.json']); // the code for the first PIN
});

test('a file that is larger than any backup is not even read', async () => {
  writeFileSync(at('card/restore.moodbox'), Buffer.alloc(5 * 1024 * 1024));
  await boot();
  expect(report()).toContain('it is larger than any backup');
});

test('a backup whose name could not be changed is not restored again', async () => {
  const archive = await backup(2);
  writeFileSync(at('card/restore.moodbox'), archive);
  mkdirSync(at('card/restored.moodbox/in-the-way'), { recursive: true });
  expect(await boot()).toMatchObject({ status: 1, err: [expect.stringContaining('cannot be written')] });
  expect(applyRestored(at('data/state'))).toEqual(['history.db']);
  rmSync(at('card/restored.moodbox'), { recursive: true });
  expect(await boot()).toMatchObject({ status: 0 });
  expect(existsSync(at('data/state/restore-ready'))).toBe(false);
  writeFileSync(at('card/restore.moodbox'), archive);
  await boot(); // somebody wants it once more
  expect(existsSync(at('data/state/restore-ready'))).toBe(true);
});
