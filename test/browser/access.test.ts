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
  const reads = (page: Page, at: string, words: string | RegExp) =>
    expect.poll(() => page.textContent(at), { timeout: 15_000 }).toMatch(words);
  const titled = (page: Page, words: string) => page.getByRole('heading', { level: 1, name: words }).waitFor({ timeout: 15_000 });
  /** The way in has gone, and the mood is there. */
  const isIn = async (page: Page) => {
    await page.waitForSelector('html[data-link=live]');
    const shown = () => page.evaluate("document.querySelector('.stage[data-view=now]') ? 'in' : document.body.innerText");
    await expect.poll(shown, { timeout: 30_000 }).toBe('in');
  };
  const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

  const setUp = async (): Promise<Page> => {
    const page = await visit();
    await titled(page, 'Set a PIN first');
    await page.getByLabel('Setup code').fill(web.setupCode ?? '');
    await page.getByLabel('Owner PIN').fill(OWNER);
    await page.getByLabel('Household PIN').fill(HOUSEHOLD);
    await press(page, 'Save');
    await titled(page, 'You are the owner');
    return page;
  };
  /** By the address of older versions. */
  const logIn = async (page: Page, pin: string): Promise<void> => {
    await page.goto(`${web.url}/access.html`);
    await page.locator('input[type=password]').first().fill(pin);
    await press(page, 'Log in');
    await isIn(page);
  };

  it('asks the first visitor for PINs, and shows nothing of the room before', async () => {
    const page = await visit();
    await titled(page, 'Set a PIN first');
    expect(page.url()).toContain('#/access');
    expect(await page.evaluate(WIDTH)).toBe(390);
    expect(await page.content()).not.toContain('Morning in the sun');
    expect(await page.locator('.player, nav').count()).toBe(0);
    expect(await page.locator('header').textContent()).toBe('moodbox'); // nothing of the camera either
    await page.getByLabel('Setup code').fill('0000 0000');
    await page.getByLabel('Owner PIN').fill(OWNER);
    await press(page, 'Save');
    await reads(page, '.banner.alarm', 'the setup code is wrong');
    await page.getByLabel('Setup code').fill(web.setupCode ?? '');
    await page.getByLabel('Owner PIN').fill(OWNER);
    await press(page, 'Save');
    await titled(page, 'You are the owner');
    await reads(page, '.done', 'Only an owner can choose music now');
  });

  it('offers nothing to press before the box has said who is looking', async () => {
    await setUp();
    const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
    contexts.push(context);
    const page = await context.newPage();
    await page.route('**/api/access', () => undefined); // no answer
    await page.route(`${web.url}/`, async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, body: (await answer.text()).replace(/<script type="application\/json".*<\/script>/, '') });
    });
    await page.goto(web.url);
    await page.waitForSelector('h1');
    expect(await page.locator(':is(main, header, .player) :is(button, input):enabled').count()).toBe(0);
    expect(await page.textContent('header')).toContain('Camera: not known yet');
  });

  it('lets a guest with the link look, says why nothing can be pressed, and shows them out when the link is withdrawn', async () => {
    const owner = await setUp();
    await press(owner, 'Make a guest link');
    await reads(owner, '.link', /\/g\/[\w-]{43}$/);
    expect(await owner.getAttribute('.qr path', 'd')).toMatch(/^M4 4h7v1h-7z/);
    const guest = await visit(new URL((await owner.textContent('.link')) ?? '').pathname);
    await guest.waitForSelector('.stage[data-view=guest]');
    await reads(guest, 'main h1', 'Happy');
    await guest.goto(web.url);
    await isIn(guest);
    await reads(guest, '.locked', 'Guests can only look. Log in to choose.');
    // What opens something to look at may be pressed, and the camera's switch says why it may not.
    const left = await guest.locator('button:enabled, input:enabled').evaluateAll((all) => all.map((each) => each.className));
    expect(left).toEqual(['pill', 'volume-toggle']);
    await guest.getByRole('switch', { name: 'Camera on' }).press('Enter');
    await reads(guest, '.toast', 'Guests cannot switch the camera.');
    await press(owner, 'Withdraw the link');
    await titled(guest, 'Log in');
    await expect.poll(() => guest.content()).not.toMatch(/Morning in the sun|Mood: Happy/); // nothing of the room stays
    expect(await guest.locator('.player, nav').count()).toBe(0);
    expect(box.commands).toEqual([]);
  });

  it('lets the household choose and switch the camera off, and an owner switch it on', async () => {
    await setUp();
    const phone = await visit('/');
    await titled(phone, 'Log in');
    await logIn(phone, HOUSEHOLD);
    await press(phone, 'Next');
    await expect.poll(() => box.commands.at(-1)).toEqual({ type: 'next' });
    await phone.getByRole('switch', { name: 'Camera on' }).click();
    await expect.poll(() => box.commands.at(-1)).toEqual({ type: 'camera', on: false });
    box.show({ camera: { kind: 'off' } });
    await phone.getByRole('switch', { name: 'Camera off' }).press('Enter');
    await reads(phone, '.toast.problem', 'Only an owner can do this.');
    expect(box.commands.at(-1)).toEqual({ type: 'camera', on: false });
    await logIn(phone, OWNER); // on the same phone, without logging out first
    await phone.getByRole('switch', { name: 'Camera off' }).click();
    await expect.poll(() => box.commands.at(-1)).toEqual({ type: 'camera', on: true });
  });

  it('leads whoever has logged in to the mood, also if the answer about the session before comes late', async () => {
    await setUp();
    const phone = await visit('/');
    await titled(phone, 'Log in');
    let answered: () => void = () => undefined;
    const loggedIn = new Promise<void>((resolve) => (answered = resolve));
    const stranger = { status: 200, json: await phone.evaluate("fetch('api/access').then((answer) => answer.json())") };
    let held = 0;
    await phone.route('**/api/access', async (route) => {
      held += 1;
      if (held > 1) return route.continue();
      await loggedIn;
      await route.fulfill(stranger);
    });
    phone.on('response', (answer) => answer.url().endsWith('/api/access/login') && setTimeout(answered, 300));
    await phone.reload(); // the view asks who is there, and hears it only after the log-in
    await phone.locator('input[type=password]').first().fill(HOUSEHOLD);
    await press(phone, 'Log in');
    await isIn(phone);
    await expect.poll(() => held).toBeGreaterThan(1);
    expect(phone.url()).not.toContain('access');
  });

  it.each([
    ['de-DE', 'Anmelden', 'Die Box lehnt ab: Die PIN ist falsch.'],
    ['fr-FR', 'Se connecter', 'La box refuse : le code PIN est faux ;'],
    ['es-ES', 'Iniciar sesión', 'La caja no lo acepta: el PIN no es correcto;'],
  ])('refuses in the language of the visitor: %s', async (locale, button, words) => {
    await setUp();
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale });
    contexts.push(context);
    const page = await context.newPage();
    await page.goto(web.url);
    await page.locator('input[type=password]').first().fill('999999');
    await press(page, button);
    await reads(page, '.banner.alarm', words);
  });

  it('says in English what it has no words for', async () => {
    await setUp();
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'de-DE' });
    contexts.push(context);
    const page = await context.newPage();
    const newer = { error: 'the moon is not full', code: 'moon_not_full', values: {} };
    await page.route('**/api/access/login', (route) => route.fulfill({ status: 409, json: newer }));
    await page.goto(web.url);
    await page.locator('input[type=password]').first().fill('999999');
    await press(page, 'Anmelden');
    await reads(page, '.banner.alarm', 'Die Box lehnt ab: the moon is not full.');
  });

  it('logs out here, and everywhere', async () => {
    const owner = await setUp();
    const phone = await visit('/');
    await titled(phone, 'Log in');
    await logIn(phone, HOUSEHOLD);
    await phone.goto(`${web.url}/#/access`);
    await press(phone, 'Log out');
    await titled(phone, 'Log in');
    await expect.poll(() => phone.evaluate('document.activeElement.tagName')).toBe('H1'); // its button has gone
    await logIn(phone, HOUSEHOLD);
    await press(owner, 'Log out everywhere');
    await titled(owner, 'Log in');
    await phone.waitForURL(/#\/access/);
  });
});
