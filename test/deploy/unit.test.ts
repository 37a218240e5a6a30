import { spawnSync } from 'node:child_process';
import { accessSync, constants, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EXIT } from '../../src/cli/command.ts';
import { variableOf } from '../../src/config/schema.ts';
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

test('the example of a password sets the key that reads a password file', () =>
  expect(read('mqtt-password.conf')).toContain(`Environment=${variableOf('mqtt', 'password_file')}=%d/mqtt-password`));

test('the service has a user of its own in both groups', () => {
  const lines = read('moodbox.sysusers').split('\n');
  expect(lines.filter((line) => line.startsWith('m '))).toEqual(['m moodbox video', 'm moodbox audio']);
  expect(lines.some((line) => line.startsWith('u moodbox '))).toBe(true);
});
