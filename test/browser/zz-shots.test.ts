import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import { done, failed } from '../../src/domain/result.ts';
import { systemClock } from '../../src/shared/async/clock.ts';
import type { WebServer } from '../../src/web/open.ts';
import { openWeb } from '../../src/web/open.ts';
import { FakeBox } from '../fakes/box.ts';
import { FakeLog } from '../fakes/log.ts';
import type { SettingsDesk } from '../fakes/settings.ts';
import { DEVICES, settingsDesk } from '../fakes/settings.ts';
import { stateFolder, webConfig } from '../fakes/web-config.ts';
import type { Chromium } from './chromium.ts';
import { hasChromium, openChromium } from './chromium.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const SCREENS = [
  [360, 740],
  [768, 1024],
  [1280, 800],
] as const;
const SOON = { timeout: 15_000, interval: 50 };
const SIDEWAYS = 'document.documentElement.scrollWidth > document.documentElement.clientWidth';

const open = (box: FakeBox): Promise<WebServer> =>
  openWeb(webConfig(), box, { clock: systemClock, log: new FakeLog(), stateDir: stateFolder() });

/** What axe-core finds wrong, in short. */
async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(AXE);
  return page.evaluate(
    "axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map((n) => n.html).join(' | ')))",
  );
}

describe.skipIf(!hasChromium)('settings and setup in Chromium', { timeout: 90_000 }, () => {
  let chromium: Chromium;
  let box: FakeBox;
  let desk: SettingsDesk;
  let web: WebServer;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    chromium = await openChromium({ viewport: { width: 360, height: 740 } });
  });
  afterAll(() => chromium?.[Symbol.asyncDispose]());
  beforeEach(async () => {
    box = new FakeBox();
    await furnish('mood:\n  hold: 4s\nmqtt:\n  password: geheim\n');
  });
  afterEach(async () => {
    await page?.close();
    await web[Symbol.asyncDispose]();
  });

  async function furnish(yaml: string, devices = DEVICES): Promise<void> {
    desk = settingsDesk(yaml, { devices });
    box.answers = { ...box.answers, ...desk.answers };
    web = await open(box);
  }
  async function visit(hash: string): Promise<void> {
    ({ page, complaints } = await chromium.visit(`${web.url}/#/${hash}`));
    await page.waitForSelector(`[data-view=${hash}] h1`);
  }
  const control = (key: string) => page.locator(`[data-key="${key}"]`).locator('input, select, textarea, button.switch').first();
  const savedFile = (): unknown => parse(readFileSync(desk.file, 'utf8'));


  it('shots', async () => {
    await visit('settings');
    await page.setViewportSize({ width: 320, height: 640 });
    await page.evaluate("document.documentElement.style.fontSize = '200%'");
    console.log(await page.evaluate("[...document.querySelectorAll('main *')].filter((e) => e.getBoundingClientRect().right > 321).map((e) => e.tagName + '.' + e.className + ' ' + Math.round(e.getBoundingClientRect().right)).slice(0, 30).join('\\n')"));
    await page.evaluate("document.documentElement.style.fontSize = ''");
    await page.close();
    for (const [lang, scheme] of [['en', 'light'], ['de', 'dark']] as const) {
      const context = chromium.context;
      await context.addCookies([{ name: 'lang', value: lang, url: web.url }]);
      for (const [w, h, n] of [[360, 740, 'phone'], [1280, 800, 'desktop']] as const) {
        await visit('settings');
        await page.emulateMedia({ colorScheme: scheme });
        await page.setViewportSize({ width: w, height: h });
        await control('mqtt.name').fill('Kitchen');
        await page.evaluate('window.scrollTo(0,0)');
        await page.screenshot({ path: `/work/shots/settings-${lang}-${n}.png` });
        await page.screenshot({ path: `/work/shots/settings-${lang}-${n}-full.png`, fullPage: true });
        await page.locator('.save-bar .primary').click();
        await page.screenshot({ path: `/work/shots/settings-review-${lang}-${n}.png` });
        await page.close();
        await visit('setup');
        await page.emulateMedia({ colorScheme: scheme });
        await page.setViewportSize({ width: w, height: h });
        for (const step of ['pin', 'camera', 'sound', 'music', 'home', 'privacy']) {
          await page.waitForTimeout(400);
          if (step === 'sound') { await page.locator('.outputs li').nth(1).locator('button').first().click(); await page.waitForTimeout(400); }
          await page.screenshot({ path: `/work/shots/setup-${step}-${lang}-${n}.png`, fullPage: true });
          if (step !== 'privacy') await page.locator('.ways .primary').click();
        }
        await page.evaluate("localStorage.clear()");
        await page.close();
      }
    }
    await chromium.context.clearCookies();
    await web[Symbol.asyncDispose]();
    await furnish('mood:\n  inertia: soon\n  holdd: 4s\n');
    box.show({ safeMode: true });
    ({ page, complaints } = await chromium.visit(web.url));
    await page.getByRole('heading', { name: 'Safe mode' }).waitFor();
    await page.screenshot({ path: `/work/shots/settings-safe.png` });
    await page.getByRole('button', { name: 'How calmly the mood follows' }).click();
    console.log(await page.evaluate("document.activeElement.outerHTML"));
    await page.keyboard.press('Control+A');
    await page.keyboard.type('45s');
    console.log(await page.evaluate("document.activeElement.outerHTML + ' ' + document.activeElement.value"));
    await page.screenshot({ path: `/work/shots/settings-safe-2.png` });
  });
});
