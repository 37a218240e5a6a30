import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { done } from '../../../src/domain/result.ts';
import { Scope } from '../../../src/shared/async/scope.ts';
import { onLines } from '../../../src/shared/process/lines.ts';
import { LocalBox } from '../../../src/web/local-box.ts';
import { keepDoor } from '../../../src/web/process/door.ts';
import { FakeBox } from '../../fakes/box.ts';
import { FakeClock } from '../../fakes/clock.ts';
import { FakeLog } from '../../fakes/log.ts';

const SOON = { timeout: 10_000, interval: 10 };

describe("the daemon's door to the page's process", () => {
  let scope: Scope;
  let box: FakeBox;
  let log: FakeLog;
  let page: Socket;
  let daemon: Socket;
  let complaints: string[];
  let answers: unknown[];

  beforeEach(async () => {
    scope = new Scope();
    box = new FakeBox();
    log = new FakeLog();
    complaints = [];
    answers = [];
    const clock = new FakeClock();
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    page = connect((server.address() as AddressInfo).port, '127.0.0.1').on('error', () => undefined);
    [daemon] = (await once(server, 'connection')) as [Socket];
    keepDoor(daemon, {
      ...{ box: new LocalBox(box, clock), clock, log },
      ...{ onOpened: vi.fn(), onFailed: vi.fn(), onAlive: vi.fn() },
      onMisbehaved: (why) => complaints.push(why),
    });
    onLines(page, (line) => answers.push(JSON.parse(line)));
    scope.own({
      [Symbol.asyncDispose]: async () => {
        page.destroy();
        server.close();
      },
    });
  });
  afterEach(() => scope[Symbol.asyncDispose]());

  const say = (message: unknown): boolean => page.write(`${typeof message === 'string' ? message : JSON.stringify(message)}\n`);
  const by = { level: 'household', address: '192.168.1.7' };
  const command = (id: number, said: unknown, from: unknown = by) =>
    say({ kind: 'ask', id, question: 'command', with: { command: said, by: from } });

  it('answers, and checks each command again', async () => {
    command(1, { type: 'volume', value: 1000 });
    command(2, { type: 'dance' });
    await vi.waitFor(() => expect(answers).toHaveLength(2), SOON);
    expect(answers).toMatchObject([
      { id: 1, value: { ok: true } },
      { id: 2, value: { ok: false, why: { sentence: expect.stringContaining('unknown command type') } } },
    ]);
    expect(box.commands).toEqual([{ type: 'volume', value: 100 }]);
  });

  it('believes no level and no address that cannot be', async () => {
    command(1, { type: 'next' }, { level: 'root', address: '192.168.1.7' });
    command(2, { type: 'next' }, { level: 'owner', address: '1.2.3.4\nWATCHDOG=trigger' });
    await vi.waitFor(() => expect(answers).toHaveLength(2), SOON);
    expect(answers).toMatchObject([{ kind: 'broken' }, { kind: 'broken' }]);
    expect(box.commands).toEqual([]);
  });

  it('shows only what the network may see', async () => {
    say({ kind: 'ask', id: 1, question: 'report' });
    await vi.waitFor(() => expect(answers).toHaveLength(1), SOON);
    expect(JSON.stringify(answers)).not.toMatch(/media\.example|secret/);
  });

  it('counts commands and captures over all pages', async () => {
    for (let id = 1; id <= 400; id += 1) command(id, { type: id <= 30 ? 'capture' : 'next' });
    await vi.waitFor(() => expect(answers).toHaveLength(400), SOON);
    expect(box.commands.filter(({ type }) => type === 'capture')).toHaveLength(20);
    expect(box.commands).toHaveLength(290);
    expect(answers.at(-1)).toMatchObject({
      value: { ok: false, why: { sentence: expect.stringContaining('too many commands'), wait: 10_000 } },
    });
  });

  it('writes log lines, and says when the box itself fails', async () => {
    say({ kind: 'log', level: 'warn', event: 'web.strange', fields: { a: 1 } });
    box.command = () => {
      throw new Error('a bug');
    };
    command(1, { type: 'next' });
    await vi.waitFor(() => expect(answers).toEqual([{ kind: 'broken', id: 1 }]), SOON);
    expect(log.lines).toMatchObject([{ level: 'warn', event: 'web.strange', fields: { a: 1 } }, { event: 'web.failed' }]);
  });

  it('keeps answering while large files are on their way, one after the other', async () => {
    const bytes = Buffer.alloc(4 * 1024 * 1024, 'x');
    Object.assign(box.answers, { 'GET /api/backup': async () => done({ bytes, name: 'a.tar.gz' }) });
    const backup = { route: 'GET /api/backup', input: {}, by: { ...by, level: 'owner' } };
    page.pause();
    for (let id = 1; id <= 5; id += 1) say({ kind: 'ask', id, question: 'endpoint', with: backup });
    await vi.waitFor(() => expect(daemon.writableLength).toBeGreaterThan(0), SOON);
    const read = daemon.bytesRead;
    say({ kind: 'ask', id: 6, question: 'report' });
    await vi.waitFor(() => expect(daemon.bytesRead).toBeGreaterThan(read), SOON);
    expect(daemon.writableLength).toBeLessThan(2 * bytes.length);
    page.resume();
    await vi.waitFor(() => expect(answers).toHaveLength(6), SOON);
    expect(complaints).toEqual([]);
  });

  it.each([
    ['a message that cannot be read', () => say('no JSON')],
    ['a message that cannot be read', () => say({ kind: 'ask', id: 1, question: 'passwords' })],
    ['a message that cannot be read', () => say({ kind: 'log', level: 'fatal', event: 'x', fields: {} })],
    ['a message that is too long', () => page.write('x'.repeat(300_000))],
    ['too many messages', () => say(Array(1600).fill('{"kind":"alive"}').join('\n'))],
    [
      'it asks and does not wait for the answers',
      () => say(Array.from({ length: 2 }, (_, i) => JSON.stringify({ kind: 'ask', id: i + 1, question: 'change' })).join('\n')),
    ],
  ])('hangs up on %s', async (why, speak) => {
    speak();
    await vi.waitFor(() => expect(complaints).toEqual([why]), SOON);
    await vi.waitFor(() => expect(page.closed || page.readableEnded).toBe(true), SOON);
  });
});
