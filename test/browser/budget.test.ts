import type { CDPSession, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { scoresBy } from '../../src/domain/emotion.ts';
import { refusal } from '../../src/domain/refusal.ts';
import { percent, px } from '../../src/domain/units.ts';
import { systemClock } from '../../src/shared/async/clock.ts';
import type { WebServer } from '../../src/web/open.ts';
import { openWeb } from '../../src/web/open.ts';
import { FakeBox, happyReport } from '../fakes/box.ts';
import { FakeLog } from '../fakes/log.ts';
import { stateFolder, webConfig } from '../fakes/web-config.ts';
import type { Chromium } from './chromium.ts';
import { hasChromium, openChromium } from './chromium.ts';

/** Bytes of bodies on the wire, for the first view. */
const SCRIPT = 14_000;
const ALL = 25_000;
/** Beside the event stream: the page, its script, its style and its words. */
const REQUESTS = 4;
/** Bytes of all that follows by itself, once the page can be used and the browser is idle. */
const LATER = 16_000;
/** What the browser fetches for its own frame, after the page. */
const FRAME = /^\/(?:favicon\.svg|.*icon.*\.png|manifest\.webmanifest)$/;
const SOON = { timeout: 20_000, interval: 50 };

type Loaded = { readonly path: string; readonly type: string; bytes: number };

/** Everything that the browser fetches from now on, with the bytes of each body as they come over the wire. */
async function watchNetwork(session: CDPSession): Promise<() => readonly Loaded[]> {
  const loaded = new Map<string, Loaded>();
  await session.send('Network.enable');
  session.on('Network.responseReceived', ({ requestId, response, type }) =>
    loaded.set(requestId, { path: new URL(response.url).pathname, type, bytes: 0 }),
  );
  session.on('Network.dataReceived', ({ requestId, dataLength, encodedDataLength }) => {
    const one = loaded.get(requestId);
    // The page itself is not compressed, and its bytes on the wire are told only together with its headers.
    if (one) one.bytes += one.type === 'Document' ? dataLength : encodedDataLength;
  });
  return () => [...loaded.values()].filter(({ path }) => !FRAME.test(path));
}

describe.skipIf(!hasChromium)('the page costs', { timeout: 60_000 }, () => {
  let chromium: Chromium;
  let box: FakeBox;
  let web: WebServer;
  let page: Page;
  let session: CDPSession;
  let loaded: () => readonly Loaded[];

  beforeAll(async () => {
    chromium = await openChromium({ viewport: { width: 360, height: 740 } });
  });
  afterAll(() => chromium?.[Symbol.asyncDispose]());
  beforeEach(async () => {
    box = new FakeBox();
    web = await openWeb(webConfig(), box, { clock: systemClock, log: new FakeLog(), stateDir: stateFolder() });
    page = await chromium.context.newPage();
    session = await chromium.context.newCDPSession(page);
    loaded = await watchNetwork(session);
  });
  afterEach(async () => {
    await page.close();
    await web[Symbol.asyncDispose]();
  });
  const isLive = () => page.waitForSelector('html[data-link=live]');
  const streamed = (): number =>
    loaded()
      .filter(({ path }) => path === '/api/events')
      .reduce((sum, { bytes }) => sum + bytes, 0);

  const files = () => loaded().filter(({ path }) => !path.startsWith('/api/'));
  const namesOf = (of: readonly Loaded[]) => of.map(({ path }) => path.replace(/-[\w-]{8}\./, '.')).sort();
  const sum = (of: readonly Loaded[]) => of.reduce((total, { bytes }) => total + bytes, 0);
  const scripts = (of: readonly Loaded[]) => of.filter(({ path }) => path.endsWith('.js'));

  it.each(['en', 'de', 'fr', 'es'])(
    'few bytes and few requests for the first view, in %s, and the rest after it can be used',
    async (language) => {
      const held: { readonly link: unknown; readonly go: () => Promise<void> }[] = [];
      // What follows the first view is held back: what has come until then is all that the first view needs to be used.
      let isHeld = true;
      await page.route(/-later-|\/later-/, async (route) => {
        if (!isHeld) return route.continue();
        held.push({ link: await page.evaluate('document.documentElement.dataset.link'), go: () => route.continue() });
      });
      await page.context().addCookies([{ name: 'lang', value: language, url: web.url }]);
      await page.goto(web.url, { waitUntil: 'load' });
      await isLive();
      await vi.waitFor(() => expect(held).toHaveLength(2), SOON);
      expect(held.map(({ link }) => link)).toEqual(['live', 'live']);
      const first = files();
      expect(namesOf(first)).toEqual(['/', '/assets/index.css', '/assets/page.js', `/assets/words-${language}-first.js`]);
      expect(first).toHaveLength(REQUESTS);
      expect(sum(scripts(first))).toBeLessThanOrEqual(SCRIPT);
      expect(sum(first)).toBeLessThanOrEqual(ALL);
      await page.context().clearCookies();
      isHeld = false;
      for (const { go } of held) await go();
      await page.waitForSelector('.record');
      const rest = files().filter((each) => !first.includes(each));
      expect(sum(rest)).toBeLessThanOrEqual(LATER);
    },
  );

  it('no press: what is pressed before the rest of the page is there works, and is answered', async () => {
    let isOut = true;
    const held: (() => Promise<void>)[] = [];
    await page.route(/\/later-/, (route) => {
      if (isOut) held.push(() => route.continue());
      else void route.continue();
    });
    await page.goto(web.url);
    await isLive();
    box.refusal = refusal('no_player');
    await page.click('.transport button[aria-label="Next"]');
    await vi.waitFor(() => expect(box.commands.map(({ type }) => type)).toEqual(['next']), SOON);
    await page.click('nav.tabs a[href="#/camera"]');
    await page.waitForSelector('.stage[data-view=camera] .waiting');
    isOut = false;
    await vi.waitFor(() => expect(held.length).toBeGreaterThan(0), SOON);
    for (const go of held) await go();
    await page.waitForSelector('.toast.problem >> text=no box plays yet');
    await page.waitForSelector('.stage[data-view=camera] h1');
  });

  it('no answer either way: if the rest does not come, the page says that the connection is lost, and comes back with it', async () => {
    let isOut = true;
    await page.route(/\/later-/, (route) => (isOut ? route.abort() : route.continue()));
    await page.goto(web.url);
    await page.waitForSelector('.toast.lost');
    isOut = false;
    await page.click('.toast.lost button');
    await page.waitForSelector('.record');
    await page.waitForSelector('html[data-link=live]');
  });

  it('one paint until the mood is there, also without a stream', async () => {
    await page.route('**/api/**', () => undefined); // the box says nothing beyond the page itself
    // A busy browser may paint the bare background before it runs the page's script: the first paint of any content counts.
    await page.addInitScript(`new PerformanceObserver((list) => {
      if (list.getEntriesByName('first-contentful-paint').length > 0)
        globalThis.firstPainted ??= document.querySelector('main h1')?.textContent ?? 'nothing';
    }).observe({ type: 'paint', buffered: true })`);
    await page.goto(web.url);
    await vi.waitFor(async () => expect(await page.evaluate('globalThis.firstPainted')).toBe('Happy'), SOON);
    expect(await page.textContent('.player strong')).toBe('Morning in the sun');
  });

  it('next to nothing while faces are in sight and nothing is news', async () => {
    await page.goto(web.url);
    await isLive();
    const [face] = happyReport.faces;
    if (!face?.box) throw new Error('the report has a face');
    const { box: place } = face;
    const before = streamed();
    const seconds = 8;
    // As a still room looks: the box of the face and its scores tremble with every picture.
    for (let picture = 0; picture < seconds * 10; picture += 1) {
      const by = Math.sin(picture * 1.7) * 5;
      box.show({
        faces: [{ ...face, box: { ...place, x: px(Math.round(place.x + by)), width: px(Math.round(place.width - by)) } }],
        scores: scoresBy((emotion) => (emotion === 'happy' ? 0.82 + by / 600 : 0.03 - by / 3600)),
        fps: 10 + by / 5,
        dropped: picture,
      });
      await page.waitForTimeout(100);
    }
    expect((streamed() - before) / seconds).toBeLessThanOrEqual(500);
  });

  it('no memory, however long it is open: three hundred reports a second change nothing', async () => {
    await page.goto(web.url);
    await isLive();
    const heap = async (): Promise<number> => {
      await session.send('HeapProfiler.collectGarbage');
      const { usedSize } = await session.send('Runtime.getHeapUsage');
      return usedSize;
    };
    /** Reports from within the page, since the box sends four a second at most. */
    const flood = (reports: number) =>
      page.evaluate<number>(`(async () => {
        const report = await (await fetch('api/report')).json();
        const events = globalThis.lastEvents;
        for (let at = 0; at < ${reports}; at += 1) {
          const next = { ...report, volume: at % 100, mood: at % 2 ? 'happy' : 'sad', playback: { ...report.playback } };
          events.onmessage({ data: JSON.stringify(next) });
          if (at % 10 === 0) await new Promise((done) => setTimeout(done, 33));
        }
        return document.querySelectorAll('*').length;
      })()`);
    await page.addInitScript(`const Real = globalThis.EventSource;
      globalThis.EventSource = class extends Real { constructor(...all) { super(...all); globalThis.lastEvents = this; } };`);
    await page.reload();
    await isLive();
    const nodes = await flood(600);
    const before = await heap();
    expect(await flood(1200)).toBe(nodes);
    expect((await heap()) - before).toBeLessThan(300_000);
    box.show({ volume: percent(7) });
    await vi.waitFor(async () => expect(await page.textContent('.volume-toggle')).toMatch(/^7/), SOON);
  });
});
