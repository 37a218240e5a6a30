import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { root } from '../assets.ts';

const IMAGE = join(root, 'scripts/image');

let card: string;
let programs: string;
beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'moodbox-pi-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  [card, programs] = [join(folder, 'card'), join(folder, 'programs')];
  // As on the box: the scripts of every image, and those of the Pi's beside them.
  for (const part of ['root', 'pi/root']) cpSync(join(IMAGE, part, 'usr/lib/moodbox-update'), programs, { recursive: true });
  for (const part of ['esp', 'pi/esp']) cpSync(join(IMAGE, part), card, { recursive: true });
  for (const slot of ['a', 'b']) mkdirSync(join(card, slot));
});

const at = (...path: readonly string[]): string => join(card, ...path);
const read = (...path: readonly string[]): string => readFileSync(at(...path), 'utf8');
const entries = (): string[] => readdirSync(at('loader/entries')).sort();
const putEntry = (name: string, order: number): void =>
  writeFileSync(
    at('loader/entries', name),
    read('loader/entries/moodbox-a.conf')
      .replace(/root-a rauc\.slot=a/, 'root-b rauc.slot=b')
      .replace(/^version .*/m, `version ${order}`),
  );
const run = (name: string, args: readonly string[] = []) => {
  const ran = spawnSync(join(programs, name), args, {
    env: { ...process.env, MOODBOX_CARD: card, MOODBOX_ENTRIES: at('loader/entries') },
    encoding: 'utf8',
  });
  return { status: ran.status, out: ran.stdout.trim(), err: ran.stderr.trim() };
};
const firmware = (...words: readonly string[]) => run('pi-firmware', words);
const rauc = (...words: readonly string[]) => run('pi-entries', words);

/** What the firmware loads: config.txt, or tryboot.txt after a restart that asks for it; the last of two lines counts. */
function started(file: 'config.txt' | 'tryboot.txt') {
  const lines = read(file).split('\n');
  const of = (key: string): string =>
    lines
      .findLast((line) => line.startsWith(`${key}=`))
      ?.slice(key.length + 1)
      .trim() ?? '';
  return { kernel: `${of('os_prefix')}${of('kernel')}`, words: readFileSync(at(of('os_prefix'), of('cmdline')), 'utf8').trim() };
}
const wordsOf = (slot: string): string => expect.stringMatching(new RegExp(`^root=PARTLABEL=root-${slot} rauc\\.slot=${slot} .* quiet$`));
const tryingWordsOf = (slot: string): string =>
  expect.stringMatching(new RegExp(`^root=PARTLABEL=root-${slot} rauc\\.slot=${slot} .* quiet moodbox\\.try$`));

describe('the firmware of a Raspberry Pi', () => {
  test('starts slot a of a card as it is flashed, and is not asked for anything else', () => {
    expect(firmware()).toMatchObject({ status: 0, err: '' });
    expect(started('config.txt')).toEqual({ kernel: 'a/vmlinuz', words: wordsOf('a') });
    expect(existsSync(at('tryboot.txt'))).toBe(false);
    expect(firmware('try')).toMatchObject({ status: 1, err: '' });
  });

  test('starts an update once for each restart, three times at most, and slot a otherwise', () => {
    putEntry('moodbox-b+0.conf', 2);
    firmware();
    expect(existsSync(at('tryboot.txt'))).toBe(false);
    expect(rauc('set-primary', 'b')).toMatchObject({ status: 0, err: '' });
    expect(rauc('get-primary').out).toBe('b');
    for (const left of ['moodbox-b+2-1.conf', 'moodbox-b+1-2.conf', 'moodbox-b+0-3.conf']) {
      expect(firmware('try')).toMatchObject({ status: 0, err: '' });
      expect(entries()).toEqual(['moodbox-a.conf', left]);
      expect(started('tryboot.txt')).toEqual({ kernel: 'b/vmlinuz', words: tryingWordsOf('b') });
      expect(started('config.txt')).toEqual({ kernel: 'a/vmlinuz', words: wordsOf('a') });
    }
    expect(firmware('try').status).toBe(1);
    expect(existsSync(at('tryboot.txt'))).toBe(false);
    expect(rauc('get-primary').out).toBe('a');
  });

  test('starts the update for good once it has proved itself', () => {
    putEntry('moodbox-b+2-1.conf', 2);
    firmware();
    expect(rauc('set-state', 'b', 'good')).toMatchObject({ status: 0, err: '' });
    expect(entries()).toEqual(['moodbox-a.conf', 'moodbox-b.conf']);
    expect(started('config.txt')).toEqual({ kernel: 'b/vmlinuz', words: wordsOf('b') });
    expect(existsSync(at('tryboot.txt'))).toBe(false);
    rauc('set-primary', 'a');
    expect(started('config.txt')).toEqual({ kernel: 'a/vmlinuz', words: wordsOf('a') });
  });

  test('is told again what a pulled plug kept from it, and a card on which all is well is not written', () => {
    putEntry('moodbox-b.conf', 2);
    firmware();
    expect(started('config.txt').kernel).toBe('b/vmlinuz');
    const before = statSync(at('config.txt')).ino;
    firmware();
    expect(statSync(at('config.txt')).ino).toBe(before);
    expect(readdirSync(card).filter((name) => name.endsWith('.new'))).toEqual([]);
  });

  test('keeps what its owner wrote into config.txt', () => {
    writeFileSync(at('config.txt'), `${read('config.txt')}\nhdmi_safe=1\nos_prefix=c/\n`);
    for (let n = 0; n < 2; n += 1) firmware();
    expect(read('config.txt').match(/^hdmi_safe=1$/gm)).toHaveLength(1);
    expect(read('config.txt').match(/^os_prefix=.*$/gm)).toEqual(['os_prefix=a/']);
  });

  test('is left alone where no slot has proved itself', () => {
    firmware();
    const before = read('config.txt');
    rmSync(at('loader/entries/moodbox-a.conf'));
    expect(firmware()).toMatchObject({ status: 1, err: 'no slot has proved itself' });
    expect(read('config.txt')).toBe(before);
  });
});

test('an update brings the device trees of the boards, and is started by the firmware when RAUC says so', () => {
  const bundle = at('bundle');
  mkdirSync(bundle);
  for (const name of ['vmlinuz', 'initrd.img', 'bcm2711-rpi-4-b.dtb']) writeFileSync(join(bundle, name), `the new ${name}`);
  const entry = read('loader/entries/moodbox-a.conf').replaceAll('root-a', 'root-@SLOT@').replace('slot=a', 'slot=@SLOT@');
  writeFileSync(join(bundle, 'entry.conf'), entry);
  const { status, stderr } = spawnSync(join(IMAGE, 'bundle/hook'), ['slot-post-install'], {
    env: { ...process.env, MOODBOX_CARD: card, RAUC_SLOT_BOOTNAME: 'b', RAUC_BUNDLE_MOUNT_POINT: bundle },
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(read('b/bcm2711-rpi-4-b.dtb')).toBe('the new bcm2711-rpi-4-b.dtb');
  firmware();
  expect(existsSync(at('tryboot.txt'))).toBe(false);
  rauc('set-primary', 'b');
  expect(started('tryboot.txt')).toEqual({ kernel: 'b/vmlinuz', words: tryingWordsOf('b') });
});

describe('the first starts of an update', () => {
  const generated = (words: string): readonly string[] => {
    writeFileSync(at('cmdline'), `${words}\n`);
    const units = at('units');
    mkdirSync(units);
    const { status } = spawnSync(join(IMAGE, 'pi/root/usr/lib/systemd/system-generators/moodbox-pi-try'), [units], {
      env: { ...process.env, MOODBOX_CMDLINE: at('cmdline') },
    });
    expect(status).toBe(0);
    return readdirSync(units, { recursive: true, encoding: 'utf8' }).sort();
  };

  test('have to prove themselves', () =>
    expect(generated('rauc.slot=b ro moodbox.try')).toEqual([
      'multi-user.target.wants',
      'multi-user.target.wants/moodbox-pi-bless.service',
    ]));
  test('are not those of a slot that has', () => expect(generated('rauc.slot=b ro quiet')).toEqual([]));
});

describe('a restart', () => {
  /** Runs the last thing before the machine goes down, with programs that stand in for systemd's and for mounting. */
  function restart(jobs: string) {
    const bin = at('bin');
    mkdirSync(bin, { recursive: true });
    const program = (name: string, text: string): void => writeFileSync(join(bin, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
    program('systemctl', `echo '${jobs}'`);
    program('mount', `for last; do :; done; rmdir "$last"; ln -s ${card} "$last"`);
    program('umount', 'rm "$1"');
    const ran = spawnSync(join(programs, 'pi-restart'), {
      env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}`, MOODBOX_RUN: at('run') },
      encoding: 'utf8',
    });
    expect(ran).toMatchObject({ status: 0, stderr: '' });
    return existsSync(at('run/systemd/reboot-param')) ? read('run/systemd/reboot-param').trim() : undefined;
  }

  test('asks for the update that has tries left, and takes one', () => {
    putEntry('moodbox-b+3.conf', 2);
    expect(restart('12 reboot.target  start waiting')).toBe('0 tryboot');
    expect(entries()).toEqual(['moodbox-a.conf', 'moodbox-b+2-1.conf']);
  });

  test('asks for nothing without one, and switching off takes no try', () => {
    expect(restart('12 reboot.target start waiting')).toBeUndefined();
    putEntry('moodbox-b+3.conf', 2);
    expect(restart('12 poweroff.target start waiting')).toBeUndefined();
    expect(entries()).toEqual(['moodbox-a.conf', 'moodbox-b+3.conf']);
  });
});
