import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { raucInstaller } from '../../../src/appliance/update/rauc.ts';
import { done, failed } from '../../../src/domain/result.ts';
import { systemClock } from '../../../src/shared/async/clock.ts';

/** What RAUC 1.13 of Debian 13 answered in a booted Debian 13 with the image's own configuration and boot entries. */
const STATUS = `{"compatible":"moodbox-amd64","variant":"","booted":"a","boot_primary":"system.0","slots":[{"system.1":{"class":"system","device":"/srv/disk/root-b","type":"raw","bootname":"b","state":"inactive","parent":null,"mountpoint":null,"boot_status":"bad","slot_status":{"bundle":{"compatible":null}}}},{"system.0":{"class":"system","device":"/srv/disk/root-a","type":"raw","bootname":"a","state":"booted","parent":null,"mountpoint":null,"boot_status":"good","slot_status":{"bundle":{"compatible":null}}}}],"artifact-repositories":[]}`;
const INFO = `{"compatible":"moodbox-amd64","version":"0.1.0.20261127","description":null,"build":null,"format":"verity","hooks":[],"hash":"d1f580","images":[{"system":{"artifact":null,"variant":null,"filename":"system.img","checksum":"18c3","size":831488,"hooks":["post-install"],"adaptive":[]}}]}`;
const UNSIGNED = `rauc-Message: 04:52:52.426: Verifying bundle signature... \nsignature verification failed: Verify error: self-signed certificate`;

/** A program that stands in for RAUC: it prints what a shell script prints. */
function installerThat(script: string) {
  const folder = mkdtempSync(join(tmpdir(), 'moodbox-rauc-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const program = join(folder, 'rauc');
  const hookSaid = join(folder, 'hook');
  writeFileSync(hookSaid, 'cp: error writing: No space left on device, at an earlier time');
  writeFileSync(program, `#!/bin/sh\nhook=${hookSaid}\n${script}\n`);
  chmodSync(program, 0o755);
  return raucInstaller({ program, hookSaid, env: process.env, clock: systemClock, signal: new AbortController().signal });
}
const printing = (text: string): string => `cat <<'TEXT'\n${text}\nTEXT`;

test('the slots are told by what runs and what starts next', async () => {
  expect(await installerThat(printing(STATUS)).slots()).toEqual(done({ running: 'a', next: 'a' }));
  const waiting = STATUS.replace('"boot_primary":"system.0"', '"boot_primary":"system.1"');
  expect(await installerThat(printing(waiting)).slots()).toEqual(done({ running: 'a', next: 'b' }));
});

test('a bundle says what it is for', async () =>
  expect(await installerThat(printing(INFO)).inspect('/x.raucb')).toEqual(
    done({ compatible: 'moodbox-amd64', version: '0.1.0.20261127' }),
  ));

test('a wrong signature is told in the words of RAUC', async () => {
  const installer = installerThat(`cat >&2 <<'TEXT'\n${UNSIGNED}\nTEXT\nexit 1`);
  expect(await installer.inspect('/x.raucb')).toEqual(failed('signature verification failed: Verify error: self-signed certificate'));
});

test('an installation tells its percent, and why it failed', async () => {
  const percents: number[] = [];
  const lines = ['installing', '  0% Installing', ' 20% Checking bundle', '100% Installing failed.', 'LastError: Failed mounting bundle'];
  const installer = installerThat(`${printing(lines.join('\n'))}\nexit 1`);
  expect(await installer.install('/x.raucb', (percent) => percents.push(percent))).toEqual(failed('Failed mounting bundle'));
  expect(percents).toEqual([0, 20, 100]);
  expect(await installerThat(printing('100% Installing done.')).install('/x.raucb', () => undefined)).toEqual(done(undefined));
});

/** What RAUC 1.13 said in a booted box, where its program for the kernel's files met a changed block, and what that program left. */
const HOOK_FAILED =
  'LastError: Installation error: Failed updating slot system.1: failed to run slot hook: Child process exited with code 1';
test.each([
  ["cp: error reading '/run/rauc/mnt/bundle/initrd.img': Input/output error", 'the file is damaged'],
  ["cp: error writing '/efi/b/initrd.img.new': No space left on device", 'no room for it on the partition MOODBOX'],
  ['cp: cannot stat: no such file', 'failed to run slot hook'],
])('what the hook failed at is told: %s', async (left, words) => {
  const installer = installerThat(`echo "${left}" >"$hook"\n${printing(HOOK_FAILED)}\nexit 1`);
  expect(await installer.install('/x.raucb', () => undefined)).toMatchObject({ ok: false, why: expect.stringContaining(words) });
});

test('a block of the system that was changed is told in the same words', async () => {
  const installer = installerThat(
    `${printing('LastError: Installation error: Failed updating slot system.1: Input/output error')}\nexit 1`,
  );
  expect(await installer.install('/x.raucb', () => undefined)).toMatchObject({
    ok: false,
    why: expect.stringMatching(/^the file is damaged/),
  });
});

test('what cannot be read, and a RAUC that is not there, are values', async () => {
  expect(await installerThat('echo hello').slots()).toEqual(failed('the answer of RAUC cannot be read'));
  const missing = raucInstaller({
    program: '/nowhere/rauc',
    hookSaid: '/nowhere/hook',
    env: process.env,
    clock: systemClock,
    signal: new AbortController().signal,
  });
  expect(await missing.slots()).toEqual(failed('RAUC is not installed'));
  expect(await missing.install('/x.raucb', () => undefined)).toEqual(failed('RAUC is not installed'));
});
