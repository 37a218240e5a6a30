import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { defaultConfiguration, ownerSettings } from '../../src/appliance/card/owner-settings.ts';
import { FENCE, HOTSPOT_ADDRESS } from '../../src/appliance/hotspot/fence-rules.ts';
import { placedFor } from '../../src/appliance/placed.ts';
import { root } from '../assets.ts';

const folder = join(root, 'scripts/image');
const read = (path: string): string => readFileSync(join(folder, path), 'utf8');
const value = (text: string, key: string): string | undefined => new RegExp(`^${key}=(.*)$`, 'm').exec(text)?.[1];
const UNITS = 'root/usr/lib/systemd/system';
/** What the image's systemd (257) knows, and Debian 12's does not. */
const LATER = /Unknown key '(RestartSteps|RestartMaxDelaySec)'/;
const KIOSK_UNITS = 'kiosk/usr/lib/systemd/system';
const PI_UNITS = 'pi/root/usr/lib/systemd/system';

test('the report on a screen has no sign that the letters of a console lack, in whatever language its system speaks', () => {
  const program = read(`${UNITS}/moodbox-screen.service`);
  const [, script = ''] = /sed -f \/usr\/lib\/moodbox-image\/(\S+)/.exec(program) ?? [];
  const input = 'Nobody’s “box”, „Küche“ – café… → 1,280 × 800\r\n';
  for (const locale of ['C', 'C.UTF-8']) {
    const { stdout } = spawnSync('sed', ['-f', join(folder, 'root/usr/lib/moodbox-image', script)], {
      input,
      encoding: 'utf8',
      env: { LC_ALL: locale },
    });
    expect([locale, stdout]).toEqual([locale, `Nobody's "box", "Küche" - café... -> 1,280 × 800\n`]);
  }
});

describe('the settings that the card comes with', () => {
  const text = read('esp/moodbox.yaml');

  test('are right, and name the box', () => {
    const { system, problems } = ownerSettings(text, 'moodbox.yaml');
    expect(problems).toEqual([]);
    expect(system).toEqual({ settings: { hostname: 'moodbox' }, problems: [], leftOut: [], notes: [] });
  });

  test('are right with all the examples in them', () => {
    const all = text
      .replace(/^(\s*)# ?(\s*(?:- )?\w+:.*|\s*- ssh-.*)$/gm, '$1$2')
      .replace('AAAA… you', 'AAAAC3NzaC1lZDI1NTE5AAAAIAswVXqfxOkOM1h9osfsETZbgKXK7xQ5XoOozfIXPGGG you');
    const { system, keys, problems } = ownerSettings(all, 'moodbox.yaml');
    expect(problems).toEqual([]);
    expect(system.problems).toEqual([]);
    expect(system.leftOut).toEqual([expect.stringContaining('this is the example from the file of the image')]);
    expect(Object.keys(system.settings).sort()).toEqual(['airplay', 'country', 'hostname', 'networks', 'sshKeys', 'timezone']);
    expect(keys).toEqual(['mqtt.url', 'mqtt.username', 'mqtt.password']);
  });
});

test('a box that has never read a card is configured as one with an empty card', () =>
  expect(read('root/etc/moodbox/moodbox.yaml')).toBe(defaultConfiguration()));

describe('the partitions', () => {
  test('for the system that the image has is the first of those that the box wants, in the same size', () => {
    const told = (path: string): readonly (string | undefined)[] =>
      ['Type', 'Label', 'SizeMinBytes', 'SizeMaxBytes'].map((key) => value(read(path), key));
    expect(told('root/usr/lib/repart.d/20-root-a.conf')).toEqual(told('disk/20-root-a.conf'));
  });

  test('with the settings is of a type that no computer hides, and a box makes no second one, whatever the type of the first', () => {
    expect(value(read('disk/10-moodbox.conf'), 'Type')).toBe('ebd0a0a2-b9e5-4433-87c0-68b6b72699c7');
    expect(readdirSync(join(folder, 'root/usr/lib/repart.d'))).toEqual(['20-root-a.conf', '30-root-b.conf', '40-data.conf']);
    expect(read('root/etc/systemd/system/systemd-bless-boot.service.d/moodbox.conf')).toMatch(/^Environment=SYSTEMD_RELAX_ESP_CHECKS=1$/m);
  });

  test('are found by the names that they have', () => {
    const definitions = ['disk', 'root/usr/lib/repart.d'].flatMap((path) =>
      readdirSync(join(folder, path)).map((name) => `${path}/${name}`),
    );
    const labels = definitions.map((path) => value(read(path), 'Label'));
    const named = [read('root/etc/fstab'), read('esp/loader/entries/moodbox-a.conf')].flatMap((text) => [
      ...text.matchAll(/PARTLABEL=(\S+)/g),
    ]);
    expect(named.length).toBe(3);
    for (const [, label] of named) expect(labels).toContain(label);
  });

  test('have the folders that are mounted elsewhere', () => {
    const mounted = [...read('root/etc/fstab').matchAll(/^(\/data\/\S+)/gm)].map(([, path]) => path);
    const made = [...read('root/etc/moodbox-data.conf').matchAll(/^d (\S+)/gm)].map(([, path]) => path);
    expect(made).toEqual(expect.arrayContaining(mounted));
  });
});

test('the settings are read before what they are about', () => {
  const unit = read(`${UNITS}/moodbox-boot-settings.service`);
  expect(value(unit, 'Before')?.split(' ')).toEqual(
    expect.arrayContaining(['moodbox.service', 'iwd.service', 'avahi-daemon.service', 'ssh.service']),
  );
  expect(value(unit, 'ExecStart')).toBe('/usr/bin/moodbox boot-settings');
});

test('the hotspot has the address that its fence knows, comes before the other networks, and its ports are closed to nobody who needs them', () => {
  const network = read('root/etc/systemd/network/71-moodbox-hotspot.network');
  expect([value(network, 'Address'), value(network, 'DNS'), value(network, 'WLANInterfaceType')]).toEqual([
    ...[`${HOTSPOT_ADDRESS}/24`, HOTSPOT_ADDRESS, 'ap'],
  ]);
  expect(readdirSync(join(folder, 'root/etc/systemd/network')).sort()).toEqual(['71-moodbox-hotspot.network', '80-moodbox.network']);
  expect(value(read(`${UNITS}/moodbox-hotspot.service`), 'ExecStopPost')).toContain(`delete table inet ${FENCE}`);
});

test('the screen of a kiosk shows this machine and nothing else, and its browser goes before the music does', () => {
  const unit = read(`${KIOSK_UNITS}/moodbox-kiosk.service`);
  expect([value(unit, 'IPAddressDeny'), value(unit, 'IPAddressAllow'), value(unit, 'User')]).toEqual(['any', 'localhost', 'moodbox-kiosk']);
  expect(Number(value(unit, 'OOMScoreAdjust'))).toBeGreaterThan(0);
  // A box has no keyboard: cage would not start.
  expect(value(unit, 'Environment')).toContain('WLR_LIBINPUT_NO_DEVICES=1');
});

test.runIf(existsSync(join(root, 'dist/cli/main.js'))).each([
  ['alsa/plughw:CARD=Device,DEV=0', 'DAEMON_ARGS=-- -d plughw:CARD=Device,DEV=0\n'],
  ['alsa/default', 'DAEMON_ARGS=-- -d default\n'],
  ['auto', 'DAEMON_ARGS=\n'],
  ['pulse', 'DAEMON_ARGS=\n'],
])('AirPlay sounds where the music does: %s', (output, expected) => {
  const made = mkdtempSync(join(tmpdir(), 'moodbox-airplay-'));
  onTestFinished(() => rmSync(made, { recursive: true }));
  const script = read('root/usr/lib/moodbox-image/airplay-device').replace('/usr/bin/moodbox', join(root, 'bin/moodbox'));
  const env = {
    ...process.env,
    MOODBOX_CONFIG: '/dev/null',
    MOODBOX_STATE_DIR: made,
    MOODBOX_PLAYER_OUTPUT: output,
    RUNTIME_DIRECTORY: made,
  };
  expect(spawnSync('sh', ['-c', script], { env, encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
  expect(readFileSync(join(made, 'environment'), 'utf8')).toBe(expected);
});

test('AirPlay is off until the settings on the card switch it on', () => {
  const dropIn = read('root/etc/systemd/system/shairport-sync.service.d/moodbox.conf');
  const placed = placedFor({ airplay: true }, undefined).map(({ path }) => `/data/${path}`);
  expect(placed).toEqual([value(dropIn, 'ConditionPathExists')]);
});

test('a factory reset comes before the data is checked or mounted', () => {
  const unit = read(`${UNITS}/moodbox-factory-reset.service`);
  expect(value(unit, 'Before')?.split(' ')).toEqual(
    expect.arrayContaining(['data.mount', 'systemd-fsck@dev-disk-by\\x2dpartlabel-data.service']),
  );
  expect(value(unit, 'WantedBy')).toBe('data.mount');
});

test('nobody logs in with a password, and nobody at all without a key on the card', () => {
  expect(read('root/etc/ssh/sshd_config.d/moodbox.conf')).toMatch(/^PasswordAuthentication no$/m);
  expect(read('root/etc/systemd/system/ssh.service.d/moodbox.conf')).toMatch(/^ConditionFileNotEmpty=\/data\/system\/authorized_keys$/m);
});

test.runIf(spawnSync('systemd-analyze', ['--version']).status === 0)('systemd finds nothing to complain about in the units', () => {
  const made = mkdtempSync(join(tmpdir(), 'moodbox-image-'));
  onTestFinished(() => rmSync(made, { recursive: true }));
  const paths = [UNITS, KIOSK_UNITS, PI_UNITS].flatMap((units) => readdirSync(join(folder, units)).map((name) => `${units}/${name}`));
  const files = paths.map((path) => {
    // What the image has and this machine may lack is not what is looked at.
    const text = read(path)
      .replaceAll('/usr/bin/moodbox', join(root, 'bin/moodbox'))
      .replaceAll('/usr/lib/moodbox-image', join(folder, 'root/usr/lib/moodbox-image'))
      .replaceAll(/\/usr\/lib\/moodbox-update(?=\/pi-)/g, join(folder, 'pi/root/usr/lib/moodbox-update'))
      .replaceAll(/\/usr\/lib\/moodbox-update(?=\/(?!pi-))/g, join(folder, 'root/usr/lib/moodbox-update'))
      .replaceAll(/\/usr\/(bin\/cage|sbin\/nft)/g, '/bin/true');
    writeFileSync(join(made, basename(path)), text);
    return join(made, basename(path));
  });
  const { status, stderr } = spawnSync('systemd-analyze', ['verify', ...files], { encoding: 'utf8' });
  expect({ status, about: stderr.split('\n').filter((line) => line.includes(made) && !LATER.test(line)) }).toEqual({
    status: 0,
    about: [],
  });
});
