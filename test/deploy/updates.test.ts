import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { slotsIn } from '../../src/appliance/update/entries.ts';
import { tryIn } from '../../src/appliance/update/records.ts';
import { root } from '../assets.ts';

const IMAGE = join(root, 'scripts/image');
const BACKEND = join(IMAGE, 'root/usr/lib/moodbox-update/boot-entries');
const TRY = join(IMAGE, 'root/usr/lib/moodbox-update/try');
const HOOK = join(IMAGE, 'bundle/hook');

let card: string;
let entries: string;
beforeEach(() => {
  card = mkdtempSync(join(tmpdir(), 'moodbox-update-'));
  entries = join(card, 'loader/entries');
  mkdirSync(entries, { recursive: true });
  onTestFinished(() => rmSync(card, { recursive: true }));
});

const entry = (slot: 'a' | 'b', order: number, version = '1.0'): string =>
  `title moodbox ${version}\nsort-key moodbox\nlinux /${slot}/vmlinuz\noptions rauc.slot=${slot} quiet\nversion ${order}\n`;
const put = (name: string, text: string): void => writeFileSync(join(entries, name), text);
const names = (): string[] => readdirSync(entries).sort();
const run = (program: string, args: readonly string[], env: Record<string, string>) => {
  const ran = spawnSync(program, args, { env: { PATH: process.env.PATH, ...env }, encoding: 'utf8' });
  return { status: ran.status, out: ran.stdout.trim(), err: ran.stderr.trim() };
};
const backend = (...args: readonly string[]) => run(BACKEND, args, { MOODBOX_ENTRIES: entries });

describe('the boot entries, as RAUC reads and changes them', () => {
  test('a box as it is flashed starts slot a, and slot b is bad', () => {
    put('moodbox-a.conf', entry('a', 1));
    expect(backend('get-primary')).toMatchObject({ status: 0, out: 'a' });
    expect(backend('get-state', 'a').out).toBe('good');
    expect(backend('get-state', 'b').out).toBe('bad');
    expect(backend('set-state', 'b', 'bad').status).toBe(0);
    expect(backend('set-primary', 'b')).toMatchObject({ status: 1, err: 'there is no entry for slot b' });
  });

  test('an update is not started before it is whole, and then has three tries', () => {
    put('moodbox-a.conf', entry('a', 1));
    put('moodbox-b.conf', entry('b', 7));
    expect(backend('get-primary').out).toBe('b');
    backend('set-state', 'b', 'bad');
    expect(names()).toEqual(['moodbox-a.conf', 'moodbox-b+0.conf']);
    expect(backend('get-primary').out).toBe('a');
    backend('set-primary', 'b');
    expect(names()).toEqual(['moodbox-a.conf', 'moodbox-b+3.conf']);
    expect(readFileSync(join(entries, 'moodbox-b+3.conf'), 'utf8')).toBe(entry('b', 8));
    expect(backend('get-primary').out).toBe('b');
  });

  test('a slot whose tries are used up is bad, and the other one is next', () => {
    put('moodbox-a.conf', entry('a', 1));
    put('moodbox-b+1-2.conf', entry('b', 2));
    expect([backend('get-primary').out, backend('get-state', 'b').out]).toEqual(['b', 'good']);
    rmSync(join(entries, 'moodbox-b+1-2.conf'));
    put('moodbox-b+0-3.conf', entry('b', 2));
    expect([backend('get-primary').out, backend('get-state', 'b').out]).toEqual(['a', 'bad']);
  });

  test('what has proved itself stays so when it is made the next one, and the versions are numbers', () => {
    put('moodbox-a.conf', entry('a', 9));
    put('moodbox-b.conf', entry('b', 10));
    expect(backend('get-primary').out).toBe('b');
    backend('set-primary', 'a');
    expect(names()).toEqual(['moodbox-a.conf', 'moodbox-b.conf']);
    expect(readFileSync(join(entries, 'moodbox-a.conf'), 'utf8')).toBe(entry('a', 11));
  });

  test('of two entries that a pulled plug left, the newer counts, and the next change leaves one', () => {
    put('moodbox-a.conf', entry('a', 1));
    put('moodbox-b+0-3.conf', entry('b', 2, 'old'));
    put('moodbox-b+3.conf', entry('b', 3, 'new'));
    expect([backend('get-primary').out, backend('get-state', 'b').out]).toEqual(['b', 'good']);
    backend('set-state', 'b', 'good');
    expect(names()).toEqual(['moodbox-a.conf', 'moodbox-b.conf']);
    expect(readFileSync(join(entries, 'moodbox-b.conf'), 'utf8')).toContain('new');
  });

  test('the page and RAUC see the same', () => {
    for (const [name, order] of [
      ['moodbox-a.conf', 4],
      ['moodbox-b+2-1.conf', 5],
    ] as const)
      put(name, entry(name.includes('-a') ? 'a' : 'b', order));
    const slots = slotsIn(names().map((name) => ({ name, text: readFileSync(join(entries, name), 'utf8') })));
    expect(slots).toEqual([
      { name: 'a', state: 'good', version: '1.0' },
      { name: 'b', state: 'trying', left: 2, used: 1, version: '1.0' },
    ]);
  });

  test('the slot that runs stands on the command line of the kernel', () => {
    writeFileSync(join(card, 'cmdline'), 'root=PARTLABEL=root-b rauc.slot=b ro quiet\n');
    expect(run(BACKEND, ['get-current'], { MOODBOX_CMDLINE: join(card, 'cmdline') }).out).toBe('b');
  });
});

describe('the hook in an update', () => {
  const hook = (word = 'slot-post-install', prepare: (bundle: string) => void = () => undefined) => {
    const bundle = join(card, 'bundle');
    mkdirSync(bundle, { recursive: true });
    for (const name of ['vmlinuz', 'initrd.img']) writeFileSync(join(bundle, name), `the new ${name}`);
    writeFileSync(
      join(bundle, 'entry.conf'),
      'title moodbox 2.0\nlinux /@SLOT@/vmlinuz\noptions root=PARTLABEL=root-@SLOT@ rauc.slot=@SLOT@\n',
    );
    prepare(bundle);
    const env = { MOODBOX_CARD: card, MOODBOX_HOOK_SAID: join(card, 'run/hook'), RAUC_SLOT_BOOTNAME: 'b', RAUC_BUNDLE_MOUNT_POINT: bundle };
    return run(HOOK, [word], env);
  };

  test('puts kernel and entry beside each other, for one slot, not to be started before RAUC says so', () => {
    put('moodbox-a.conf', entry('a', 1));
    put('moodbox-b+0.conf', entry('b', 2, 'old'));
    expect(hook()).toMatchObject({ status: 0, err: '' });
    expect(names()).toEqual(['moodbox-a.conf', 'moodbox-b+0.conf']);
    expect(readFileSync(join(entries, 'moodbox-b+0.conf'), 'utf8')).toBe(
      'title moodbox 2.0\nlinux /b/vmlinuz\noptions root=PARTLABEL=root-b rauc.slot=b\n',
    );
    expect(readFileSync(join(card, 'b/vmlinuz'), 'utf8')).toBe('the new vmlinuz');
    expect(readdirSync(join(card, 'b')).sort()).toEqual(['initrd.img', 'vmlinuz']);
    backend('set-primary', 'b');
    expect(names()).toEqual(['moodbox-a.conf', 'moodbox-b+3.conf']);
    expect(readFileSync(join(entries, 'moodbox-b+3.conf'), 'utf8')).toMatch(/^version 2$/m);
  });

  test('leaves what it could not copy where it is told, and nothing half', () => {
    expect(hook('slot-post-install', (bundle) => rmSync(join(bundle, 'initrd.img'))).status).toBe(1);
    expect(readFileSync(join(card, 'run/hook'), 'utf8')).toMatch(/initrd\.img.*No such file/);
    expect(readdirSync(join(card, 'b'))).toEqual(['vmlinuz']);
    expect(names()).toEqual([]);
  });

  test('does nothing at other times', () => {
    expect(hook('slot-pre-install').status).toBe(0);
    expect(existsSync(join(card, 'b'))).toBe(false);
  });
});

describe('the record of a try', () => {
  const tried = (word: string, why?: string) => {
    writeFileSync(join(card, 'cmdline'), 'rauc.slot=b ro\n');
    if (why !== undefined) writeFileSync(join(card, 'why'), why);
    const env = { MOODBOX_UPDATE_DATA: card, MOODBOX_CMDLINE: join(card, 'cmdline'), MOODBOX_WHY: join(card, 'why') };
    expect(run(TRY, [word], env).status).toBe(0);
    return tryIn(readFileSync(join(card, 'try'), 'utf8'));
  };

  test('says which slot, when, and what came of it', () => {
    const before = Date.now() - 1000;
    const begun = tried('begun');
    expect(begun).toMatchObject({ slot: 'b', outcome: 'begun' });
    expect(begun?.at).toBeGreaterThan(before);
    expect(tried('failed', 'the page says\nthat the box is not well\n')).toMatchObject({
      outcome: 'failed',
      why: 'the page says that the box is not well',
    });
    expect(existsSync(join(card, 'try.log'))).toBe(true);
    expect(tried('good')).toMatchObject({ slot: 'b', outcome: 'good' });
  });

  test('without a reason it says none, and what is broken is no record', () => {
    expect(tried('failed')).not.toHaveProperty('why');
    expect(tryIn('slot c\nat 1\noutcome good\n')).toBeUndefined();
  });
});

describe('the parts of the image', () => {
  const read = (path: string): string => readFileSync(join(IMAGE, path), 'utf8');

  test('RAUC, the partitions, the entries and the mounts name the same slots', () => {
    const conf = read('root/etc/rauc/system.conf');
    for (const slot of ['a', 'b'])
      expect(conf).toMatch(new RegExp(`device=/dev/disk/by-partlabel/root-${slot}\ntype=raw\nbootname=${slot}\n`));
    expect(conf).toContain('bootloader-custom-backend=/usr/lib/moodbox-update/boot-entries\n');
    expect(conf).toContain('bundle-formats=verity\n');
    expect(read('esp/loader/entries/moodbox-a.conf')).toMatch(/^options root=PARTLABEL=root-a rauc\.slot=a .*\n/m);
    expect(read('root/etc/moodbox-data.conf')).toMatch(/^d \/data\/update\s+0755 root\s+root$/m);
  });

  test('systemd-boot chooses among all entries by their order', () =>
    expect(read('esp/loader/loader.conf')).toMatch(/^default moodbox-\*$/m));

  test('the entry that it comes with is one that the box can read and change', () => {
    copyFileSync(join(IMAGE, 'esp/loader/entries/moodbox-a.conf'), join(entries, 'moodbox-a.conf'));
    expect(backend('get-primary').out).toBe('a');
  });

  test('a stick is mounted read-only, looked at without rights, and is never a partition of the system', () => {
    const [unit, mount] = ['stick', 'mount'].map((name) => read(`root/usr/lib/systemd/system/moodbox-update-${name}@.service`).split('\n'));
    expect(mount).toContain('ExecStart=-/usr/bin/mount -o ro,nosuid,nodev,noexec,umask=0022 /dev/%I /run/moodbox-stick-%i');
    for (const line of ['User=moodbox', 'CapabilityBoundingSet=', 'PrivateNetwork=yes', 'ProtectSystem=strict'])
      expect(unit).toContain(line);
    // Nothing in a unit with PrivateDevices may open a device, and what it mounts nobody sees: seen in a booted machine.
    expect(unit).toContain('Requires=moodbox-update-mount@%i.service');
    expect(unit?.filter((line) => line.startsWith('Exec') && !line.startsWith('ExecStart=-/usr/bin/moodbox '))).toEqual([]);
    expect(mount?.filter((line) => /^(Private|Protect|Device)/.test(line))).toEqual([]);
    const rule = read('root/usr/lib/udev/rules.d/99-moodbox-stick.rules');
    expect(rule).toContain('ENV{ID_PART_ENTRY_NAME}!="MOODBOX"');
    expect(rule).toContain('ENV{SYSTEMD_WANTS}+="moodbox-update-stick@%k.service"');
  });

  test.each([
    ['PC', 'root/etc/systemd/system/systemd-bless-boot.service.d/moodbox.conf'],
    ['Pi', 'pi/root/usr/lib/systemd/system/moodbox-pi-bless.service'],
  ])('a card that is slow to appear does not cost an update that is well (%s)', (_, path) => {
    const unit = read(path);
    expect(unit).toMatch(/^Restart=on-failure$/m);
    expect(unit).not.toMatch(/^(RequiresMountsFor|Requires|BindsTo|Requisite)=.*efi/m);
    for (const [, options] of read('root/etc/fstab').matchAll(/^PARTLABEL=\S+\s+\S+\s+\S+\s+(\S+)/gm))
      expect(options).toContain('x-systemd.device-timeout=300');
  });

  test('nothing is blessed before the box has been well, and root alone may speak to RAUC', () => {
    const unit = read('root/usr/lib/systemd/system/moodbox-healthy.service');
    for (const line of [
      'Before=boot-complete.target',
      'RequiredBy=boot-complete.target',
      'FailureAction=reboot',
      'ExecStart=/usr/bin/moodbox update prove',
    ])
      expect(unit.split('\n')).toContain(line);
    expect(read('root/etc/dbus-1/system.d/moodbox-rauc.conf')).toMatch(
      /<policy context="default">\s*<deny send_destination="de\.pengutronix\.rauc"\/>/,
    );
  });
});
