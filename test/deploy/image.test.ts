import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { defaultConfiguration, ownerSettings } from '../../src/appliance/owner-settings.ts';
import { root } from '../assets.ts';

const folder = join(root, 'scripts/image');
const read = (path: string): string => readFileSync(join(folder, path), 'utf8');
const value = (text: string, key: string): string | undefined => new RegExp(`^${key}=(.*)$`, 'm').exec(text)?.[1];
const UNITS = 'root/usr/lib/systemd/system';

describe('the settings that the card comes with', () => {
  const text = read('esp/moodbox.yaml');

  test('are right, and name the box', () => {
    const { system, problems } = ownerSettings(text, 'moodbox.yaml');
    expect(problems).toEqual([]);
    expect(system).toEqual({ settings: { hostname: 'moodbox' }, problems: [] });
  });

  test('are right with all the examples in them', () => {
    const all = text.replace(/^(\s*)# ?(\s*(?:- )?\w+:.*|\s*- ssh-.*)$/gm, '$1$2').replace('AAAA… you', 'AAAAC3Nz you');
    const { system, keys, problems } = ownerSettings(all, 'moodbox.yaml');
    expect(problems).toEqual([]);
    expect(system.problems).toEqual([]);
    expect(Object.keys(system.settings).sort()).toEqual(['country', 'hostname', 'networks', 'sshKeys', 'timezone']);
    expect(keys).toEqual(['mqtt.url', 'mqtt.username', 'mqtt.password']);
  });
});

test('a box that has never read a card is configured as one with an empty card', () =>
  expect(read('root/etc/moodbox/moodbox.yaml')).toBe(defaultConfiguration()));

describe('the partitions', () => {
  test('that the image has are the first of those that the box wants, in the same sizes', () => {
    const told = (path: string): readonly (string | undefined)[] =>
      ['Type', 'Label', 'SizeMinBytes', 'SizeMaxBytes'].map((key) => value(read(path), key));
    for (const name of readdirSync(join(folder, 'disk'))) expect(told(`root/usr/lib/repart.d/${name}`)).toEqual(told(`disk/${name}`));
  });

  test('are found by the names that they have', () => {
    const labels = readdirSync(join(folder, 'root/usr/lib/repart.d')).map((name) => value(read(`root/usr/lib/repart.d/${name}`), 'Label'));
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
  const files = readdirSync(join(folder, UNITS)).map((name) => {
    writeFileSync(
      join(made, name),
      read(`${UNITS}/${name}`)
        .replaceAll('/usr/bin/moodbox', join(root, 'bin/moodbox'))
        .replaceAll('/usr/lib/moodbox-image', join(folder, 'root/usr/lib/moodbox-image')),
    );
    return join(made, name);
  });
  const { status, stderr } = spawnSync('systemd-analyze', ['verify', ...files], { encoding: 'utf8' });
  expect({ status, about: stderr.split('\n').filter((line) => line.includes(made)) }).toEqual({ status: 0, about: [] });
});
