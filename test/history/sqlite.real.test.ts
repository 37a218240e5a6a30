import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import SQLite from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { ms } from '../../src/domain/units.ts';
import { SqliteArchive } from '../../src/history/archive.ts';
import { EVERYTHING, historyContract, MINUTE, second, song } from '../contracts/history.ts';
import { historyFolder, Setting } from './setting.ts';

historyContract('SqliteHistory', async () => new Setting());

/** Only root may make a small disk, and not everywhere. */
const canMount = ((): boolean => {
  const disk = historyFolder();
  const made = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk]).status === 0;
  return made && spawnSync('umount', [disk]).status === 0;
})();

const count = (it: Setting): number => {
  using archive = it.archive();
  return archive.entries(EVERYTHING).length;
};
const like = (seconds: number) => ({ kind: 'like', at: second(seconds), track: song(`${seconds}`) }) as const;

describe('a history file', () => {
  test('is in WAL mode and sound, and holds only what it should', async () => {
    await using it = new Setting();
    for (const each of MINUTE) it.history.record(each);
    await it.again();
    const db = new SQLite(it.file, { readonly: true });
    expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(db.prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").pluck().all()).toEqual([
      'answers',
      'lives',
      'moods',
      'opinions',
      'plays',
      'switches',
      'visits',
    ]);
    db.close();
  });

  test('of an earlier release is read as it is, and brought up to date by the daemon', async () => {
    await using it = new Setting();
    for (const each of MINUTE) it.history.record(each);
    await it.again();
    const old = join(historyFolder(), 'old.db');
    const db = new SQLite(it.file);
    db.exec(`VACUUM INTO '${old}'`);
    db.close();
    const before = new SQLite(old);
    before.exec('DROP TABLE switches; DROP TABLE answers; DROP TABLE visits; PRAGMA user_version = 1');
    before.close();
    {
      using archive = SqliteArchive.open(old);
      expect(archive?.entries(EVERYTHING).length).toBeGreaterThan(3);
      expect(archive?.feedback(EVERYTHING.since, EVERYTHING.until)).toEqual([]);
    }
    const again = new Setting(old);
    again.history.record({ kind: 'camera', at: second(90), on: false, by: { door: 'broker' } });
    await again[Symbol.asyncDispose]();
    using current = SqliteArchive.open(old);
    expect(current?.entries(EVERYTHING).at(-1)).toMatchObject({ kind: 'camera', on: false });
  });

  test('is written in batches: nothing before its time, all of it at once', async () => {
    await using it = new Setting();
    it.history.record(like(0));
    it.history.record(like(1));
    await it.pass(ms(4000));
    expect(count(it)).toBe(0);
    await it.pass(ms(2000));
    expect(count(it)).toBe(2);
  });

  test('a power cut costs the last seconds: unfinished moods and plays ended when the box was last on', async () => {
    const folder = historyFolder();
    const cut = new Setting(join(folder, 'history.db'));
    for (const each of MINUTE) cut.history.record(each);
    await cut.pass(ms(400_000));
    // As the disk is at this moment, with the journal that was not folded in.
    const copy = join(folder, 'copy.db');
    for (const part of ['', '-wal']) writeFileSync(`${copy}${part}`, readFileSync(`${cut.file}${part}`));
    await cut[Symbol.asyncDispose]();
    await using it = new Setting(copy);
    using archive = it.archive();
    const [mood, play] = [archive.entries(EVERYTHING)[1], archive.entries(EVERYTHING).at(-1)];
    expect(mood).toMatchObject({ kind: 'mood', mood: 'happy', until: second(305) });
    expect(play).toEqual({ kind: 'play', at: second(32), until: second(305), track: song('b'), heard: 273_000 });
  });

  test.each([
    ['text', () => Buffer.from('this is not a database\n'.repeat(500))],
    ['a torn page', (sound: Buffer) => Buffer.concat([sound.subarray(0, 4096), Buffer.alloc(sound.length - 4096, 0x5a)])],
    ['half a file', (sound: Buffer) => sound.subarray(0, Math.floor(sound.length / 2 / 4096) * 4096 + 100)],
  ])('%s in its place is moved aside and logged, and a new history begun', async (_what, spoil) => {
    const first = new Setting();
    for (let i = 0; i < 300; i += 1) first.history.record(like(i));
    await first[Symbol.asyncDispose]();
    const spoilt = spoil(readFileSync(first.file));
    writeFileSync(first.file, spoilt);
    await using it = new Setting(first.file);
    expect(it.log.events).toEqual(['history.damaged']);
    expect(it.history.state).toEqual({ kind: 'keeping', setAside: true });
    expect(readFileSync(`${first.file}.damaged`).equals(spoilt)).toBe(true);
    it.history.record(like(1));
    await it.again();
    expect(count(it)).toBe(1);
    expect(it.history.state).toEqual({ kind: 'keeping', setAside: false });
  });

  test('damage found while running loses nothing that still waits', async () => {
    await using it = new Setting();
    it.history.record(like(0));
    await it.pass(ms(6000));
    const other = new SQLite(it.file).unsafeMode(true);
    other.pragma('writable_schema = ON');
    other.exec("UPDATE sqlite_master SET rootpage = 999 WHERE name = 'opinions'");
    other.pragma('schema_version = 99');
    other.close();
    it.history.record(like(1));
    await it.pass(ms(20_000));
    expect(it.log.events).toEqual(['history.damaged']);
    expect(it.history.state).toEqual({ kind: 'keeping', setAside: true });
    expect(it.history.opinions().map(({ track }) => track.id)).toEqual(['1']);
    expect(count(it)).toBe(1);
  });

  test('a folder that cannot be made is tried again, logged once, and what happened meanwhile is written then', async () => {
    const folder = join(historyFolder(), 'state');
    writeFileSync(folder, '');
    await using it = new Setting(join(folder, 'history.db'));
    expect(it.history.state).toEqual({ kind: 'lost', why: 'the state folder cannot be written to' });
    for (const each of MINUTE) it.history.record(each);
    await it.pass(ms(120_000));
    expect(it.log.events).toEqual(['history.lost']);
    expect(it.history.opinions().length).toBe(2);
    rmSync(folder);
    await it.pass(ms(600_000));
    expect(it.log.events).toEqual(['history.lost', 'history.found']);
    expect(count(it)).toBe(6);
  });

  test('what waits for a disk is bounded: the oldest is dropped, and counted', async () => {
    const folder = join(historyFolder(), 'state');
    writeFileSync(folder, '');
    await using it = new Setting(join(folder, 'history.db'));
    for (let i = 0; i < 1500; i += 1) it.history.record(like(i));
    rmSync(folder);
    await it.pass(ms(600_000));
    expect(count(it)).toBe(1000);
    expect(it.log.lines.at(-1)).toMatchObject({ event: 'history.found', fields: { dropped: 500 } });
  });

  test('a file that can grow no more is no failure of anything else, and goes on when there is room', async () => {
    const folder = historyFolder();
    const file = join(folder, 'history.db');
    const full = new Setting(file, { bounds: { rows: 10_000, pages: 14 } });
    for (let i = 0; i < 900; i += 1) full.history.record(like(i));
    await full.pass(ms(6000));
    expect(full.history.state).toEqual({ kind: 'lost', why: 'the disk is full' });
    await full.pass(ms(3_600_000));
    expect(full.log.events).toEqual(['history.lost']);
    await full[Symbol.asyncDispose]();
    await using it = new Setting(file);
    it.history.record(like(1));
    await it.again();
    expect(count(it)).toBe(1);
  });

  test.runIf(canMount)('a full disk is logged, and what waited is written when there is room', async () => {
    const disk = historyFolder();
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=400k', 'tmpfs', disk]);
    try {
      await using it = new Setting(join(disk, 'history.db'));
      it.history.record(like(0));
      await it.pass(ms(6000));
      const free = statfsSync(disk);
      writeFileSync(join(disk, 'filler'), Buffer.alloc(free.bavail * free.bsize));
      for (let i = 0; i < 900; i += 1) it.history.record(like(i));
      await it.pass(ms(60_000));
      expect(it.history.state).toEqual({ kind: 'lost', why: 'the disk is full' });
      rmSync(join(disk, 'filler'));
      await it.pass(ms(600_000));
      expect(it.log.events).toEqual(['history.lost', 'history.found']);
      expect(count(it)).toBe(901);
    } finally {
      execFileSync('umount', [disk]);
    }
  });

  test('what is too old or too much is deleted', async () => {
    await using it = new Setting(undefined, { keep: ms(3600_000), bounds: { rows: 5, pages: 1000 } });
    it.history.record({ kind: 'mood', at: second(-7200), mood: 'sad', by: 'camera' });
    for (let i = 0; i < 10; i += 1) it.history.record(like(i));
    await it.again();
    await it.pass(ms(0));
    expect(it.history.opinions().map(({ track }) => track.id)).toEqual(['9', '8', '7', '6', '5']);
    expect(count(it)).toBe(5);
    await it.pass(ms(2 * 86_400_000));
    expect(count(it)).toBe(0);
  });

  test('a file of a later release is left as it is', async () => {
    const file = join(historyFolder(), 'history.db');
    const later = new SQLite(file);
    later.pragma('user_version = 99');
    later.close();
    const before = readFileSync(file);
    const it = new Setting(file);
    it.history.record(like(1));
    await it.pass(ms(60_000));
    expect(it.history.state).toMatchObject({ kind: 'lost', why: expect.stringMatching(/later release/) });
    await it[Symbol.asyncDispose]();
    expect(() => SqliteArchive.open(file)).toThrow(/later release/);
    expect(existsSync(`${file}.damaged`)).toBe(false);
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  test('while another program writes, it waits its turn and loses nothing', async () => {
    await using it = new Setting();
    await it.pass(ms(0));
    const other = new SQLite(it.file);
    other.exec('BEGIN IMMEDIATE');
    it.history.record(like(1));
    await it.pass(ms(6000));
    expect(it.history.state).toEqual({ kind: 'lost', why: 'another program holds the file' });
    other.exec('COMMIT');
    other.close();
    await it.pass(ms(60_000));
    expect(it.history.state.kind).toBe('keeping');
    expect(count(it)).toBe(1);
  });

  test('a folder in the place of the file ends nothing', async () => {
    const file = join(historyFolder(), 'history.db');
    mkdirSync(file);
    await using it = new Setting(file);
    expect(it.history.state.kind).toBe('lost');
    expect(readdirSync(dirname(file))).toEqual(['history.db']);
  });
});
