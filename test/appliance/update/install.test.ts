import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { installBundle } from '../../../src/appliance/update/install.ts';
import type { UpdatePlaces } from '../../../src/appliance/update/places.ts';
import { updatePlaces } from '../../../src/appliance/update/places.ts';
import type { Installer } from '../../../src/appliance/update/port.ts';
import { readSystem } from '../../../src/appliance/update/system.ts';
import { statusLines } from '../../../src/cli/update/status.ts';
import { done, failed } from '../../../src/domain/result.ts';
import { moment } from '../../../src/domain/units.ts';
import { knownSystem } from '../../../src/shared/known-system.ts';

let folder: string;
let places: UpdatePlaces;
let bundle: string;
const entry = (name: string, text: string): void => writeFileSync(join(places.entries, name), text);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'moodbox-install-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  places = updatePlaces(folder);
  for (const each of [places.entries, places.data, join(folder, 'etc/rauc')]) mkdirSync(each, { recursive: true });
  writeFileSync(places.keyring, 'a certificate');
  entry('moodbox-a.conf', 'title moodbox 1.0\nversion 1\n');
  bundle = join(folder, 'bundle.raucb');
  writeFileSync(bundle, 'signed');
});

/** Does to the entries what RAUC and the hook do. */
class FakeInstaller implements Installer {
  readonly seen: (number | undefined)[] = [];
  next: 'a' | 'b' = 'a';
  why: string | undefined;

  async slots() {
    return done({ running: 'a', next: this.next } as const);
  }
  async inspect() {
    return this.why === undefined ? done({ compatible: 'moodbox-amd64', version: '2.0' }) : failed(this.why);
  }
  async install(_: string, onPercent: (percent: number) => void) {
    onPercent(40);
    await expect.poll(async () => (await knownSystem(places.known))?.percent).toBe(40);
    entry('moodbox-b+3.conf', 'title moodbox 2.0\nversion 2\n');
    this.next = 'b';
    return done(undefined);
  }
}

const installed = (installer: Installer, file = bundle) =>
  installBundle(file, { places, installer, today: () => moment(1_790_000_000_000) });

test('an update goes into the other slot, tells how far it is, and starts next', async () => {
  writeFileSync(join(places.data, 'try'), 'slot b\nat 1\noutcome failed\nwhy earlier\n');
  expect(await installed(new FakeInstaller())).toEqual(done('2.0'));
  expect(await knownSystem(places.known)).toEqual({
    ...{ running: 'a', next: 'b', takesUpdates: true },
    slots: [
      { name: 'a', state: 'good', version: '1.0' },
      { name: 'b', state: 'trying', left: 3, used: 0, version: '2.0' },
    ],
    lastInstall: { at: 1_790_000_000_000, ok: true, version: '2.0' },
  });
});

test('one that is not signed by the right people changes nothing, and the reason is told', async () => {
  const installer = new FakeInstaller();
  installer.why = 'signature verification failed: self-signed certificate';
  expect(await installed(installer)).toEqual(failed(installer.why));
  expect(await knownSystem(places.known)).toMatchObject({ next: 'a', lastInstall: { ok: false, why: installer.why } });
});

test('nothing is installed while the system that runs is on trial', async () => {
  rmSync(join(places.entries, 'moodbox-a.conf'));
  entry('moodbox-a+2-1.conf', 'title moodbox 1.0\nversion 1\n');
  expect(await installed(new FakeInstaller())).toMatchObject({ ok: false, why: expect.stringMatching(/has not been well for a minute/) });
});

test('nothing is installed on an image without a certificate', async () => {
  rmSync(places.keyring);
  expect(await installed(new FakeInstaller())).toMatchObject({ ok: false, why: expect.stringMatching(/takes no updates/) });
});

test('a link, a folder, a missing file and one larger than any update are not even opened', async () => {
  symlinkSync('/dev/null', join(folder, 'link.raucb'));
  writeFileSync(join(folder, 'large.raucb'), '');
  truncateSync(join(folder, 'large.raucb'), 1024 ** 3 + 1);
  for (const [name, why] of [
    ['link.raucb', 'is not a file'],
    ['etc', 'is not a file'],
    ['no.raucb', 'there is no file'],
    ['large.raucb', 'larger'],
  ] as const)
    expect(await installed(new FakeInstaller(), join(folder, name))).toMatchObject({ ok: false, why: expect.stringContaining(why) });
});

test('what came of the last try is told with the slots', async () => {
  writeFileSync(join(places.data, 'try'), 'slot b\nat 1790000000\noutcome failed\nwhy the page does not answer (ECONNREFUSED)\n');
  const system = await readSystem(places, new FakeInstaller());
  expect(system).toMatchObject({
    ok: true,
    value: { lastTry: { slot: 'b', outcome: 'failed', at: 1_790_000_000_000, why: 'the page does not answer (ECONNREFUSED)' } },
  });
});

test.each([
  ['a', 'is being tried'],
  ['b', 'began, and was never well: it hung, or was switched off'],
] as const)('a try of slot %s that has only begun %s', async (slot, words) => {
  writeFileSync(join(places.data, 'try'), `slot ${slot}\nat 1790000000\noutcome begun\n`);
  const system = await readSystem(places, new FakeInstaller());
  expect(system.ok && statusLines(system.value)).toContainEqual(expect.stringMatching(new RegExp(`^last try .* slot ${slot} ${words}$`)));
});

test('what is known can be read by everybody', async () => {
  await installed(new FakeInstaller());
  expect(readFileSync(places.known, 'utf8')).toContain('"running":"a"');
});
