import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { bring, newestOn } from '../../../src/appliance/update/stick.ts';
import { boxUpdates } from '../../../src/daemon/upkeep/box-updates.ts';
import { done, failed } from '../../../src/domain/result.ts';
import type { BoxSystem } from '../../../src/domain/update.ts';
import { updateFiles } from '../../../src/shared/update-files.ts';
import { UpdateUpload } from '../../../src/web/update-upload.ts';
import { FakeClock } from '../../fakes/clock.ts';

const NEVER = new AbortController().signal;
const RUNS_2: BoxSystem = {
  ...{ running: 'a', next: 'a', takesUpdates: true },
  slots: [
    { name: 'a', state: 'good', version: '2.0' },
    { name: 'b', state: 'bad', version: '2.5', left: 0, used: 3 },
  ],
};

let folder: string;
const at = (...names: readonly string[]): string => join(folder, ...names);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'moodbox-stick-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const name of ['stick', 'state']) mkdirSync(at(name));
});

/** The text of a bundle here is `signed VERSION`; anything else has no signature. */
const installer = {
  inspect: async (file: string) => {
    const version = /^signed (.+)$/.exec(readFileSync(file, 'utf8'))?.[1];
    return version === undefined ? failed('signature verification failed') : done({ compatible: 'moodbox-amd64', version });
  },
};
const onStick = (name: string, text: string): void => writeFileSync(at('stick', name), text);
const found = (system: BoxSystem | undefined = RUNS_2) => newestOn(at('stick'), installer, system);

test('the newest signed update is found, whatever else is on the stick', async () => {
  onStick('moodbox-3.9.raucb', 'signed 3.9');
  onStick('MOODBOX.RAUCB', 'signed 3.10');
  onStick('photo.jpg', 'signed 9.0');
  onStick('bad.raucb', 'who knows');
  expect(await found()).toEqual(done({ path: at('stick', 'MOODBOX.RAUCB'), version: '3.10', size: 11 }));
});

test('what runs, what is older and what failed its tries is not wanted', async () => {
  for (const version of ['1.0', '2.0', '2.5']) onStick(`${version}.raucb`, `signed ${version}`);
  expect(await found()).toEqual(done(undefined));
});

test('a stick with nothing but wrong signatures says so, and so does one that is empty, as one looks that could not be mounted', async () => {
  expect(await found()).toEqual(failed(expect.stringContaining('the stick is empty, or cannot be read: ')));
  onStick('photo.jpg', 'a photo');
  expect(await found()).toEqual(done(undefined));
  onStick('bad.raucb', 'who knows');
  expect(await found()).toEqual(failed('the update on the stick cannot be used: signature verification failed'));
});

test('links, folders, hidden files and what is larger than any update are not even opened', async () => {
  writeFileSync(at('secret'), 'signed 9.0');
  symlinkSync(at('secret'), at('stick', 'link.raucb'));
  mkdirSync(at('stick', 'folder.raucb'));
  onStick('._moodbox.raucb', 'signed 9.0');
  onStick('large.raucb', 'signed 9.0');
  truncateSync(at('stick', 'large.raucb'), 1024 ** 3 + 1);
  expect(await found()).toEqual(done(undefined));
});

test('it is copied whole, and told to the page until another file takes its place', async () => {
  writeFileSync(at('known'), JSON.stringify(RUNS_2));
  const files = updateFiles(at('state'));
  onStick('new.raucb', 'signed 3.0');
  const newest = await found();
  if (!newest.ok || !newest.value) throw new Error('nothing was found');
  expect(await bring(newest.value, files, NEVER)).toEqual(done(undefined));
  expect(readFileSync(files.bundle, 'utf8')).toBe('signed 3.0');
  const updates = boxUpdates(at('state'), at('known'));
  expect(await updates.known()).toMatchObject({ isHere: true, brought: { version: '3.0', size: 10 } });
  const upload = new UpdateUpload({ stateDir: at('state'), clock: new FakeClock(), known: at('known') });
  await upload.take({ of: 10, at: 0, bytes: Buffer.from('0123456789') }, 'a phone');
  expect(await updates.known()).toMatchObject({ isHere: true });
  expect(await updates.known()).not.toHaveProperty('brought');
});

test('a stick that is pulled meanwhile leaves nothing behind, and what was there before stays', async () => {
  const files = updateFiles(at('state'));
  mkdirSync(files.folder);
  writeFileSync(files.bundle, 'sent before');
  expect(await bring({ path: at('stick', 'gone.raucb'), version: '3.0', size: 10 }, files, NEVER)).toMatchObject({
    ok: false,
    why: expect.stringContaining('was not read to its end (ENOENT)'),
  });
  onStick('short.raucb', 'signed');
  expect(await bring({ path: at('stick', 'short.raucb'), version: '3.0', size: 10 }, files, NEVER)).toMatchObject({ ok: false });
  expect(readdirSync(files.folder)).toEqual(['bundle.raucb']);
  expect([readFileSync(files.bundle, 'utf8'), existsSync(files.brought)]).toEqual(['sent before', false]);
});
