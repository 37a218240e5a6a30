import type { Browser, BrowserContext, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/shared/async/clock.ts';
import type { WebServer } from '../../src/web/open.ts';
import { openWeb } from '../../src/web/open.ts';
import { FakeBox } from '../fakes/box.ts';
import { FakeLog } from '../fakes/log.ts';
import { stateFolder, webConfig } from '../fakes/web-config.ts';
import { CHROMIUM, FLAGS, hasChromium } from './chromium.ts';

const OWNER = '483920';
const HOUSEHOLD = 'sunny kitchen';
const WIDTH = 'document.documentElement.scrollWidth';

/** A named proxy on loopback makes every visitor of this machine one from outside. */
const OUTSIDE = webConfig({ proxies: ['127.0.0.1'] });

describe.skipIf(!hasChromium)('who may do what, in Chromium', () => {
  let browser: Browser;
  let box: FakeBox;
  let web: WebServer;
  const contexts: BrowserContext[] = [];

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, headless: true, args: FLAGS });
  });
  afterAll(() => browser?.close());
  beforeEach(async () => {
    box = new FakeBox();
    web = await openWeb(OUTSIDE, box, { clock: systemClock, log: new FakeLog(), stateDir: stateFolder() });
  });
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close();
    await web[Symbol.asyncDispose]();
  });

  /** Somebody with a phone of their own, who opens this path. */
  const visit = async (path = '/'): Promise<Page> => {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
    contexts.push(context);
    const page = await context.newPage();
    await page.goto(web.url + path);
    return page;
  };
  const reads = (page: Page, id: string, words: string | RegExp) =>
    expect.poll(() => page.textContent(`#${id}`), { timeout: 15_000 }).toMatch(words);
  const isLive = (page: Page) => page.waitForSelector('html[data-link=live]');

  const setUp = async (): Promise<Page> => {
    const page = await visit();
    await reads(page, 'title', 'Set a PIN first');
    await page.fill('#code', web.setupCode ?? '');
    await page.fill('#owner', OWNER);
    await page.fill('#household', HOUSEHOLD);
    await page.click('#pins-save');
    await reads(page, 'title', 'You are the owner');
    return page;
  };
  const logIn = async (page: Page, pin: string): Promise<void> => {
    await page.goto(`${web.url}/access.html`);
    await page.fill('#login-pin', pin);
    await page.getByRole('button', { name: 'Log in' }).click();
    await isLive(page);
  };

  it('asks the first visitor for PINs, and shows nothing of the room before', async () => {
    const page = await visit();
    await reads(page, 'title', 'Set a PIN first');
    expect(page.url()).toContain('access.html');
    expect(await page.evaluate(WIDTH)).toBe(390);
    await page.fill('#code', '0000 0000');
    await page.fill('#owner', OWNER);
    await page.click('#pins-save');
    await reads(page, 'problem-text', 'the setup code is wrong');
    await page.fill('#code', web.setupCode ?? '');
    await page.fill('#owner', OWNER);
    await page.click('#pins-save');
    await reads(page, 'title', 'You are the owner');
    await reads(page, 'done', 'Only an owner can choose music now');
  });

  it('offers nothing to press before the box has said who is looking', async () => {
    await setUp();
    const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
    contexts.push(context);
    const page = await context.newPage();
    await page.route('**/api/access', () => undefined); // no answer
    await page.goto(web.url);
    await page.waitForSelector('#chips button', { state: 'attached' });
    expect(
      await page.locator('main section button:enabled, main section input:enabled').evaluateAll((all) => all.map(({ id }) => id)),
    ).toEqual([]);
  });

  it('lets a guest with the link look, says why nothing can be pressed, and shows them out when the link is withdrawn', async () => {
    const owner = await setUp();
    await owner.click('#guest-new');
    await reads(owner, 'guest-address', /\/g\/[\w-]{43}$/);
    expect(await owner.getAttribute('#qr-path', 'd')).toMatch(/^M4 4h7v1h-7z/);
    const guest = await visit(new URL((await owner.textContent('#guest-address')) ?? '').pathname);
    await isLive(guest);
    await reads(guest, 'mood', 'Happy');
    await reads(guest, 'music-locked', 'Guests can only look. Log in to choose.');
    await reads(guest, 'camera-hint', 'Guests cannot switch the camera.');
    for (const id of ['pause', 'next', 'stop', 'like', 'volume', 'capture', 'autoplay', 'camera'])
      expect([id, await guest.isDisabled(`#${id}`)]).toEqual([id, true]);
    await owner.click('#guest-withdraw');
    await reads(guest, 'title', 'Log in');
    expect(box.commands).toEqual([]);
  });

  it('lets the household choose and switch the camera off, and an owner switch it on', async () => {
    await setUp();
    const phone = await visit('/');
    await reads(phone, 'title', 'Log in');
    await logIn(phone, HOUSEHOLD);
    await phone.click('#next');
    await expect.poll(() => box.commands.at(-1)).toEqual({ type: 'next' });
    await phone.click('#camera');
    await expect.poll(() => box.commands.at(-1)).toEqual({ type: 'camera', on: false });
    box.show({ camera: { kind: 'off' } });
    await reads(phone, 'camera-hint', 'Only an owner can do this.');
    expect(await phone.isDisabled('#camera')).toBe(true);
    await logIn(phone, OWNER); // on the same phone, without logging out first
    await phone.click('#camera');
    await expect.poll(() => box.commands.at(-1)).toEqual({ type: 'camera', on: true });
  });

  it('logs out here, and everywhere', async () => {
    const owner = await setUp();
    const phone = await visit('/');
    await reads(phone, 'title', 'Log in');
    await logIn(phone, HOUSEHOLD);
    await phone.goto(`${web.url}/access.html`);
    await phone.click('#logout');
    await reads(phone, 'title', 'Log in');
    expect(await phone.evaluate('document.activeElement.id')).toBe('title'); // its button has gone
    await logIn(phone, HOUSEHOLD);
    await owner.click('#logout-all');
    await reads(owner, 'title', 'Log in');
    await phone.waitForURL(/access\.html/);
  });
});
