import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Frame, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/shared/async/clock.ts';
import { Scope } from '../../src/shared/async/scope.ts';
import type { WebServer } from '../../src/web/open.ts';
import { openWeb } from '../../src/web/open.ts';
import { FakeBox } from '../fakes/box.ts';
import { FakeLog } from '../fakes/log.ts';
import { stateFolder, webConfig } from '../fakes/web-config.ts';
import { ask } from '../web/ask.ts';
import { CHROMIUM, FLAGS, hasChromium } from './chromium.ts';

const PATIENCE = { timeout: 15_000 };
const PIN = '483920';
/** A named proxy on loopback makes every visitor of this machine one from outside. */
const OUTSIDE = { proxies: ['127.0.0.1'] };

/** A dashboard of somebody else, which shows that address in a frame. */
async function dashboard(scope: Scope): Promise<{ readonly port: number; readonly show: (address: string) => void }> {
  let address = '';
  const server = createServer((_req, res) => {
    res
      .setHeader('content-type', 'text/html')
      .end(`<!doctype html><title>Dashboard</title><iframe src="${address}" title="moodbox"></iframe>`);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  scope.own({ [Symbol.asyncDispose]: async () => void server.close() });
  return {
    port: (server.address() as AddressInfo).port,
    show: (url) => {
      address = url;
    },
  };
}

describe.skipIf(!hasChromium)('the page in a frame of another page, in Chromium', () => {
  let browser: Browser;
  let scope = new Scope();

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, headless: true, args: FLAGS });
  });
  afterAll(() => browser?.close());
  afterEach(async () => {
    await scope[Symbol.asyncDispose]();
    scope = new Scope();
  });

  const open = async (config: Parameters<typeof webConfig>[0]): Promise<WebServer> =>
    scope.own(
      await openWeb(webConfig({ ...OUTSIDE, ...config }), new FakeBox(), {
        clock: systemClock,
        log: new FakeLog(),
        stateDir: stateFolder(),
      }),
    );
  const setPin = async (web: WebServer): Promise<void> => {
    const body = JSON.stringify({ owner: PIN, code: web.setupCode });
    await ask(`${web.url}/api/access/pins`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  };
  /** Opens the dashboard as `host`, and returns the frame in it. */
  const framed = async (url: string, board: Awaited<ReturnType<typeof dashboard>>, host: string): Promise<{ page: Page; frame: Frame }> => {
    board.show(url);
    const context = await browser.newContext();
    scope.own({ [Symbol.asyncDispose]: () => context.close() });
    const page = await context.newPage();
    await page.goto(`http://${host}:${board.port}/`);
    const frame = await (await page.waitForSelector('iframe')).contentFrame();
    if (!frame) throw new Error('no frame');
    return { page, frame };
  };
  const standing = (frame: Frame): Promise<unknown> =>
    frame.evaluate("fetch('/api/access').then((it) => it.json()).then((it) => it.standing)");

  it('is refused unless its origin is named', async () => {
    const board = await dashboard(scope);
    const web = await open({ guests: 'open', frame_ancestors: [`http://127.0.0.1:${board.port}`] });
    const { frame } = await framed(web.url, board, 'localhost');
    await expect.poll(() => frame.url(), PATIENCE).toMatch(/^chrome-error:/);
  });

  it('shows the mood where guests need no link, since no cookie travels to a frame of another site', async () => {
    const board = await dashboard(scope);
    const web = await open({ guests: 'open', frame_ancestors: [`http://localhost:${board.port}`] });
    await setPin(web);
    const { frame } = await framed(web.url, board, 'localhost');
    await expect.poll(() => frame.textContent('body'), PATIENCE).toContain('Happy');
    await frame.evaluate(
      `fetch('/api/access/login', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"pin":"${PIN}"}' })`,
    );
    expect(await standing(frame)).toBe('guest'); // the browser keeps no cookie of the frame
  });

  it('stays logged in where the other page is of the same machine, whatever its port', async () => {
    const board = await dashboard(scope);
    const web = await open({ frame_ancestors: [`http://127.0.0.1:${board.port}`] });
    await setPin(web);
    const { frame, page } = await framed(web.url, board, '127.0.0.1');
    await frame.evaluate(
      `fetch('/api/access/login', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"pin":"${PIN}"}' })`,
    );
    await page.reload();
    const again = await (await page.waitForSelector('iframe')).contentFrame();
    await expect.poll(() => again && standing(again), PATIENCE).toBe('owner');
  });
});
