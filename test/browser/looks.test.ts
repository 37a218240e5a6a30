import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { px, share } from '../../src/domain/units.ts';
import { systemClock } from '../../src/shared/async/clock.ts';
import type { WebServer } from '../../src/web/open.ts';
import { openWeb } from '../../src/web/open.ts';
import { FakeBox } from '../fakes/box.ts';
import { FakeLog } from '../fakes/log.ts';
import { stateFolder, webConfig } from '../fakes/web-config.ts';
import { violationsOf } from './axe.ts';
import type { Chromium, Watched } from './chromium.ts';
import { hasChromium, openChromium } from './chromium.ts';
import { luminanceOf, misfitsOf, SCHEMES, SCREENS, SIZES, sideways } from './looks.ts';

/** A machine that tests run on is busy. */
const SOON = { timeout: 15_000, interval: 50 };

const VIEWS = [
  ['now', '#/'],
  ['camera', '#/camera'],
  ['box', '#/box'],
  ['access', '#/access'],
] as const;
/** Every view, and what is there once it is complete. */
const ALL = [
  ['now', '#/', '.chip'],
  ['camera', '#/camera', '.zones button'],
  ['day', '#/day', '.beside td'],
  ['music', '#/music', '.card .quiet'],
  ['rooms', '#/rooms', 'p.quiet'],
  ['box', '#/box', '.gauges'],
  ['access', '#/access', 'form'],
  ['settings', '#/settings', '.setting'],
  ['setup', '#/setup', 'form'],
  ['venue', '#/venue', '.card'],
  ['sheet', '#/sheet', '.paper'],
  ['kiosk', '#/kiosk', 'h1'],
  ['guest', '#/guest', 'h1'],
] as const;
/** A face at each edge, one that fills the picture, and one that is far away. */
const CROWD = [
  [0, 0, 90, 90],
  [560, 0, 80, 80],
  [0, 380, 100, 100],
  [560, 400, 80, 80],
  [170, 5, 300, 470],
  [310, 200, 18, 18],
].map(([x, y, width, height], at) => ({
  ...{ id: at + 1, mood: 'surprise' as const, score: share(0.82), unsure: at === 3, counts: at === 4 || at === 0 },
  box: { x: px(x ?? 0), y: px(y ?? 0), width: px(width ?? 0), height: px(height ?? 0) },
}));
/** A long minute: the machine may be busy. */
const LONG = 60_000;

describe.skipIf(!hasChromium)('every view', { timeout: LONG }, () => {
  let chromium: Chromium;
  let box: FakeBox;
  let web: WebServer;
  let watched: Watched;

  beforeAll(async () => {
    chromium = await openChromium({ viewport: { width: 360, height: 740 }, reducedMotion: 'reduce' });
  });
  afterAll(() => chromium?.[Symbol.asyncDispose]());
  beforeEach(async () => {
    box = new FakeBox();
    web = await openWeb(webConfig(), box, { clock: systemClock, log: new FakeLog(), stateDir: stateFolder() });
    watched = await chromium.visit(web.url);
    await watched.page.waitForSelector('html[data-link=live]');
  });
  afterEach(async () => {
    await watched.page.close();
    await web[Symbol.asyncDispose]();
  });

  const show = async (view: string, hash: string): Promise<void> => {
    await watched.page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
    await watched.page.waitForSelector(`.stage[data-view=${view}] h1`);
    if (view === 'now') await watched.page.waitForSelector('.chip'); // all but the poster comes after the first paint
  };

  it.each(VIEWS)('%s has nothing that axe finds wrong, in light and dark, at three sizes', async (view, hash) => {
    await show(view, hash);
    for (const colorScheme of SCHEMES)
      for (const size of SIZES) {
        await watched.page.emulateMedia({ colorScheme });
        await watched.page.setViewportSize(size);
        expect([colorScheme, size, await violationsOf(watched.page)]).toEqual([colorScheme, size, []]);
      }
    expect(watched.complaints).toEqual([]);
  });

  it.each(VIEWS)('%s does not move sideways at 320 pixels, nor with text of twice the size', async (view, hash) => {
    await show(view, hash);
    box.show({ unsure: true, camera: { kind: 'lost', why: 'no camera is connected: plug one in' } });
    await watched.page.getByText('Camera missing').first().waitFor();
    expect(await sideways(watched.page)).toEqual({ narrow: 0, large: 0 });
  });

  describe.each(['en', 'de'])('in the language %s', (lang) => {
    it.each(ALL)(
      '%s fits every screen: nothing is cut off, every control is named and large enough for a finger',
      async (view, hash, ready) => {
        const { page } = watched;
        await chromium.context.addCookies([{ name: 'lang', value: lang, url: web.url }]);
        await page.reload();
        box.show({ faces: CROWD });
        await page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
        await page.waitForSelector(`.stage[data-view=${view}] ${ready}`);
        expect(await page.getAttribute('html', 'lang')).toBe(lang);
        for (const screen of SCREENS) {
          await page.setViewportSize(screen);
          expect([screen, await misfitsOf(page)]).toEqual([screen, []]);
        }
        await chromium.context.clearCookies();
      },
    );
  });

  it('works without what a tablet of 2018 does not have', async () => {
    const old = await chromium.context.newPage();
    const failures: string[] = [];
    old.on('pageerror', ({ message }) => failures.push(message));
    await old.addInitScript(`
      for (const name of ['queueMicrotask', 'structuredClone', 'ResizeObserver', 'AggregateError', 'WeakRef']) delete window[name];
      for (const name of ['at', 'findLast', 'toSorted']) delete Array.prototype[name];
      for (const name of ['replaceAll', 'matchAll', 'at']) delete String.prototype[name];
      for (const name of ['fromEntries', 'hasOwn', 'groupBy']) delete Object[name];
      for (const name of ['allSettled', 'any', 'withResolvers']) delete Promise[name];
      for (const name of ['replaceChildren', 'checkVisibility']) delete Element.prototype[name];
    `);
    await old.goto(web.url);
    await old.waitForSelector('html[data-link=live]');
    for (const view of ['camera', 'box', 'now']) {
      await old.click(`nav a[href="#/${view === 'now' ? '' : view}"]`);
      await old.waitForSelector(`.stage[data-view=${view}] h1`);
    }
    await old.click('.player .primary');
    await vi.waitFor(() => expect(box.commands).toEqual([{ type: 'pause' }]), SOON);
    expect(failures).toEqual([]);
    await old.close();
  });

  it('is dark at night, whatever the mood, and does not flash when it changes', async () => {
    const { page } = watched;
    await page.emulateMedia({ colorScheme: 'dark' });
    for (const size of [...SIZES, { width: 1920, height: 1080 }]) {
      await page.setViewportSize(size);
      for (const mood of ['happy', 'sad'] as const) {
        box.show({ mood });
        await page.waitForSelector(`html[data-mood=${mood}]`);
        expect(await luminanceOf(page)).toBeLessThan(0.08);
      }
    }
  });

  it('shows every state without a colour of its own', async () => {
    const { page } = watched;
    await page.waitForSelector('.chip');
    await page.emulateMedia({ forcedColors: 'active' });
    const background = (at: string, part = '') =>
      page.evaluate(`getComputedStyle(document.querySelector('${at}'), '${part}').backgroundColor`);
    const paper = await background('body');
    const chosen = await background('.chip[aria-pressed=true]');
    expect(chosen).not.toBe(await background('.chip[aria-pressed=false]'));
    expect(await background('.decides .knob')).not.toBe(paper);
    expect(await background('.decides .knob', '::before')).not.toBe(await background('.decides .knob'));
    box.show({ autoplay: false });
    await page.waitForSelector('.switch[aria-checked=false]');
    expect(await background('.decides .knob')).not.toBe(chosen);
    expect(await background('.decides .knob', '::before')).not.toBe(paper);
    expect(await background('nav a[aria-current]')).toBe(chosen);
    await show('camera', '#/camera');
    expect(await background('.bar .fill')).not.toBe(await background('.bar .line'));
  });

  it.each([
    [844, 390],
    [1920, 1080],
    [768, 1024],
  ])('fills %i × %i well: the word and why are in sight', async (width, height) => {
    const { page } = watched;
    await page.setViewportSize({ width, height });
    await page.waitForSelector('.chip');
    const dock = (await page.locator('.player').boundingBox())?.y ?? 0;
    for (const at of ['main h1', '.just-now', '.why']) {
      const found = await page.locator(at).boundingBox();
      expect([at, (found?.y ?? height) + (found?.height ?? 0)]).toEqual([at, expect.toSatisfy((bottom) => bottom <= dock + 1)]);
    }
    const text = await page.evaluate<number>("parseFloat(getComputedStyle(document.querySelector('.why')).fontSize)");
    if (width === 1920) expect(text).toBeGreaterThanOrEqual(24);
    await vi.waitFor(async () => expect(await sideways(page)).toMatchObject({ narrow: 0 }), SOON);
  });
});
