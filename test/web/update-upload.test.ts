import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ms } from '../../src/domain/units.ts';
import { updateFiles } from '../../src/shared/update-files.ts';
import { UpdateUpload } from '../../src/web/update-upload.ts';
import { FakeClock } from '../fakes/clock.ts';

const ME = '192.168.1.7';

function arriving(isImage = true) {
  const stateDir = mkdtempSync(join(tmpdir(), 'moodbox-upload-'));
  onTestFinished(() => rmSync(stateDir, { recursive: true }));
  const known = join(stateDir, 'system.json');
  if (isImage) writeFileSync(known, '{}');
  const clock = new FakeClock();
  const upload = new UpdateUpload({ stateDir, clock, known });
  const send = async (at: number, text: string, { by = ME, of = 6 } = {}) => {
    const taken = await upload.take({ of, at, bytes: Buffer.from(text) }, by);
    return taken.ok ? taken.value : taken.why.code;
  };
  return { send, clock, files: updateFiles(stateDir) };
}

test('pieces become a file, which takes its name once it is whole', async () => {
  const { send, files } = arriving();
  expect(await send(0, 'bun')).toBe(3);
  expect(existsSync(files.bundle)).toBe(false);
  expect(await send(3, 'dle')).toBe(6);
  expect(readFileSync(files.bundle, 'utf8')).toBe('bundle');
  expect(existsSync(files.growing)).toBe(false);
});

test('a gap, a piece too much and an empty one are refused, and the upload goes on where it was', async () => {
  const { send, files } = arriving();
  await send(0, 'bun');
  expect(await send(4, 'le')).toBe('update_gap');
  expect(await send(3, 'dles')).toBe('update_gap');
  expect(await send(3, '')).toBe('update_gap');
  expect(await send(3, 'dle', { of: 7 })).toBe('update_gap');
  expect(await send(3, 'dle')).toBe(6);
  expect(readFileSync(files.bundle, 'utf8')).toBe('bundle');
});

test('a new upload begins anew, and takes the place of an update that nobody installed', async () => {
  const { send, files } = arriving();
  await send(0, 'bundle');
  expect(await send(0, 'oth')).toBe(3);
  expect(existsSync(files.bundle)).toBe(false);
});

test('two people do not send at once; what was left lying for a minute makes way', async () => {
  const { send, clock } = arriving();
  await send(0, 'bun');
  expect(await send(0, 'oth', { by: '192.168.1.8' })).toBe('update_of_others');
  await clock.advance(ms(60_000));
  expect(await send(0, 'oth', { by: '192.168.1.8' })).toBe(3);
  expect(await send(3, 'dle')).toBe('update_of_others');
});

test('more than 1 GB, more than the disk holds, and a box that is no image take nothing', async () => {
  const { send } = arriving();
  expect(await send(0, 'x', { of: 1024 ** 3 + 1 })).toBe('update_size');
  expect(await arriving(false).send(0, 'bun')).toBe('update_no_image');
});
