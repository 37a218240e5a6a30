import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { accessFile, readAccess } from '../../../src/web/access/store.ts';
import { call } from '../call.ts';

const SETTINGS = 'system:\n  hostname: kitchen\n  wifi: {ssid: Home, password: let me in}\n';
const OWNER = { salt: 'c2FsdA==', hash: 'aGFzaA==', cost: 2 };

let box: string;
let mounted: string[] = [];
const at = (path: string): string => join(box, path);
const boot = () => call(['boot-settings', '--card', at('card'), '--data', at('data'), '--news', at('news')]);
const report = (): string => readFileSync(at('card/moodbox-report.txt'), 'utf8');
const copy = (): string => readFileSync(at('news/report/moodbox-report.txt'), 'utf8');
const did = (program: string, ...args: readonly string[]): boolean => spawnSync(program, args).status === 0;

/** A small file system of its own in place of one of the partitions. */
function mount(name: 'card' | 'data'): void {
  if (!did('mount', '-t', 'tmpfs', '-o', 'size=64k', 'none', at(name))) throw new Error(`${name} cannot be mounted`);
  mounted.push(at(name));
}
function fill(name: 'card' | 'data'): void {
  for (let part = 0; part < 64; part += 1) {
    try {
      writeFileSync(at(`${name}/photo-${part}.jpg`), Buffer.alloc(4096, 1));
    } catch {
      rmSync(at(`${name}/photo-${part}.jpg`), { force: true });
      return;
    }
  }
}

beforeEach(() => {
  box = mkdtempSync(join(tmpdir(), 'moodbox-boot-full-'));
  for (const folder of ['card', 'data/state']) mkdirSync(at(folder), { recursive: true });
});
afterEach(() => {
  for (const folder of mounted) did('umount', folder);
  mounted = [];
  rmSync(box, { recursive: true });
});

/** Only root mounts something, and not in every container. */
const mayMount = (): boolean => {
  const folder = mkdtempSync(join(tmpdir(), 'moodbox-mount-'));
  const may = did('mount', '-t', 'tmpfs', 'none', folder) && did('umount', folder);
  rmSync(folder, { recursive: true });
  return may;
};

describe.skipIf(!mayMount())('partitions without room', () => {
  test('a full card gets its report in place of the old one, and no draft', async () => {
    mount('card');
    writeFileSync(at('card/moodbox.yaml'), SETTINGS);
    await boot();
    fill('card');
    writeFileSync(at('card/moodbox.yaml'), SETTINGS.replace('kitchen', 'attic'));
    expect(await boot()).toMatchObject({ status: 0, err: [] });
    expect(report()).toContain('The page: http://attic.local');
    expect(report()).not.toContain('kitchen');
    expect(copy()).toBe(report());
    expect(readdirSync(at('card')).filter((name) => name.startsWith('draft-'))).toEqual([]);
  });

  test('a full card without a report: the box starts, one line says why, and the copy too', async () => {
    mount('card');
    writeFileSync(at('card/moodbox.yaml'), SETTINGS);
    fill('card');
    const { err, status } = await boot();
    expect(status).toBe(1);
    expect(err).toEqual([
      expect.stringMatching(/^moodbox boot-settings: \S+\/moodbox-report\.txt cannot be written \(ENOSPC\): the card is full: delete/),
    ]);
    expect(copy()).toContain('Not everything could be written: the card is full: delete what you have put on it.');
    expect(copy()).toContain('The page: http://kitchen.local');
    expect(statSync(at('news/report/moodbox-report.txt')).mode & 0o077).toBe(0);
    expect(readFileSync(at('data/system/hostname'), 'utf8')).toBe('kitchen\n');
    expect(readdirSync(at('card')).filter((name) => name.startsWith('draft-'))).toEqual([]);
  });

  test('full data keep what they have, the report says so, and the next start takes the card', async () => {
    writeFileSync(at('card/moodbox.yaml'), SETTINGS);
    mount('data');
    mkdirSync(at('data/state'));
    await boot();
    fill('data');
    writeFileSync(at('card/moodbox.yaml'), SETTINGS.replace('Home', 'Attic'));
    const { err, status } = await boot();
    expect(status).toBe(1);
    expect(err).toEqual([expect.stringContaining("the box's own memory is full")]);
    expect(report()).toContain("the box's own memory is full, and so what is new on the card is not in force");
    expect(readFileSync(at('data/iwd/Home.psk'), 'utf8')).toContain('let me in');
    for (const name of readdirSync(at('data')).filter((each) => each.startsWith('photo'))) rmSync(at(`data/${name}`));
    expect(await boot()).toMatchObject({ status: 0, err: [] });
    expect(readFileSync(at('data/iwd/Attic.psk'), 'utf8')).toContain('let me in');
    expect(report()).toContain("No longer in moodbox.yaml, and so forgotten: Wi-Fi 'Home'.");
  });

  test('a read-only card: what it asks for is not done, and the copy says so', async () => {
    writeFileSync(accessFile(at('data/state')), JSON.stringify({ owner: OWNER, sessions: [] }));
    mount('card');
    writeFileSync(at('card/moodbox.yaml'), SETTINGS);
    await boot();
    const old = report();
    writeFileSync(at('card/moodbox.yaml'), SETTINGS.replace('kitchen', 'attic'));
    writeFileSync(at('card/reset-pin'), '');
    expect(did('mount', '-o', 'remount,ro', at('card'))).toBe(true);
    expect(await boot()).toMatchObject({ status: 1 });
    expect(readAccess(accessFile(at('data/state')))).toMatchObject({ owner: OWNER });
    expect(report()).toBe(old);
    expect(copy()).toContain('reset-pin was not obeyed: the card is read-only');
    expect(copy()).toContain('The page: http://attic.local');
    expect(readFileSync(at('data/system/hostname'), 'utf8')).toBe('attic\n');
    expect(existsSync(at('card/reset-pin'))).toBe(true);
  });
});
