import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Finding } from '../../../src/cli/doctor/check.ts';
import { page } from '../../../src/cli/doctor/page.ts';
import { trust } from '../../../src/cli/doctor/trust.ts';
import { loadConfig } from '../../../src/config/load.ts';
import { PinHasher } from '../../../src/web/access/pins.ts';
import { accessFile, writeAccess } from '../../../src/web/access/store.ts';
import { certificate } from '../../web/certificate.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'moodbox-doctor-page-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const look = (check: typeof page, settings: Record<string, unknown> = {}): Promise<Finding> =>
  check(loadConfig({ env: {}, overrides: { 'state.dir': folder, ...settings } }), {
    env: process.env,
    root: '/',
    signal: AbortSignal.timeout(8000),
  });
const withPin = async (): Promise<void> => writeAccess(accessFile(folder), { owner: await new PinHasher().keep('483920'), sessions: [] });

test('a page of this machine alone is fine', async () =>
  expect(await look(page)).toEqual({ status: 'ok', finding: 'only this machine can open it, over plain http' }));

test('a page that lets an owner look through the camera says so', async () =>
  expect(await look(page, { 'web.preview': 'picture' })).toEqual({
    status: 'ok',
    finding:
      'only this machine can open it, over plain http; an owner may look at the live picture of the cameras for five minutes at a time (web.preview: picture)',
  }));

test.each([
  ['a page for the network', { 'web.host': '0.0.0.0' }, 'over plain http'],
  ['a page behind a proxy', { 'web.proxies': ['127.0.0.1'] }, 'through a proxy'],
])('%s is warned of as long as it has no PIN', async (_what, settings, way) => {
  expect(await look(page, settings)).toMatchObject({ status: 'warn', finding: expect.stringContaining('no PIN yet') });
  await withPin();
  expect(await look(page, settings)).toEqual({ status: 'ok', finding: `others can open it, ${way}, with a PIN` });
});

test('a page that shows the mood to everybody is warned of', async () => {
  await withPin();
  expect(await look(page, { 'web.host': '0.0.0.0', 'web.guests': 'open' })).toMatchObject({ status: 'warn' });
});

test('a file of PINs that others may read, or that is damaged, is a failure', async () => {
  await withPin();
  chmodSync(accessFile(folder), 0o644);
  expect(await look(page)).toMatchObject({ status: 'fail', finding: expect.stringContaining('may be read by other users') });
  chmodSync(accessFile(folder), 0o600);
  writeFileSync(accessFile(folder), '{');
  expect(await look(page, { 'web.host': '0.0.0.0' })).toMatchObject({ status: 'fail', finding: expect.stringContaining('damaged') });
});

test('a certificate whose key is another is a failure, and a key for everybody to read a warning', async () => {
  const [mine, other] = [certificate(folder, 'mine'), certificate(folder, 'other')];
  chmodSync(mine.key, 0o644);
  expect(await look(page, { 'web.cert': mine.cert, 'web.key': mine.key })).toMatchObject({
    status: 'warn',
    finding: expect.stringContaining('may be read by everybody'),
  });
  expect(await look(page, { 'web.cert': mine.cert, 'web.key': other.key })).toMatchObject({
    status: 'fail',
    finding: expect.stringContaining('do not belong together'),
  });
});

test('certificates that nobody checks, and a library that everybody may write to, are warned of', async () => {
  expect((await look(trust)).status).toBe('ok');
  const library = join(folder, 'music');
  mkdirSync(library);
  chmodSync(library, 0o777);
  const found = await look(trust, { 'camera.verify': false, 'mqtt.verify': false, 'music.library': library });
  expect(found.status).toBe('warn');
  for (const word of ['camera.verify', 'mqtt.verify', library]) expect(found.finding).toContain(word);
});
