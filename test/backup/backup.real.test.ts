import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import SQLite from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { applyRestored } from '../../src/backup/apply.ts';
import type { BackupRequest } from '../../src/backup/pack.ts';
import { packed } from '../../src/backup/pack.ts';
import { tarOf } from '../../src/backup/tar.ts';
import { unpacked } from '../../src/backup/unpack.ts';
import { moment } from '../../src/domain/units.ts';
import { BOUNDS, Store } from '../../src/history/store.ts';

const NOW = moment(1_790_000_000_000);
const track = { id: 'a', title: 'A', url: 'file:///a', source: 'loops', mood: 'happy' } as const;

/** A state folder with a history of so many plays, and the camera on or off. */
function folder(plays: number, camera = true): string {
  const dir = mkdtempSync(join(tmpdir(), 'moodbox-backup-'));
  writeFileSync(join(dir, 'switches.json'), JSON.stringify({ camera, autoplay: false, override: 'sad' }));
  writeFileSync(join(dir, 'access.json'), '{"sessions":[]}');
  using store = Store.open(join(dir, 'history.db'), BOUNDS);
  const played = Array.from({ length: plays }, (_, i) => ({ kind: 'started', at: moment(NOW + i * 1000), track }) as const);
  store.write(played, { began: NOW, now: NOW });
  return dir;
}

const request = (stateDir: string): BackupRequest => ({
  stateDir,
  history: true,
  settings: 'web:\n  port: 8080\n',
  version: '0.1.0',
  at: NOW,
});

async function archiveOf(stateDir: string): Promise<Buffer> {
  const made = await packed(request(stateDir));
  if (!made.ok) throw new Error(made.why);
  return made.value;
}

const playsIn = (dir: string): number => {
  const db = new SQLite(join(dir, 'history.db'), { readonly: true });
  const plays = Number(db.prepare('SELECT count(*) FROM plays').pluck().get());
  db.close();
  return plays;
};
const cameraIn = (dir: string): unknown => JSON.parse(readFileSync(join(dir, 'switches.json'), 'utf8')).camera;

describe('a backup', () => {
  test('is an archive that tar can read, with everything but the PINs', async () => {
    const bytes = await archiveOf(folder(3));
    const file = join(mkdtempSync(join(tmpdir(), 'moodbox-tar-')), 'a.tar.gz');
    writeFileSync(file, bytes);
    const names = execFileSync('tar', ['-tzf', file], { encoding: 'utf8' }).trim().split('\n');
    expect(names.sort()).toEqual(['about.json', 'history.db', 'settings.yaml', 'switches.json']);
  });

  test('leaves nothing behind in the state folder', async () => {
    const dir = folder(3);
    const before = readdirSync(dir).sort();
    await archiveOf(dir);
    // SQLite makes its journal and its index for whoever reads; beside a running daemon they are there anyway.
    expect(
      readdirSync(dir)
        .filter((name) => !/-(wal|shm)$/.test(name))
        .sort(),
    ).toEqual(before);
  });

  test('comes back at the next start; the old state is kept beside it, and the PINs stay', async () => {
    const bytes = await archiveOf(folder(7));
    const dir = folder(2);
    const laid = await unpacked(bytes, dir);
    expect(laid).toMatchObject({ ok: true, value: { plays: 7, moodbox: '0.1.0' } });
    expect(playsIn(dir)).toBe(2);
    expect(applyRestored(dir).toSorted()).toEqual(['history.db', 'switches.json']);
    expect(playsIn(dir)).toBe(7);
    expect(playsIn(join(dir, 'before-restore'))).toBe(2);
    expect(readFileSync(join(dir, 'access.json'), 'utf8')).toBe('{"sessions":[]}');
    expect(applyRestored(dir)).toEqual([]);
    Store.open(join(dir, 'history.db'), BOUNDS)[Symbol.dispose]();
  });

  test.each([
    [true, true, true],
    [true, false, false],
    [false, true, false],
  ])('with the camera %s over one with the camera %s leaves it %s', async (restored, now, after) => {
    const bytes = await archiveOf(folder(1, restored));
    const dir = folder(1, now);
    await unpacked(bytes, dir);
    applyRestored(dir);
    expect(cameraIn(dir)).toBe(after);
  });

  test('a camera that is switched off after the backup was sent stays off, also after a start that was cut off', async () => {
    const bytes = await archiveOf(folder(1, true));
    const dir = folder(1, true);
    await unpacked(bytes, dir);
    mkdirSync(join(dir, 'before-restore'));
    writeFileSync(join(dir, 'before-restore', 'switches.json'), '{"camera":false}');
    execFileSync('rm', [join(dir, 'switches.json')]);
    applyRestored(dir);
    expect(cameraIn(dir)).toBe(false);
    const other = folder(1, true);
    await unpacked(bytes, other);
    writeFileSync(join(other, 'switches.json'), '{"camera":false}');
    expect(applyRestored(other)).toContain('switches.json');
    expect(cameraIn(other)).toBe(false);
  });

  test.each([true, false])('where nobody has ever switched the camera, it is on only if a new box has it on: %s', async (byDefault) => {
    const bytes = await archiveOf(folder(1, true));
    const dir = mkdtempSync(join(tmpdir(), 'moodbox-backup-'));
    await unpacked(bytes, dir);
    applyRestored(dir, byDefault);
    expect(cameraIn(dir)).toBe(byDefault);
  });

  test('a start that was cut off half-way goes on', async () => {
    const bytes = await archiveOf(folder(7));
    const dir = folder(2);
    await unpacked(bytes, dir);
    mkdirSync(join(dir, 'before-restore'));
    execFileSync('mv', [join(dir, 'history.db'), join(dir, 'before-restore')]);
    applyRestored(dir);
    expect(playsIn(dir)).toBe(7);
    expect(playsIn(join(dir, 'before-restore'))).toBe(2);
  });
});

describe('a backup that cannot be trusted', () => {
  const about = Buffer.from('{"format":"moodbox backup","version":1,"moodbox":"0.1.0","at":"2026-01-01"}');
  const withHistory = (make: (db: SQLite.Database) => void): Buffer => {
    const dir = folder(1);
    const db = new SQLite(join(dir, 'history.db'));
    db.pragma('journal_mode = DELETE');
    make(db);
    db.close();
    return readFileSync(join(dir, 'history.db'));
  };
  const archive = (files: Readonly<Record<string, Buffer>>): Buffer => gzipSync(tarOf(new Map(Object.entries(files)), NOW));

  test.each([
    ['is no archive', Buffer.from('hello'), /no backup/],
    ['unpacks to gigabytes', gzipSync(Buffer.alloc(64 * 1024 * 1024)), /no backup|damaged/],
    ['is of something else', archive({ 'about.json': Buffer.from('{"format":"other"}') }), /no backup/],
    ['holds the PINs', archive({ 'about.json': about, 'access.json': Buffer.from('{}') }), /does not belong/],
    ['has switches that are no JSON', archive({ 'about.json': about, 'switches.json': Buffer.from('[1]') }), /'switches.json' is damaged/],
    ['has a history that is none', archive({ 'about.json': about, 'history.db': Buffer.alloc(8192, 'x') }), /history is damaged/],
    [
      'has a trigger in its history',
      archive({
        'about.json': about,
        'history.db': withHistory((db) => db.exec('CREATE TRIGGER t AFTER INSERT ON plays BEGIN DELETE FROM moods; END')),
      }),
      /not one that moodbox has written/,
    ],
    [
      'has a history of a later release',
      archive({ 'about.json': about, 'history.db': withHistory((db) => db.pragma('user_version = 99')) }),
      /later release/,
    ],
  ])('because it %s changes nothing', async (_what, bytes, why) => {
    const dir = folder(2);
    const before = readdirSync(dir).sort();
    const laid = await unpacked(bytes, dir);
    expect(!laid.ok && laid.why).toMatch(why);
    expect(readdirSync(dir).sort()).toEqual(before);
    expect(applyRestored(dir)).toEqual([]);
    expect(playsIn(dir)).toBe(2);
    expect(existsSync(join(dir, 'before-restore'))).toBe(false);
  });
});
