import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { kioskAnswers } from '../../src/daemon/answers/kiosk.ts';
import { venueAnswers } from '../../src/daemon/answers/venue.ts';
import { venueOf } from '../../src/daemon/venue/venue.ts';
import { systemClock, today } from '../../src/shared/async/clock.ts';
import type { WebServer } from '../../src/web/open.ts';
import { openWeb } from '../../src/web/open.ts';
import { FakeBox, happyReport } from '../fakes/box.ts';
import { FakeLog } from '../fakes/log.ts';
import { stateFolder, webConfig } from '../fakes/web-config.ts';
import { ask } from '../web/ask.ts';
import { violationsOf } from './axe.ts';
import { CHROMIUM, FLAGS, hasChromium } from './chromium.ts';
import { difference, photographer } from './flash.ts';
import { SCHEMES, SIZES, sideways } from './looks.ts';

const PATIENCE = { timeout: 15_000 };
const [OWNER, HOUSEHOLD] = ['483920', 'sunny kitchen'];
/** Screens as they are sold: of a Raspberry Pi, of laptops and tablets, of televisions; lying and standing. */
const WALLS = [
  [800, 480],
  [1024, 600],
  [1024, 768],
  [1280, 720],
  [1366, 768],
  [1920, 1080],
  [3840, 2160],
  [600, 1024],
  [1080, 1920],
].map(([width = 0, height = 0]) => ({ width, height }));
/** CSS pixels by which the picture moves at most, so that nothing burns in. */
const BURN_IN = 8;
const VIEWS = ['kiosk', 'guest', 'venue'] as const;
const jsonOf = (body: object) => ({ method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

describe.skipIf(!hasChromium)('kiosk, guest and venue in Chromium', () => {
  let browser: Browser;
  let box: FakeBox;
  let web: WebServer;
  let stateDir: string;
  const contexts: BrowserContext[] = [];

  const serve = async (changed: Parameters<typeof webConfig>[0] = {}, quietHours = ''): Promise<void> => {
    const config = loadConfig({ env: { MOODBOX_VENUE: 'true' } });
    stateDir = stateFolder();
    box = new FakeBox();
    const venue = venueAnswers({ config, venue: venueOf(config, { stateDir, today }) });
    box.answers = { ...box.answers, ...kioskAnswers({ quiet_hours: quietHours }), ...venue };
    web = await openWeb(webConfig(changed), box, { clock: systemClock, log: new FakeLog(), stateDir });
  };
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, headless: true, args: FLAGS });
  });
  afterAll(() => browser?.close());
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close();
    await web[Symbol.asyncDispose]();
  });

  const visit = async (path: string, options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
    contexts.push(context);
    const page = await context.newPage();
    await page.goto(web.url + path);
    await page.waitForSelector('html[data-link=live] .stage h1', PATIENCE);
    return page;
  };
  const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).click();

  describe('seen by everybody', () => {
    beforeEach(() => serve());

    it.each(VIEWS)('%s has no axe violation, light and dark, at three sizes', { timeout: 120_000 }, async (view) => {
      for (const colorScheme of SCHEMES) {
        const page = await visit(`/#/${view}`, { colorScheme, reducedMotion: 'reduce', locale: colorScheme === 'light' ? 'en' : 'de' });
        for (const size of SIZES) {
          await page.setViewportSize(size);
          expect([size, colorScheme, await violationsOf(page)]).toEqual([size, colorScheme, []]);
        }
      }
    });

    it.each(VIEWS)('%s does not move sideways, with the colours of the system too', { timeout: 60_000 }, async (view) => {
      for (const forcedColors of ['none', 'active'] as const) {
        const page = await visit(`/#/${view}`, { viewport: { width: 320, height: 640 }, locale: 'de', forcedColors });
        expect([forcedColors, await sideways(page)]).toEqual([forcedColors, { narrow: 0, large: 0 }]);
      }
    });

    it('is told as an app for the home screen, with icons that are there', async () => {
      const page = await visit('/');
      const link = (await page.getAttribute('link[rel=manifest]', 'href')) ?? '';
      const manifest = JSON.parse((await ask(new URL(link, `${web.url}/`).href)).body) as {
        icons: { src: string; sizes: string }[];
        display: string;
      };
      expect(manifest.display).toBe('standalone');
      const touch = (await page.getAttribute('link[rel=apple-touch-icon]', 'href')) ?? '';
      for (const { sizes, src } of [...manifest.icons, { src: touch, sizes: '180x180' }]) {
        const size = await page.evaluate(
          `new Promise((done) => { const i = new Image(); i.onload = () => done(i.naturalWidth + 'x' + i.naturalHeight); i.src = ${JSON.stringify(src)}; })`,
        );
        expect([src, size]).toEqual([src, sizes]);
      }
    });
  });

  describe('a screen on the wall', () => {
    it.each(['light', 'dark'] as const)('does not flash when the mood changes (%s)', { timeout: 60_000 }, async (colorScheme) => {
      await serve();
      const page = await visit('/kiosk', { colorScheme });
      await expect.poll(() => page.url()).toContain('/#/kiosk');
      await page.waitForTimeout(2500); // everything has arrived and faded in
      const { take } = await photographer(browser);
      const before = await take(page);
      box.show({ mood: 'sad', expression: 'sad' });
      await page.waitForSelector('html[data-mood=sad]', PATIENCE);
      // Frames of a screen that shows sixty a second, at the beginning, in the middle and at the end.
      const frames = [before];
      for (const ms of [0, 17, 33, 3000, 3017, 3033, 5967, 5983, 6000]) frames.push(await take(page, ms));
      // Face and word change at once; a flash is a change of a quarter of what one sees (WCAG 2.3.1).
      const pairs = [
        [0, 1],
        [1, 2],
        [2, 3],
        [4, 5],
        [5, 6],
        [7, 8],
        [8, 9],
      ] as const;
      for (const [one, other] of pairs) {
        const step = difference(frames[one] ?? [], frames[other] ?? []);
        expect([one, step.mean < 0.01, step.flashing < 0.15]).toEqual([one, true, true]);
      }
      // The whole change is one that a flash would have shown.
      expect(difference(before, frames[9] ?? []).mean > 0.05).toBe(colorScheme === 'light');
    });

    it('shows all of itself, and no bar to scroll it by, on the screens that people hang up', { timeout: 60_000 }, async () => {
      await serve();
      const title =
        'Symphony No. 9 in D minor, Op. 125: IV. Presto, Allegro assai, Andante maestoso, Allegro energico, sempre ben marcato, Presto';
      const { playback } = happyReport;
      if (playback.kind !== 'playing') throw new Error('the fake box plays');
      box.show({ playback: { ...playback, track: { ...playback.track, title } } });
      // Playwright hides all scroll bars otherwise.
      const bare = await chromium.launch({
        executablePath: CHROMIUM,
        headless: true,
        args: FLAGS,
        ignoreDefaultArgs: ['--hide-scrollbars'],
      });
      try {
        for (const mood of ['neutral', 'surprise'] as const) {
          box.show({ mood, expression: mood });
          for (const viewport of WALLS) {
            const page = await bare.newPage({ viewport, locale: 'de' });
            await page.goto(`${web.url}/kiosk`);
            await page.waitForSelector(`html[data-link=live][data-mood=${mood}] .kiosk-music`, PATIENCE);
            const left = await page.evaluate(`(({ offsetWidth, clientWidth, scrollHeight, clientHeight, scrollWidth }) =>
              ({ bar: offsetWidth - clientWidth, below: Math.max(0, scrollHeight - clientHeight - ${BURN_IN}), beside: Math.max(0, scrollWidth - clientWidth - ${BURN_IN}) }))(document.querySelector('.kiosk'))`);
            expect([viewport, mood, left]).toEqual([viewport, mood, { bar: 0, below: 0, beside: 0 }]);
            await page.close();
          }
        }
      } finally {
        await bare.close();
      }
    });

    it('fetches the page of a box with another release by itself, and no other view does', async () => {
      await serve();
      for (const [path, times] of [
        ['/#/kiosk', 1],
        ['/', 0],
      ] as const) {
        const page = await visit(path);
        await page.clock.install();
        let loads = 0;
        page.on('load', () => {
          loads += 1;
        });
        box.show({ version: `9.${times}.0` });
        await expect.poll(() => page.evaluate("document.querySelector('html').dataset.link")).toBe('live');
        await page.waitForTimeout(500); // the new version has arrived
        await page.clock.fastForward(29_000);
        expect([path, loads]).toEqual([path, 0]);
        await page.clock.fastForward(2000);
        await page.waitForTimeout(1500);
        expect([path, loads]).toEqual([path, times]);
        await page.waitForSelector('html[data-link=live] .stage h1', PATIENCE);
      }
    });

    it('on the box itself says how to set the first PIN, until there is one, and goes on showing what guests see', {
      timeout: 60_000,
    }, async () => {
      await serve({ host: '0.0.0.0', guests: 'off' });
      const token = 'x'.repeat(43);
      writeFileSync(join(stateDir, 'screen-token'), token);
      const context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
      contexts.push(context);
      const page = await context.newPage();
      const at = `http://127.0.0.1:${new URL(web.url).port}`;
      // The network of the tests ends at this machine, so the box has no address for a phone there.
      await page.route(/\/(?:api\/access)?$/, async (route) => {
        const answer = await route.fetch();
        await route.fulfill({
          response: answer,
          body: (await answer.text()).replace(/"address":"[^"]*"/, '"address":"http://192.168.1.20"'),
        });
      });
      await page.goto(`${at}/screen/${token}`);
      await page.waitForSelector('html[data-link=live] .kiosk-music', PATIENCE);
      const code = (web.setupCode ?? '').replace(/(....)(....)/, '$1\u00a0$2');
      await expect
        .poll(() => page.textContent('.kiosk-setup'), PATIENCE)
        .toContain(`http://192.168.1.20 on a phone in the same network, and type ${code}`);
      // On every screen beside the clock, and not over the face.
      for (const viewport of WALLS) {
        await page.setViewportSize(viewport);
        const [hint, clock, face] = await Promise.all(
          ['.kiosk-setup', '.kiosk-clock', '.kiosk-mood .face'].map((each) => page.locator(each).boundingBox()),
        );
        const ends = hint &&
          clock &&
          face && [hint.x + hint.width < clock.x + clock.width - 100, hint.y + hint.height < face.y + face.height / 3];
        expect([viewport, ends]).toEqual([viewport, [true, true]]);
      }
      await page.setViewportSize({ width: 1280, height: 720 }).then(() => page.screenshot({ path: '/work/s.png' }));
      const body = JSON.stringify({ owner: OWNER, household: HOUSEHOLD, code: web.setupCode });
      await ask(`${at}/api/access/pins`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
      await expect.poll(() => page.locator('.kiosk-setup').count(), PATIENCE).toBe(0);
      box.show({ mood: 'sad', expression: 'sad' });
      await page.waitForSelector('html[data-link=live][data-mood=sad] .kiosk-music', PATIENCE);
      await page.mouse.click(400, 600);
      await page.getByRole('button', { name: 'Leave' }).waitFor(PATIENCE);
      expect(await page.getByRole('button', { name: 'Pause' }).count()).toBe(0);
      // Without the secret, and from elsewhere with it, nobody sees anything.
      const stranger = await browser.newContext();
      contexts.push(stranger);
      const other = await stranger.newPage();
      expect((await other.goto(`${at}/screen/${'y'.repeat(43)}`))?.status()).toBe(404);
      const passedOn = { headers: { 'x-forwarded-for': '192.168.1.30', cookie: `moodbox-guest=${token}` } };
      expect((await ask(`${at}/screen/${token}`, passedOn)).status).toBe(404);
      expect((await ask(`${at}/api/report`, passedOn)).status).toBe(401);
      expect((await ask(`${at}/api/report`, { headers: { cookie: `moodbox-guest=${token}` } })).status).toBe(200);
    });

    it('is black in the quiet hours but for a thin line, a grey face and grey words', async () => {
      await serve({}, '00:00-23:59');
      const page = await visit('/#/kiosk');
      await page.waitForSelector('.kiosk.night', PATIENCE);
      const { take } = await photographer(browser);
      await expect.poll(async () => (await take(page, 6000)).reduce((sum, each) => sum + each, 0) / (64 * 40), PATIENCE).toBeLessThan(0.05);
      const colour = (selector: string) => page.evaluate(`getComputedStyle(document.querySelector('${selector}')).backgroundColor`);
      expect(await colour('.kiosk')).toBe('rgb(0, 0, 0)');
      expect(await colour('.kiosk-line')).toBe('rgb(248, 197, 55)');
    });

    it('pauses the music after a touch, and leads out by a button, the keyboard, and the held corner', { timeout: 60_000 }, async () => {
      await serve();
      const page = await visit('/#/kiosk');
      const opacity = () => page.evaluate("getComputedStyle(document.querySelector('.kiosk-controls')).opacity");
      expect(await opacity()).toBe('0');
      await page.mouse.click(600, 400);
      await expect.poll(opacity, PATIENCE).toBe('1');
      await press(page, 'Pause');
      await expect.poll(() => box.commands).toEqual([{ type: 'pause' }]);
      await press(page, 'Leave');
      await page.waitForSelector('[data-view=now]');
      await page.goto(`${web.url}/#/kiosk`);
      await page.waitForSelector('.kiosk');
      await page.mouse.move(20, 20);
      await page.mouse.down();
      await page.waitForSelector('[data-view=now]', PATIENCE);
      await page.mouse.up();
      await page.goto(`${web.url}/#/kiosk`);
      await page.waitForSelector('.kiosk');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      await expect.poll(() => page.evaluate('document.activeElement.textContent')).toBe('Leave');
      await expect.poll(opacity, PATIENCE).toBe('1');
      await page.keyboard.press('Enter');
      await page.waitForSelector('[data-view=now]');
    });

    it('that is locked lets nobody out without the owner PIN', { timeout: 60_000 }, async () => {
      await serve({ proxies: ['127.0.0.1'], guests: 'open' });
      const body = JSON.stringify({ owner: OWNER, household: HOUSEHOLD, code: web.setupCode });
      await ask(`${web.url}/api/access/pins`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
      const page = await visit('/kiosk/locked', { viewport: { width: 768, height: 1024 } });
      await page.mouse.click(400, 600);
      expect(await page.getByRole('button', { name: 'Pause' }).count()).toBe(0); // a guest may not
      await press(page, 'Leave');
      const pin = page.getByRole('textbox', { name: 'Owner PIN' });
      for (const [said, problem] of [
        ['000000', /wrong/],
        [HOUSEHOLD, /household PIN/],
      ] as const) {
        await pin.fill(said);
        await page.keyboard.press('Enter');
        await expect.poll(() => page.textContent('.error'), PATIENCE).toMatch(problem);
      }
      expect(await violationsOf(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
      expect(page.url()).toContain('#/kiosk/locked');
      // Neither the way back nor another address leads out.
      for (const to of ['#/music', '#/kiosk', '#/']) {
        await page.evaluate(`location.hash = '${to}'`);
        await page.waitForSelector('[data-view=kiosk]', { ...PATIENCE, state: 'attached' });
      }
      await page.goto(web.url);
      await page.waitForSelector('[data-view=kiosk]', { ...PATIENCE, state: 'attached' });
      await page.waitForSelector('.kiosk h1', PATIENCE);
      await page.mouse.click(400, 600);
      await press(page, 'Leave');
      await pin.fill(OWNER);
      await page.keyboard.press('Enter');
      await page.waitForSelector('[data-view=now]', PATIENCE);
    });
  });

  describe('a guest', () => {
    it('comes by the link to what is seen and kept, with nothing to press but the way out', async () => {
      await serve({ proxies: ['127.0.0.1'] });
      const headers = { 'content-type': 'application/json' };
      const set = await ask(`${web.url}/api/access/pins`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ owner: OWNER, code: web.setupCode }),
      });
      const cookie = String(set.headers['set-cookie']).split(';')[0] ?? '';
      const made = await ask(`${web.url}/api/access/guest-link`, { method: 'POST', headers: { ...headers, cookie }, body: '{}' });
      const page = await visit(new URL((JSON.parse(made.body) as { link: string }).link).pathname);
      await expect
        .poll(() => page.textContent('.stage'), PATIENCE)
        .toContain('The mood of the whole room and the music, with the time, for 365 days.');
      const text = (await page.textContent('.stage')) ?? '';
      for (const part of [
        'Happy',
        'Morning in the sun',
        'Faces are read only while 3 people or more are in sight',
        'No pictures and no faces',
      ])
        expect(text).toContain(part);
      expect(await page.getByRole('button').count()).toBe(0);
      expect(await page.getByRole('link').allTextContents()).toEqual(['I live or work here: log in']);
      await page.getByRole('link').click();
      await page.waitForSelector('[data-view=access]', PATIENCE);
    });
  });

  describe('the venue', () => {
    it('prints a notice in four languages, and is confirmed by an owner who has ticked everything', { timeout: 60_000 }, async () => {
      await serve();
      const page = await visit('/#/venue');
      await expect.poll(() => page.textContent('.venue-state'), PATIENCE).toMatch(/stays off until/);
      await page.getByLabel('Who is responsible, with a phone number or an e-mail address').fill('Ada, 030 1234');
      await expect.poll(() => page.locator('.notice [lang]').count(), PATIENCE).toBe(4);
      for (const language of ['en', 'de', 'fr', 'es']) {
        const notice = (await page.textContent(`.notice [lang=${language}]`)) ?? '';
        for (const part of ['3', '365']) expect([language, notice]).toEqual([language, expect.stringContaining(part)]);
      }
      expect(await page.textContent('.notice-foot')).toMatch(/^Responsible.*Verantwortlich.*: Ada, 030 1234$/);
      await page.emulateMedia({ media: 'print' });
      expect(await page.locator('.notice').isVisible()).toBe(true);
      expect(await page.locator('.venue-list').first().isVisible()).toBe(false);
      await page.emulateMedia({ media: 'screen' });
      const confirm = page.getByRole('button', { name: 'Confirm, and allow the camera' });
      expect(await confirm.isDisabled()).toBe(true);
      for (const box of await page.getByRole('checkbox').all()) await box.check();
      await confirm.click();
      await expect.poll(() => page.textContent('.venue-state'), PATIENCE).toMatch(/^Confirmed on /);
      expect(JSON.parse((await ask(`${web.url}/api/venue`)).body)).toMatchObject({ on: true, confirmed: { by: 'page' } });
    });

    it.each([
      ['A4', 595],
      ['A5', 420],
    ] as const)('fits the notice on one sheet of %s', { timeout: 60_000 }, async (size, points) => {
      await serve();
      await ask(`${web.url}/api/access/pins`, jsonOf({ owner: OWNER }));
      await ask(`${web.url}/api/access/guest-link`, jsonOf({}));
      const page = await visit('/#/venue');
      await page
        .getByLabel('Who is responsible, with a phone number or an e-mail address')
        .fill('Ada Lovelace Gastronomie GmbH, Lange Reihe 110, 20099 Hamburg, +49 40 1234567, datenschutz@cafe-ada.example');
      await page.getByLabel(size).check();
      await page.waitForSelector('.notice .qr');
      await expect.poll(() => page.locator('.notice [lang]').count(), PATIENCE).toBe(4);
      const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
      expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
      expect(Number(/\/MediaBox\s*\[0 0 (\d+)/.exec(pdf)?.[1])).toBeCloseTo(points, -1);
    });

    it('tells the household why it cannot confirm', async () => {
      await serve({ proxies: ['127.0.0.1'], guests: 'open' });
      const body = JSON.stringify({ owner: OWNER, household: HOUSEHOLD, code: web.setupCode });
      await ask(`${web.url}/api/access/pins`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
      const page = await visit('/#/venue');
      await expect.poll(() => page.textContent('.venue-owner'), PATIENCE).toBe('Only an owner can confirm this.');
      expect(await page.getByRole('checkbox').count()).toBe(0);
    });
  });
});
