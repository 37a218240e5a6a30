import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { fetchOffer, offerAt } from '../../../src/appliance/update/offer.ts';
import { done } from '../../../src/domain/result.ts';
import { updateFiles } from '../../../src/shared/update-files.ts';

const OFFER = { version: '2.0.20261127', file: 'moodbox-2.0.20261127-amd64.raucb', size: 6 };

/** A folder in the web, and the way to it: the address says https, as the configuration wants it, and the bytes come over loopback. */
async function folderWith(answer: RequestListener) {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const stateDir = mkdtempSync(join(tmpdir(), 'moodbox-offer-'));
  onTestFinished(() => {
    server.close();
    rmSync(stateDir, { recursive: true });
  });
  const { port } = server.address() as AddressInfo;
  const ask = (async (address: URL, init?: RequestInit) => {
    const answered = await fetch(`http://127.0.0.1:${port}${address.pathname}`, init);
    return Object.defineProperty(answered, 'url', { value: String(address) });
  }) as typeof fetch;
  const files = updateFiles(stateDir);
  return { url: 'https://updates.example.org/moodbox', architecture: 'amd64', files, signal: new AbortController().signal, ask };
}

const serving =
  (files: Readonly<Record<string, string>>): RequestListener =>
  ({ url = '' }, res) => {
    const text = files[url];
    res.writeHead(text === undefined ? 404 : 200).end(text);
  };

test('the folder names its newest update, which is fetched whole', async () => {
  const parts = await folderWith(serving({ '/moodbox/moodbox-amd64.json': JSON.stringify(OFFER), [`/moodbox/${OFFER.file}`]: 'bundle' }));
  expect(await offerAt(parts)).toEqual(done(OFFER));
  expect(await fetchOffer(OFFER, parts)).toEqual(done(undefined));
  expect(readFileSync(parts.files.bundle, 'utf8')).toBe('bundle');
  expect(existsSync(parts.files.growing)).toBe(false);
});

test.each([
  ['short', 'shorter'],
  ['much too long', 'more came than was announced'],
])('a file that is not as long as announced is not kept: %s', async (text, why) => {
  const parts = await folderWith(serving({ [`/moodbox/${OFFER.file}`]: text }));
  expect(await fetchOffer(OFFER, parts)).toMatchObject({ ok: false, why: expect.stringContaining(why) });
  expect([existsSync(parts.files.bundle), existsSync(parts.files.growing)]).toEqual([false, false]);
});

test.each([
  ['nothing', ''],
  ['a file elsewhere', JSON.stringify({ ...OFFER, file: '../../etc/passwd.raucb' })],
  ['an address', JSON.stringify({ ...OFFER, file: 'https://evil.example/x.raucb' })],
  ['more than a box takes', JSON.stringify({ ...OFFER, size: 2 ** 31 })],
  ['no end', 'x'.repeat(20_000)],
])('an index with %s is not believed', async (_, text) => {
  const parts = await folderWith(serving({ '/moodbox/moodbox-amd64.json': text }));
  expect(await offerAt(parts)).toMatchObject({ ok: false, why: expect.stringContaining('is not what scripts/build-bundle writes') });
});

test('a folder without an index, and one that leads away from https, are told as such', async () => {
  const parts = await folderWith(serving({}));
  expect(await offerAt(parts)).toMatchObject({ ok: false, why: expect.stringContaining('answers 404') });
  const away = {
    ...parts,
    ask: (async () => Object.defineProperty(new Response('{}'), 'url', { value: 'http://updates.example.org/' })) as typeof fetch,
  };
  expect(await offerAt(away)).toMatchObject({ ok: false, why: expect.stringContaining('leads away from https') });
});
