import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { applyRestored } from '../../../src/backup/apply.ts';
import { SIZES } from '../../../src/backup/contents.ts';
import { filesIn } from '../../../src/backup/tar.ts';
import type { ErrandRequest } from '../../../src/cli/appliance/errand.ts';
import { loadConfig } from '../../../src/config/load.ts';
import type { RunErrand } from '../../../src/daemon/upkeep/errands.ts';
import { errands } from '../../../src/daemon/upkeep/errands.ts';
import { moment } from '../../../src/domain/units.ts';
import { BOUNDS, Store } from '../../../src/history/store.ts';
import { systemClock } from '../../../src/shared/async/clock.ts';
import { FakeLog } from '../../fakes/log.ts';

const NOW = moment(1_790_000_000_000);

function stateFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'moodbox-errand-'));
  writeFileSync(join(dir, 'switches.json'), '{"camera":true,"autoplay":true,"override":"auto"}');
  using store = Store.open(join(dir, 'history.db'), BOUNDS);
  store.write([{ kind: 'mood', at: NOW, mood: 'happy', by: 'camera' }], { began: NOW, now: NOW });
  return dir;
}

const open = (
  program?: string,
): { readonly run: (request: ErrandRequest, payload?: Uint8Array) => ReturnType<RunErrand>; readonly log: FakeLog } => {
  const log = new FakeLog();
  return {
    run: errands({ clock: systemClock, log, signal: new AbortController().signal, ...(program !== undefined && { program }) }),
    log,
  };
};
const backupOf = (stateDir: string): ErrandRequest => ({
  kind: 'backup',
  stateDir,
  history: true,
  settings: 'web: {}\n',
  version: '0.1.0',
  at: NOW,
});

describe('an errand of the daemon, by the built program', () => {
  test('checks what it is asked to check, and leaves out what the daemon knows', async () => {
    const config = { ...loadConfig({ env: {} }), state: { dir: stateFolder() } };
    const leave = ['camera', 'model', 'broker', 'music', 'yt-dlp', 'composer', 'audio', 'mpv'];
    const answer = await open().run({ kind: 'doctor', config, leave });
    const names = answer.ok && JSON.parse(answer.value.toString('utf8')).map(({ name }: { name: string }) => name);
    expect(names).toEqual(['subsonic', 'music_assistant', 'page', 'presence', 'disk', 'clock', 'trust', 'system']);
  });

  test('makes a backup, and lays it ready in another box', async () => {
    const { run } = open();
    const made = await run(backupOf(stateFolder()));
    if (!made.ok) throw new Error(made.why);
    const files = filesIn(gunzipSync(made.value), SIZES);
    expect(files.ok && [...files.value.keys()].sort()).toEqual(['about.json', 'history.db', 'settings.yaml', 'switches.json']);
    const other = stateFolder();
    const laid = await run({ kind: 'restore', stateDir: other }, made.value);
    expect(laid.ok && JSON.parse(laid.value.toString('utf8'))).toMatchObject({ files: ['switches.json', 'history.db'], plays: 0 });
    expect(applyRestored(other).length).toBe(2);
  });

  test('says in a sentence why a file is no backup, and changes nothing', async () => {
    const dir = stateFolder();
    const before = readdirSync(dir);
    const laid = await open().run({ kind: 'restore', stateDir: dir }, Buffer.from('hello'));
    expect(laid).toEqual({ ok: false, why: 'this is no backup of moodbox, or it is damaged' });
    expect(readdirSync(dir)).toEqual(before);
  });

  test('a program that fails is a sentence, and a line in the log', async () => {
    const { log, run } = open('/nonexistent/moodbox');
    expect(await run(backupOf(stateFolder()))).toEqual({ ok: false, why: 'it failed; the log says more' });
    expect(log.events).toEqual(['errand.failed']);
  });
});
