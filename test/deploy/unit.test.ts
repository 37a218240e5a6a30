import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EXIT } from '../../src/cli/command.ts';
import { variableOf } from '../../src/config/keys.ts';
import { copiesIn } from '../../src/music/youtube/update/copies.ts';
import { requestUpdate } from '../../src/music/youtube/update/journal.ts';
import { root } from '../assets.ts';

const INSTALLED = '/opt/moodbox/';
const read = (name: string): string => readFileSync(join(root, 'deploy/systemd', name), 'utf8');
const unit = read('moodbox.service');
const all = (key: string): string[] => [...unit.matchAll(new RegExp(`^${key}=(.*)$`, 'gm'))].map(([, value]) => value ?? '');

let folder: string;
let file: string;
/** systemd checks that the program exists: the checkout stands in for the place of installation. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'moodbox-unit-'));
  file = join(folder, 'moodbox.service');
  writeFileSync(file, unit.replaceAll(INSTALLED, root));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const analyze = (...args: string[]) => spawnSync('systemd-analyze', args, { encoding: 'utf8' });
const installed = analyze('--version').status === 0;

describe('the unit', () => {
  test('starts the program that is installed there', () => {
    expect(all('ExecStart')).toEqual([`${INSTALLED}bin/moodbox run`]);
    accessSync(join(root, 'bin/moodbox'), constants.X_OK);
  });

  test('is watched, restarted, and not after a wrong configuration', () => {
    const values = Object.fromEntries(['Type', 'NotifyAccess', 'WatchdogSec', 'Restart'].map((key) => [key, all(key)[0]]));
    expect(values).toEqual({ Type: 'notify', NotifyAccess: 'all', WatchdogSec: '60', Restart: 'on-failure' });
    expect(all('RestartPreventExitStatus')).toEqual([String(EXIT.config)]);
  });

  test('may use cameras and sound cards, as group and as device', () => {
    expect(all('SupplementaryGroups')).toEqual(['video audio']);
    expect(all('DeviceAllow')).toEqual(['char-video4linux rw', 'char-alsa rw']);
  });

  test("keeps no picture in a core dump, and leaves V8's memory alone", () => {
    expect(all('LimitCORE')).toEqual(['0']);
    expect(all('MemoryDenyWriteExecute')).toEqual([]);
  });

  test.runIf(installed)('systemd finds nothing to complain about', () => {
    const { status, stderr } = analyze('verify', file);
    expect({ status, about: stderr.split('\n').filter((line) => line.includes('moodbox')) }).toEqual({ status: 0, about: [] });
  });

  test.runIf(installed)('systemd rates its exposure 2.0 of 10 or better', () => {
    const { status, stdout } = analyze('security', '--offline=true', '--no-pager', '--threshold=20', file);
    expect({ status, exposure: stdout.trim().split('\n').at(-1) }).toMatchObject({ status: 0 });
  });
});

describe('the units that keep yt-dlp fresh', () => {
  const names = ['moodbox-ytdlp.service', 'moodbox-ytdlp.timer', 'moodbox-ytdlp.path'];
  const value = (name: string, key: string): string | undefined => new RegExp(`^${key}=(.*)$`, 'm').exec(read(name))?.[1];
  const put = (): string[] =>
    names.map((name) => {
      writeFileSync(join(folder, name), read(name).replaceAll(INSTALLED, root));
      return join(folder, name);
    });

  test('run the command that is there, as the user of the daemon, in its folder', () => {
    expect(value('moodbox-ytdlp.service', 'ExecStart')).toBe(`${INSTALLED}bin/moodbox update-ytdlp`);
    for (const key of ['User', 'Group', 'StateDirectory', 'StateDirectoryMode', 'RestartPreventExitStatus']) {
      expect([key, value('moodbox-ytdlp.service', key)]).toEqual([key, all(key)[0]]);
    }
  });

  test('are started daily, not all at once, and where the daemon leaves its wish', async () => {
    expect([value('moodbox-ytdlp.timer', 'OnCalendar'), value('moodbox-ytdlp.timer', 'RandomizedDelaySec')]).toEqual(['daily', '6h']);
    const stateDir = join(folder, 'state');
    await requestUpdate(copiesIn(stateDir), { at: new Date().toISOString(), failures: 3 });
    const watched = value('moodbox-ytdlp.path', 'PathExists') ?? '';
    expect(existsSync(watched.replace('/var/lib/moodbox', stateDir))).toBe(true);
    expect(value('moodbox-ytdlp.service', 'ExecStartPre')).toBe(`-/usr/bin/rm -f ${watched}`);
  });

  test('are all installed, enabled and removed by the script', () => {
    const script = readFileSync(join(root, 'scripts/install-service'), 'utf8');
    expect(script).toContain('freshening=(moodbox-ytdlp.timer moodbox-ytdlp.path)');
    expect(script.match(/moodbox-ytdlp\.\{(service,)?timer,path\}/g)).toHaveLength(2);
    expect(script).toMatch(/systemctl enable moodbox\.service "\$\{freshening\[@\]\}"/);
  });

  test.runIf(installed)('systemd finds nothing to complain about', () => {
    const { status, stderr } = analyze('verify', ...put());
    expect({ status, about: stderr.split('\n').filter((line) => line.includes('moodbox')) }).toEqual({ status: 0, about: [] });
  });

  test.runIf(installed)('systemd rates the exposure of the download 1.6 of 10 or better', () => {
    put();
    const { status, stdout } = analyze('security', '--offline=true', '--no-pager', '--threshold=16', join(folder, 'moodbox-ytdlp.service'));
    expect({ status, exposure: stdout.trim().split('\n').at(-1) }).toMatchObject({ status: 0 });
  });
});

test('the example of a password sets the key that reads a password file', () =>
  expect(read('mqtt-password.conf')).toContain(`Environment=${variableOf('mqtt', 'password_file')}=%d/mqtt-password`));

test('the service has a user of its own in both groups', () => {
  const lines = read('moodbox.sysusers').split('\n');
  expect(lines.filter((line) => line.startsWith('m '))).toEqual(['m moodbox video', 'm moodbox audio']);
  expect(lines.some((line) => line.startsWith('u moodbox '))).toBe(true);
});
