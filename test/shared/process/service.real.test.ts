import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { systemClock } from '../../../src/shared/async/clock.ts';
import { listenOnce } from '../../../src/shared/process/ports.ts';
import type { Upkeep } from '../../../src/shared/process/service.ts';
import { Service } from '../../../src/shared/process/service.ts';
import { FakeLog } from '../../fakes/log.ts';

const SOON = { timeout: 15_000, interval: 50 };
const LISTENER = "require('node:net').createServer().listen(Number(process.argv[1]), '127.0.0.1')";

async function open(changes: Partial<Upkeep> & { readonly script?: string } = {}) {
  const log = new FakeLog();
  const port = await listenOnce('127.0.0.1', 0);
  const args = ['-e', changes.script ?? LISTENER, String(port)];
  const command = { name: 'listener', program: process.execPath, args, setpriv: undefined, folder: tmpdir(), account: undefined };
  const upkeep = { event: 'test', host: '127.0.0.1', port, advice: () => 'taken', command: () => command, ...changes };
  const service = new Service(upkeep, { clock: systemClock, log });
  const ready = (): number => log.events.filter((event) => event === 'test.ready').length;
  return { service, log, ready, [Symbol.asyncDispose]: () => service[Symbol.asyncDispose]() };
}

test('what goes on beside a service begins with it, and ends it where it fails', async () => {
  let lives = 0;
  const beside = async (signal: AbortSignal): Promise<void> => {
    lives += 1;
    if (lives === 1) throw new Error('it does not answer');
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  };
  await using opened = await open({ whileServing: beside });
  await opened.service.tried();
  await expect.poll(opened.ready, SOON).toBe(2);
  expect(opened.log.lines.find(({ event }) => event === 'test.failed')?.fields).toMatchObject({ why: 'it does not answer' });
  expect(lives).toBe(2);
});

test('a service that never takes a connection is counted, and said once with its last words', async () => {
  const counts: number[] = [];
  const serving: boolean[] = [];
  const script = "console.error('no such thing'); process.exit(3)";
  await using opened = await open({ script, onFailedStarts: (count) => counts.push(count), onServing: (said) => serving.push(said) });
  await expect.poll(() => counts, SOON).toEqual([1, 2]);
  expect(serving).toEqual([false, false]);
  expect(opened.log.lines.filter(({ level }) => level === 'error')).toMatchObject([
    { event: 'test.failed', fields: { why: 'listener ended (status 3): no such thing' } },
  ]);
});

test('a service that is slower than its first limit is given more time, and serves', async () => {
  const script = `setTimeout(() => { ${LISTENER} }, 6500)`;
  await using opened = await open({ script });
  await expect.poll(opened.ready, { timeout: 50_000, interval: 100 }).toBe(1);
  expect(opened.log.lines.filter(({ event }) => event === 'test.failed')).toMatchObject([
    { fields: { why: 'listener takes no connection' } },
  ]);
});
