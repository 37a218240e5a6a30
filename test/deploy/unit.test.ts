import { spawnSync } from 'node:child_process';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EXIT } from '../../src/cli/command.ts';
import { SECTIONS, variableOf } from '../../src/config/keys.ts';
import { LONGEST_RUN } from '../../src/music/youtube/apart/message.ts';
import { requestsIn, SERVICE_COPIES } from '../../src/music/youtube/update/copies.ts';
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
    expect(all('ExecStart')).toEqual([`${INSTALLED}bin/moodbox run --config /etc/moodbox/moodbox.yaml`]);
    expect(all('WorkingDirectory')).toEqual(['/']);
    accessSync(join(root, 'bin/moodbox'), constants.X_OK);
  });

  test('is watched, restarted, and not after a wrong configuration', () => {
    const values = Object.fromEntries(['Type', 'NotifyAccess', 'WatchdogSec', 'Restart'].map((key) => [key, all(key)[0]]));
    expect(values).toEqual({ Type: 'notify', NotifyAccess: 'all', WatchdogSec: '60', Restart: 'on-failure' });
    expect(all('RestartPreventExitStatus')).toEqual([String(EXIT.config)]);
  });

  test('may use cameras and sound cards, as group and as device', () => {
    expect(read('moodbox.sysusers').split('\n')).toEqual(expect.arrayContaining(['m moodbox video', 'm moodbox audio']));
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

  test('has a fence around its memory, behind which the daemon is not the first to go', () => {
    const values = Object.fromEntries(['MemoryHigh', 'MemoryMax', 'OOMPolicy', 'OOMScoreAdjust'].map((key) => [key, all(key)[0]]));
    expect(values).toEqual({ MemoryHigh: '65%', MemoryMax: '75%', OOMPolicy: 'continue', OOMScoreAdjust: '-200' });
  });
});

describe('every unit that runs something', () => {
  const services = readdirSync(join(root, 'deploy/systemd')).filter((name) => name.endsWith('.service'));

  test('is one of these', () => expect(services.sort()).toEqual(['moodbox-youtube@.service', 'moodbox-ytdlp.service', 'moodbox.service']));

  test.runIf(installed).each(services)('%s is rated 1.5 of 10 or better', (name) => {
    writeFileSync(join(folder, name), read(name).replaceAll(INSTALLED, root));
    const { status, stdout } = analyze('security', '--offline=true', '--no-pager', '--threshold=15', join(folder, name));
    expect({ status, exposure: stdout.trim().split('\n').at(-1) }).toMatchObject({ status: 0 });
  });

  test.each(services)('%s stands in /, has a fence around its memory, and keeps no core dump', (name) => {
    for (const line of ['WorkingDirectory=/', 'LimitCORE=0']) expect(read(name).split('\n')).toContain(line);
    expect(read(name)).toMatch(/^MemoryMax=/m);
  });

  test.skipIf(installed)('systemd-analyze is missing here: NO unit was rated', () => {
    process.stderr.write('systemd-analyze is missing: the exposure of the units was NOT checked\n');
  });
});

describe('the units that keep yt-dlp fresh', () => {
  const names = [
    'moodbox-ytdlp.service',
    'moodbox-ytdlp.timer',
    'moodbox-ytdlp.path',
    'moodbox-youtube.socket',
    'moodbox-youtube@.service',
  ];
  const value = (name: string, key: string): string | undefined => new RegExp(`^${key}=(.*)$`, 'm').exec(read(name))?.[1];
  const put = (): string[] =>
    names.map((name) => {
      writeFileSync(join(folder, name), read(name).replaceAll(INSTALLED, root));
      return join(folder, name);
    });

  test('run the command that is there, as a user of their own who owns the copies, with what the daemon may not read or write', () => {
    expect(value('moodbox-ytdlp.service', 'ExecStart')).toBe(`${INSTALLED}bin/moodbox update-ytdlp --config /etc/moodbox/moodbox.yaml`);
    expect(value('moodbox-ytdlp.service', 'User')).toBe('moodbox-ytdlp');
    expect(value('moodbox-ytdlp.service', 'Group')).toBe(all('Group')[0]);
    expect(value('moodbox-ytdlp.service', 'ReadWritePaths')).toBe(SERVICE_COPIES);
    expect(read('moodbox.tmpfiles')).toMatch(new RegExp(`^d ${SERVICE_COPIES} 2755 moodbox-ytdlp moodbox$`, 'm'));
    expect(value('moodbox-ytdlp.service', 'RestartPreventExitStatus')).toBe(all('RestartPreventExitStatus')[0]);
  });

  test('try what was downloaded in the unit for questions', () => {
    expect(value('moodbox-ytdlp.service', 'Requires')).toBe('moodbox-youtube.socket');
  });

  test('are started daily, not all at once, and when the daemon writes its request', async () => {
    expect([value('moodbox-ytdlp.timer', 'OnCalendar'), value('moodbox-ytdlp.timer', 'RandomizedDelaySec')]).toEqual(['daily', '6h']);
    const stateDir = join(folder, 'state');
    await requestUpdate(requestsIn(stateDir), { at: new Date().toISOString(), failures: 3 });
    const watched = value('moodbox-ytdlp.path', 'PathChanged') ?? '';
    expect(existsSync(watched.replace('/var/lib/moodbox', stateDir))).toBe(true);
  });

  test('are all installed, enabled and removed by the script', () => {
    const script = readFileSync(join(root, 'scripts/install-service'), 'utf8');
    expect(script).toContain('freshening=(moodbox-ytdlp.timer moodbox-ytdlp.path)');
    expect(script).toContain('asking=moodbox-youtube.socket');
    expect(script.match(/moodbox-ytdlp\.\{(service,)?timer,path\}/g)).toHaveLength(2);
    expect(script).toMatch(/systemctl enable moodbox\.service "\$\{freshening\[@\]\}" "\$asking"/);
    expect(script).toContain('deploy/systemd/moodbox{,-ytdlp,-youtube@}.service');
    expect(script).toContain('deploy/systemd/moodbox-youtube.socket');
    expect(script).toContain('moodbox-youtube{.socket,@.service}');
  });

  test.runIf(installed)('systemd finds nothing to complain about', () => {
    const { status, stderr } = analyze('verify', ...put());
    expect({ status, about: stderr.split('\n').filter((line) => line.includes('moodbox')) }).toEqual({ status: 0, about: [] });
  });
});

describe('the unit for questions to yt-dlp', () => {
  const service = read('moodbox-youtube@.service');
  const socket = read('moodbox-youtube.socket');

  test('listens where the daemon asks, and lets nobody else in', () => {
    expect(socket).toContain(`ListenStream=${SECTIONS.music.ytdlp_socket?.default}\n`);
    for (const line of ['Accept=yes', 'SocketMode=0660', `SocketGroup=${all('Group')[0]}`, 'MaxConnections=4'])
      expect(socket).toContain(`${line}\n`);
    expect(unit).toContain('Wants=moodbox-youtube.socket\n');
  });

  test('answers one question as a user that owns nothing, without devices, configuration and state', () => {
    const wanted = [
      'DynamicUser=yes',
      'PrivateDevices=yes',
      'DevicePolicy=closed',
      'ProtectSystem=strict',
      'ProtectHome=yes',
      'PrivateTmp=yes',
    ];
    for (const line of [`ExecStart=-${INSTALLED}bin/moodbox answer-ytdlp`, 'StandardInput=socket', ...wanted])
      expect(service).toContain(`${line}\n`);
    expect(service).toMatch(/^InaccessiblePaths=-\/etc\/moodbox -\/var\/lib\/moodbox /m);
    expect(Number(/^RuntimeMaxSec=(\d+)$/m.exec(service)?.[1])).toBeGreaterThan(LONGEST_RUN / 1000 + 5);
    expect(service).not.toMatch(/^(SupplementaryGroups|LoadCredential|ReadWritePaths|BindPaths)=/m);
  });

  test.runIf(installed)('systemd finds nothing to complain about', () => {
    for (const name of ['moodbox-youtube@.service', 'moodbox-youtube.socket'])
      writeFileSync(join(folder, name), read(name).replaceAll(INSTALLED, root));
    const { status, stderr } = analyze('verify', join(folder, 'moodbox-youtube.socket'));
    expect({ status, about: stderr.split('\n').filter((line) => line.includes('moodbox')) }).toEqual({ status: 0, about: [] });
  });
});

test('the example of a password sets the key that reads a password file', () =>
  expect(read('mqtt-password.conf')).toContain(`Environment=${variableOf('mqtt', 'password_file')}=%d/mqtt-password`));

test.runIf(analyze('--version').status === 0)('systemd makes the users and the folder as they are written', () => {
  const machine = join(folder, 'machine');
  const inside = (name: string): string => join(machine, 'etc', name);
  for (const each of ['sysusers.d', 'tmpfiles.d']) mkdirSync(inside(each), { recursive: true });
  mkdirSync(join(machine, 'var/lib'), { recursive: true });
  writeFileSync(inside('passwd'), 'root:x:0:0::/root:/bin/sh\n');
  writeFileSync(inside('group'), 'root:x:0:\nvideo:x:44:\naudio:x:29:\n');
  writeFileSync(inside('sysusers.d/moodbox.conf'), read('moodbox.sysusers'));
  writeFileSync(inside('tmpfiles.d/moodbox.conf'), read('moodbox.tmpfiles'));
  expect(spawnSync('systemd-sysusers', [`--root=${machine}`, 'moodbox.conf'], { encoding: 'utf8' })).toMatchObject({ status: 0 });
  const groups = readFileSync(inside('group'), 'utf8');
  expect(groups).toMatch(/^moodbox:x:\d+:moodbox-ytdlp$/m);
  expect(groups).toMatch(/^video:x:44:moodbox$/m);
  if (process.getuid?.() !== 0) return; // Only root may give a folder away.
  expect(spawnSync('systemd-tmpfiles', [`--root=${machine}`, '--create', 'moodbox.conf'], { encoding: 'utf8' })).toMatchObject({
    status: 0,
  });
  const { mode, uid } = statSync(join(machine, SERVICE_COPIES));
  expect([(mode & 0o7777).toString(8), uid]).toEqual([
    '2755',
    Number(/^moodbox-ytdlp:x:(\d+):/m.exec(readFileSync(inside('passwd'), 'utf8'))?.[1]),
  ]);
});

test('the service has a user of its own in both groups', () => {
  const lines = read('moodbox.sysusers').split('\n');
  expect(lines.filter((line) => line.startsWith('m '))).toEqual(['m moodbox video', 'm moodbox audio', 'm moodbox-ytdlp moodbox']);
  expect(lines.some((line) => line.startsWith('u moodbox '))).toBe(true);
});
