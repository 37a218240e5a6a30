import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ms, percent } from '../../src/domain/units.ts';
import { Scope } from '../../src/shared/async/scope.ts';
import { LIMITS } from '../../src/web/limits/numbers.ts';
import { Live } from '../../src/web/live.ts';
import { LocalBox } from '../../src/web/local-box.ts';
import type { BoxClient } from '../../src/web/port.ts';
import { BoxSilent } from '../../src/web/port.ts';
import { FakeBox } from '../fakes/box.ts';
import { FakeClock } from '../fakes/clock.ts';
import { FakeLog } from '../fakes/log.ts';
import { listen, reportIn } from './ask.ts';

const { all, each } = LIMITS.streams;
const SOON = { timeout: 10_000, interval: 10 };

describe('Live', () => {
  let scope: Scope;
  let box: FakeBox;
  let clock: FakeClock;
  let live: Live;
  let local: LocalBox;
  let url: string;
  let admitted: ServerResponse[];
  /** What the box answers when it is asked how it is; nothing: the truth. */
  let pulse: (() => Promise<never>) | undefined;
  let asked: number;

  /** A box that may be silent, as one behind a daemon that hangs. */
  const watched = (inner: LocalBox): BoxClient => ({
    report: () => inner.report(),
    change: (signal) => inner.change(signal),
    command: (command, by) => inner.command(command, by),
    ask: (route, input, by) => inner.ask(route, input, by),
    health: () => {
      asked += 1;
      return pulse?.() ?? inner.health();
    },
  });

  beforeEach(async () => {
    scope = new Scope();
    box = new FakeBox();
    clock = new FakeClock();
    local = new LocalBox(box, clock);
    live = new Live(watched(local), { clock, log: new FakeLog() });
    admitted = [];
    pulse = undefined;
    asked = 0;
    const server = createServer((req, res) => {
      const { searchParams } = new URL(req.url ?? '', 'http://x');
      if (live.admit(res, { address: searchParams.get('from') ?? 'one', page: searchParams.get('page') ?? undefined })) admitted.push(res);
      else res.writeHead(503).end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    scope.own({
      [Symbol.asyncDispose]: async () => {
        server.close().closeAllConnections();
      },
    });
    scope.own(live);
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => scope[Symbol.asyncDispose]());

  const open = async (query = '') => scope.own(await listen(url, query));

  it('tells the current report at once, then each change', async () => {
    const stream = await open();
    expect(stream.headers.get('content-type')).toBe('text/event-stream');
    expect(reportIn(await stream.next())).toMatchObject({ mood: 'happy' });
    box.show({ mood: 'sad' });
    expect(reportIn(await stream.next())).toMatchObject({ mood: 'sad' });
  });

  it('tells at most four changes a second, and always the newest', async () => {
    const stream = await open();
    await stream.next();
    box.show({ volume: percent(1) });
    expect(reportIn(await stream.next())).toMatchObject({ volume: 1 });
    for (let volume = 2; volume <= 90; volume += 1) box.show({ volume: percent(volume) });
    await clock.advance(ms(249));
    box.show({ volume: percent(91) });
    await clock.advance(ms(1));
    expect(reportIn(await stream.next())).toMatchObject({ volume: 91 });
    box.show({ volume: percent(92) });
    await clock.advance(ms(250));
    expect(reportIn(await stream.next())).toMatchObject({ volume: 92 });
  });

  it('tells nothing while nothing is news, and every page the same', async () => {
    const first = await open();
    await first.next();
    for (let dropped = 1; dropped <= 20; dropped += 1) {
      box.show({ dropped, fps: 10 + (dropped % 2) });
      await clock.advance(ms(250));
    }
    const second = await open();
    expect(reportIn(await second.next())).toMatchObject({ fps: 10, dropped: 0 });
    box.show({ mood: 'sad' });
    for (const stream of [first, second]) expect(reportIn(await stream.next())).toMatchObject({ mood: 'sad', fps: 10 });
  });

  it('gives a sign of life every 15 seconds', async () => {
    const stream = await open();
    await stream.next();
    await clock.advance(ms(15_000));
    expect(await stream.next()).toBe('event: beat\ndata: {}');
    await clock.advance(ms(15_000));
    expect(await stream.next()).toBe('event: beat\ndata: {}');
  });

  it('ends when the box does not answer any more, and begins again once it does', async () => {
    const streams = [await open(), await open()];
    for (const stream of streams) await stream.next();
    pulse = () => Promise.reject(new BoxSilent('the box has not answered for 5000 ms'));
    await clock.advance(ms(5000));
    for (const stream of streams) expect(await stream.next()).toBeUndefined();
    pulse = undefined;
    const again = await open();
    expect(reportIn(await again.next())).toMatchObject({ mood: 'happy' });
    await clock.advance(ms(15_000));
    expect(await again.next()).toBe('event: beat\ndata: {}');
  });

  it('goes on when the box answers that it cannot say how it is', async () => {
    const stream = await open();
    await stream.next();
    pulse = () => Promise.reject(new Error('the daemon could not answer; its log says why'));
    await clock.advance(ms(15_000));
    expect(await stream.next()).toBe('event: beat\ndata: {}');
  });

  it('asks the box for no sign of life while nobody watches', async () => {
    const stream = await open();
    await stream.next();
    await clock.advance(ms(5000));
    expect(asked).toBe(1);
    await stream[Symbol.asyncDispose]();
    await expect.poll(() => admitted.every(({ destroyed }) => destroyed)).toBe(true);
    await clock.advance(ms(60_000));
    expect(asked).toBe(1);
  });

  /** So many streams, no address with more than its share. */
  const fill = (count: number) => Promise.all(Array.from({ length: count }, (_, i) => open(`?from=${i % (all / each)}`)));

  it(`has room for ${all}, and again when one has left`, async () => {
    const [first] = await fill(all);
    expect((await open('?from=0')).status).toBe(503);
    await first?.[Symbol.asyncDispose]();
    await vi.waitFor(async () => expect((await open('?from=0')).status).toBe(200), SOON);
  });

  it(`has room for ${each} of one address, and for others then`, async () => {
    await Promise.all(Array.from({ length: each }, () => open('?from=one')));
    expect((await open('?from=one')).status).toBe(503);
    expect((await open('?from=two')).status).toBe(200);
  });

  it('makes room for a new address when all streams are taken', async () => {
    const [oldest] = await fill(all);
    await oldest?.next();
    expect((await open('?from=new')).status).toBe(200);
    expect(await oldest?.next()).toBeUndefined();
  });

  it('gives a page that comes again its new stream, and ends the old one', async () => {
    const old = await open('?page=p');
    await old.next();
    const fresh = await open('?page=p');
    expect(await old.next()).toBeUndefined();
    expect(reportIn(await fresh.next())).toMatchObject({ mood: 'happy' });
    const elsewhere = await open('?from=two&page=p');
    await fresh[Symbol.asyncDispose]();
    expect(reportIn(await elsewhere.next())).toMatchObject({ mood: 'happy' });
  });

  it('keeps one report at most for a page that does not read, and lets it go after two missed heartbeats', async () => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1').on('error', () => undefined);
    socket.pause().write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await vi.waitFor(() => expect(admitted).toHaveLength(1), SOON);
    const [slow] = admitted as [ServerResponse];
    const broker = (turn: number) => ({ kind: 'lost', url: 'mqtt://x', why: `${turn}`.padEnd(1_000_000, 'y') }) as const;
    let turn = 1000;
    await vi.waitFor(async () => {
      turn += 1;
      box.show({ broker: broker(turn) });
      await clock.advance(ms(250));
      expect(slow.writableNeedDrain).toBe(true);
    }, SOON);
    const full = slow.writableLength;
    for (let i = 0; i < 20; i += 1) {
      box.show({ broker: broker(i) });
      await clock.advance(ms(250));
    }
    expect(slow.writableLength).toBeLessThanOrEqual(full);
    await clock.advance(ms(30_000));
    expect(slow.destroyed).toBe(true);
    socket.destroy();
  });

  it('gives a page that was slow for a while the newest report when it reads again', async () => {
    const stream = await open();
    let turn = 1000;
    await vi.waitFor(async () => {
      turn += 1;
      box.show({ broker: { kind: 'lost', url: 'mqtt://x', why: `${turn}`.padEnd(1_000_000, 'y') } });
      await clock.advance(ms(250));
      expect(admitted[0]?.writableNeedDrain).toBe(true);
    }, SOON);
    box.show({ mood: 'fear', broker: { kind: 'connected', url: 'mqtt://x' } });
    await clock.advance(ms(250));
    let last: unknown;
    while (last !== 'fear') last = reportIn(await stream.next()).mood;
    expect(admitted[0]?.destroyed).toBe(false);
  });

  it('ends every stream, takes no new one and lets go of the box when it is closed', async () => {
    const stream = await open();
    await stream.next();
    await live[Symbol.asyncDispose]();
    local[Symbol.dispose]();
    expect(await stream.next()).toBeUndefined();
    expect(box.watched).toBe(0);
    expect(clock.sleeping).toBe(0);
    expect((await open()).status).toBe(503);
  });
});
