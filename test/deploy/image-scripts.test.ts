import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { root } from '../assets.ts';

let folder: string;
const at = (...names: readonly string[]): string => join(folder, ...names);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'moodbox-image-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
});

describe('the log of a start', () => {
  /** Runs the script on a machine that is in this state, whose log has these lines. */
  function start(state: string, lines: readonly string[], isActive = true) {
    mkdirSync(at('bin'), { recursive: true });
    mkdirSync(at('log'), { recursive: true });
    writeFileSync(at('journal'), lines.map((line) => `${line}\n`).join(''));
    program('journalctl', `cat ${at('journal')}`);
    program('systemctl', `case "$1" in is-system-running) echo ${state} ;; *) exit ${isActive ? 0 : 3} ;; esac`);
    // A start that never ends: the plug is pulled at the third look.
    program('sleep', `echo >>${at('slept')}; [ "$(wc -l <${at('slept')})" -lt 3 ] || kill -KILL "$PPID"`);
    rmSync(at('slept'), { force: true });
    return spawnSync(join(root, 'scripts/image/root/usr/lib/moodbox-image/keep-boot-log'), [at('log'), at('news')], {
      env: { ...process.env, PATH: `${at('bin')}${delimiter}${process.env.PATH}` },
      encoding: 'utf8',
    });
  }
  const program = (name: string, text: string): void => writeFileSync(at('bin', name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  const kept = (): readonly string[] => readdirSync(at('log')).sort();
  const told = (): string => readFileSync(at('news/failed-start'), 'utf8');

  test('is not kept if it goes well', () => {
    expect(start('running', ['all is well'])).toMatchObject({ status: 0, stderr: '' });
    expect(kept()).toEqual([]);
    expect(existsSync(at('news'))).toBe(false);
  });

  test('outlives a start that never ends, and is told of at the next one', () => {
    expect(start('starting', ['one', 'the camera hangs'])).toMatchObject({ signal: 'SIGKILL', stderr: '' });
    expect(kept()).toEqual(['starting.txt']);
    start('running', ['fine again']);
    expect(kept()).toEqual(['failed-1.txt']);
    expect(readFileSync(at('log/failed-1.txt'), 'utf8')).toBe('one\nthe camera hangs\n');
    expect(told()).toMatch(/did not go well.*\n {2}one\n {2}the camera hangs\n$/);
  });

  test('outlives a start with a unit that failed, and one in which moodbox does not run', () => {
    expect(start('degraded', ['a unit failed'])).toMatchObject({ status: 0 });
    expect(kept()).toEqual(['starting.txt']);
    expect(start('running', ['moodbox crashes'], false)).toMatchObject({ signal: 'SIGKILL' });
    expect(kept()).toEqual(['failed-1.txt', 'starting.txt']);
  });

  test('is bounded: three starts, 64 kB each', () => {
    for (let n = 0; n < 6; n += 1) start('starting', [`start ${n}`, 'x'.repeat(100_000)]);
    expect(kept()).toEqual(['failed-1.txt', 'failed-2.txt', 'failed-3.txt', 'starting.txt']);
    for (const name of kept()) expect(statSync(at('log', name)).size).toBeLessThanOrEqual(65_536);
    expect(told().length).toBeLessThan(4000);
  });
});

describe('the clock of a box without one', () => {
  const clock = () =>
    spawnSync(join(root, 'scripts/image/root/usr/lib/moodbox-image/clock'), [at('clock'), at('state')], { encoding: 'utf8' });
  const write = (name: string, seconds: number): void => {
    mkdirSync(at('state'), { recursive: true });
    writeFileSync(at(name), '');
    utimesSync(at(name), seconds, seconds);
  };
  const seconds = (): number => statSync(at('clock')).mtimeMs / 1000;

  test('begins where the history ended, if that was later', () => {
    write('clock', 1_790_000_000);
    write('state/history.db', 1_790_000_300);
    write('state/history.db-wal', 1_790_000_500);
    expect(clock()).toMatchObject({ status: 0, stderr: '' });
    expect(seconds()).toBe(1_790_000_500);
  });

  test('begins where it was saved, if that was later, and at a first start does nothing', () => {
    expect(clock()).toMatchObject({ status: 0, stderr: '' });
    expect(existsSync(at('clock'))).toBe(false);
    write('clock', 1_790_000_900);
    write('state/history.db', 1_790_000_300);
    clock();
    expect(seconds()).toBe(1_790_000_900);
  });
});

describe('what is lost by a pulled plug', () => {
  const kept = (seen: string, moods: readonly (readonly [string, string])[]) => {
    writeFileSync(at('seen'), seen);
    writeFileSync(at('kept'), moods.map(([time, mood]) => `${JSON.stringify({ kind: 'mood', at: time, mood })}\n`).join(''));
    return spawnSync(process.execPath, [join(root, 'scripts/image/kept.mjs'), at('seen'), at('kept')], { encoding: 'utf8' });
  };
  const SEEN = '1790000000000\thappy\n1790000005000\tsad\n1790000007000\t\n';
  const HAPPY = ['2026-09-21T14:13:20.000Z', 'happy'] as const;

  test('is nothing that was in the file', () =>
    expect(kept(SEEN, [HAPPY, ['2026-09-21T14:13:25.000Z', 'sad']])).toMatchObject({
      ...{ status: 0, stdout: '2 moods seen in the file, the newest 2.0 s before the plug was pulled; 0 lost\n' },
    }));

  test('is told otherwise, and a trial in which nothing was seen proves nothing', () => {
    expect(kept(SEEN, [HAPPY])).toMatchObject({ status: 1, stdout: expect.stringContaining('1 lost, the oldest of 2.0 s') });
    expect(kept('1790000007000\t\n', [HAPPY])).toMatchObject({ status: 1 });
  });
});

describe('the bill of materials', () => {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const version: string = lock['node_modules/mqtt'].version;
  const bill = (mqtt: string) => {
    mkdirSync(at('node_modules/mqtt'), { recursive: true });
    writeFileSync(at('node_modules/mqtt/package.json'), JSON.stringify({ name: 'mqtt', version: mqtt, license: 'MIT' }));
    writeFileSync(at('packages.tsv'), 'g++\t4:14.2.0-1\tamd64\n');
    return spawnSync(process.execPath, [join(root, 'scripts/image/bill.mjs'), at('packages.tsv'), folder, 'image'], { encoding: 'utf8' });
  };

  test('names the packages of Debian and the modules in the image, with licence and checksum', () => {
    const { components } = JSON.parse(bill(version).stdout);
    expect(components).toEqual([
      expect.objectContaining({ purl: 'pkg:deb/debian/g%2B%2B@4%3A14.2.0-1?arch=amd64&distro=trixie' }),
      expect.objectContaining({ purl: `pkg:npm/mqtt@${version}`, licenses: [{ license: { id: 'MIT' } }] }),
    ]);
    expect(components[1].hashes).toEqual([{ alg: 'SHA-512', content: expect.stringMatching(/^[0-9a-f]{128}$/) }]);
  });

  test('is not made of other modules than the lockfile names', () => {
    expect(bill('0.0.1')).toMatchObject({ status: 1, stderr: expect.stringContaining(`mqtt is 0.0.1 in ${folder}`) });
  });
});
