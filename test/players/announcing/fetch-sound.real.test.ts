import { readFileSync, rmSync, statSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { ms } from '../../../src/domain/units.ts';
import { askedNames } from '../../../src/players/announcing/asked-names.ts';
import { fetchSound } from '../../../src/players/announcing/fetch-sound.ts';
import type { NamesAround } from '../../../src/players/names-around.ts';
import { systemClock } from '../../../src/shared/async/clock.ts';
import { FakeLog } from '../../fakes/log.ts';
import { serve } from '../messages.ts';
import { Folder, NEVER } from '../stage.ts';

const folder = new Folder();
afterAll(() => folder[Symbol.dispose]());
const file = folder.file('sound');
const SOUND = Buffer.alloc(3000, 'la');

type Change = { readonly around?: NamesAround; readonly largest?: number; readonly signal?: AbortSignal };

async function fetched(url: string, { around = askedNames(['127.0.0.1']), largest = 4000, signal = NEVER }: Change = {}) {
  rmSync(file, { force: true });
  const log = new FakeLog();
  const world = { around, authorities: [], clock: systemClock, log, patience: { silence: ms(500), whole: ms(5000) } };
  return { outcome: await fetchSound({ url, largest }, file, world, signal), log };
}

const OWN = { ok: false, why: { kind: 'own' } };
const UNREACHABLE = { ok: false, why: { kind: 'unreachable' } };
const TOO_LARGE = { ok: false, why: { kind: 'too-large' } };

describe('fetchSound', () => {
  test('writes what it fetches into a file that nobody else can read, over redirects', async () => {
    await using server = await serve(({ url = '' }, response) => {
      const step = Number(url.slice(1));
      if (step < 5) response.writeHead(302, { location: `/${step + 1}` }).end();
      else response.end(SOUND);
    });
    expect((await fetched(server.at('0'))).outcome).toEqual({ ok: true });
    expect(readFileSync(file)).toEqual(SOUND);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(server.asked).toEqual(['/0', '/1', '/2', '/3', '/4', '/5']);
  });

  test('gives up after five redirects', async () => {
    await using server = await serve((_, response) => void response.writeHead(302, { location: '/again' }).end());
    expect((await fetched(server.at('a'))).outcome).toMatchObject(UNREACHABLE);
    expect(server.asked).toHaveLength(6);
  });

  test('asks nothing of this machine that is not named, not even by a redirect or a name', async () => {
    await using own = await serve((_, response) => void response.end(SOUND));
    await using server = await serve((_, response) => void response.writeHead(302, { location: own.at('a') }).end());
    const around = askedNames([`127.0.0.1:${server.port}`]);
    expect((await fetched(server.at('a'), { around })).outcome).toMatchObject({ ...OWN, why: { host: `127.0.0.1:${own.port}` } });
    expect((await fetched(own.at('a'), { around })).outcome).toMatchObject(OWN);
    const named = `http://localhost:${own.port}/a`;
    expect((await fetched(named, { around })).outcome).toMatchObject(OWN);
    expect(own.asked).toEqual([]);
  });

  test('connects to the address that it has checked, and not to what the name says later', async () => {
    await using server = await serve((_, response) => void response.end(SOUND));
    const answers = [['127.0.0.1'], ['127.0.0.2']];
    const around: NamesAround = { addressesOf: async () => answers.shift() ?? [], isRefused: () => false };
    expect((await fetched(`http://changing.example:${server.port}/a`, { around })).outcome).toEqual({ ok: true });
    expect(answers).toHaveLength(1);
  });

  test('takes no more than it may, announced or not', async () => {
    await using server = await serve(({ url }, response) => {
      if (url === '/announced') response.writeHead(200, { 'content-length': 5000 });
      for (let n = 0; n < 5; n += 1) response.write(Buffer.alloc(1000));
      response.end();
    });
    for (const path of ['announced', 'streamed']) expect((await fetched(server.at(path))).outcome).toEqual(TOO_LARGE);
  });

  test.each<[string, Parameters<typeof serve>[0]]>([
    ['is not there', (_, response) => void response.writeHead(404).end()],
    ['says nothing', () => undefined],
    ['stops after its headers', (_, response) => void response.writeHead(200, { 'content-length': 3000 }).flushHeaders()],
    [
      'hangs up in the middle',
      (_, response) => void response.writeHead(200, { 'content-length': 3000 }).write('la', () => response.destroy()),
    ],
    ['redirects to nowhere', (_, response) => void response.writeHead(302).end()],
    ['redirects to a file', (_, response) => void response.writeHead(302, { location: 'file:///etc/passwd' }).end()],
  ])('fails if the sound %s', async (_, answer) => {
    await using server = await serve(answer);
    const { outcome, log } = await fetched(server.at('path-with-a-token'));
    expect(outcome).toMatchObject({ ...UNREACHABLE, why: { host: `127.0.0.1:${server.port}` } });
    expect(JSON.stringify(log.lines)).not.toContain('token');
  });

  test('fails if nobody listens, and if the name is not found', async () => {
    const server = await serve(() => undefined);
    await server[Symbol.asyncDispose]();
    expect((await fetched(server.at('a'))).outcome).toMatchObject(UNREACHABLE);
    const around: NamesAround = { addressesOf: () => Promise.reject(new Error('ENOTFOUND')), isRefused: () => false };
    expect((await fetched('http://nowhere.example/a', { around })).outcome).toMatchObject(UNREACHABLE);
  });

  test('stops when it is told to', async () => {
    const stop = new AbortController();
    await using server = await serve(() => stop.abort());
    expect((await fetched(server.at('a'), { signal: stop.signal })).outcome).toEqual({ ok: false, why: { kind: 'stopped' } });
  });

  test('rejects if the file cannot be written', async () => {
    await using server = await serve((_, response) => void response.end(SOUND));
    const world = { around: askedNames(['127.0.0.1']), authorities: [], clock: systemClock, log: new FakeLog() };
    await expect(fetchSound({ url: server.at('a'), largest: 4000 }, '/nowhere/sound', world, NEVER)).rejects.toThrow(/ENOENT/);
  });
});
