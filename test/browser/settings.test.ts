import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import { loadConfig } from '../../src/config/load.ts';
import { venueAnswers } from '../../src/daemon/answers/venue.ts';
import { venueOf } from '../../src/daemon/venue/venue.ts';
import { done, failed } from '../../src/domain/result.ts';
import { systemClock, today } from '../../src/shared/async/clock.ts';
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

/** The first parts of the view that reach beyond the screen; the frame around it has tests of its own. */
const WIDEST = `[...document.querySelectorAll('main *')].filter((each) => each.getBoundingClientRect().right > innerWidth + 1).slice(0, 4).map((each) => each.outerHTML.slice(0, 120) + Math.round(each.getBoundingClientRect().right)).join(' ')`;

const open = (box: FakeBox): Promise<WebServer> =>
  openWeb(webConfig(), box, { clock: systemClock, log: new FakeLog(), stateDir: stateFolder() });

/** What axe-core finds wrong, in short. */
async function violations(page: Page, within = 'html'): Promise<readonly string[]> {
  await page.evaluate(AXE);
  return page.evaluate(
    `axe.run('${within}', { resultTypes: ['violations'] }).then(({ violations }) =>
      violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' | ')))`,
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

  it('a setting is changed, looked over, saved and taken back', async () => {
    await visit('settings');
    await control('music.instrumental').click();
    await control('mood.inertia').fill('2m');
    await control('music.manner').selectOption('lift');
    expect(await page.textContent('.save-bar p')).toBe('3 changes are not saved.');
    await page.getByRole('button', { name: 'Save…' }).click();
    expect(await page.locator('.changes > div').allInnerTexts()).toEqual([
      expect.stringMatching(/How calmly the mood follows\s+45s → 2m/),
      expect.stringMatching(/What the music does with the mood\s+Fit the mood → Cheer the room up/),
      expect.stringMatching(/Only music without singing\s+off → on/),
    ]);
    await page.getByRole('button', { name: 'Save for the next start' }).click();
    await page.getByText('What is saved differs from what runs').waitFor();
    expect(savedFile()).toEqual({ mood: { inertia: '2m' }, music: { manner: 'lift', instrumental: true } });
    await page.getByRole('button', { name: 'Undo the last saved change' }).click();
    await page.getByText('The last change is undone.').waitFor();
    expect(await control('mood.inertia').inputValue()).toBe('45s');
    expect(await page.getByRole('button', { name: 'Undo the last saved change' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Redo the change that was undone' }).click();
    await page.getByText('The change is made again.').waitFor();
    expect(await control('mood.inertia').inputValue()).toBe('2m');
    await page.getByRole('button', { name: 'Undo the last saved change' }).waitFor();
    expect(complaints).toEqual([]);
  });

  const focused = () => page.evaluate("document.activeElement.closest('[data-key]')?.dataset.key");

  it.each(['mqtt.url', 'camera.ignore', 'player.mpv'])('an address leads to the setting %s', async (key) => {
    ({ page, complaints } = await chromium.visit(`${web.url}/#/settings/${key}`));
    await page.locator(`[data-key="${key}"][data-sought]`).waitFor();
    if (key !== 'player.mpv') await vi.waitFor(async () => expect(await focused()).toBe(key), SOON); // that one is locked
    await vi.waitFor(
      async () =>
        expect(await page.evaluate(`document.querySelector('[data-key="${key}"]').getBoundingClientRect().top`)).toBeLessThan(740),
      SOON,
    );
    expect(complaints).toEqual([]);
  });

  it('a sentence elsewhere that names a setting leads to it, by its name', async () => {
    await visit('venue');
    await page.getByRole('link', { name: 'A place where the public is' }).click();
    await vi.waitFor(async () => expect(await focused()).toBe('venue'), SOON);
    await page.goto(`${web.url}/#/music`);
    await page.getByRole('link', { name: 'Where music comes from' }).first().click();
    await vi.waitFor(async () => expect(await focused()).toBe('music.order'), SOON);
  });

  it('in the setup the camera is the stage of its view, and says where the public is that the notice comes first', async () => {
    const config = loadConfig({ env: { MOODBOX_VENUE: 'true' } });
    await web[Symbol.asyncDispose]();
    box.answers = { ...box.answers, ...venueAnswers({ config, venue: venueOf(config, { stateDir: stateFolder(), today }) }) };
    await furnish('');
    ({ page, complaints } = await chromium.visit(`${web.url}/#/setup`));
    await page.locator('.ways .primary').click();
    await page.getByText('One face in sight.').waitFor();
    expect(await page.locator('.frame .face-box').count()).toBe(1);
    box.show({ faces: [], camera: { kind: 'off' } });
    await page.getByText('Nobody is seen until somebody switches it on.').waitFor();
    await page.getByRole('link', { name: 'Open the notice' }).click();
    await page.waitForSelector('[data-view=venue] h1');
    expect(complaints).toEqual([]);
  });

  it('a mistake is told at its field in the words of the loader, and the keyboard goes there', async () => {
    await visit('settings');
    await control('mood.inertia').fill('3');
    await page.getByRole('button', { name: 'Save…' }).click();
    await page.getByRole('button', { name: 'Save for the next start' }).click();
    await page.getByText('must be a length of time with its unit: 3s, 3m or 3ms, not 3').waitFor();
    expect(await control('mood.inertia').getAttribute('aria-invalid')).toBe('true');
    await vi.waitFor(
      async () => expect(await page.evaluate("document.activeElement.closest('[data-key]')?.dataset.key")).toBe('mood.inertia'),
      SOON,
    );
    expect(await page.getByText('Nothing is saved: one setting is not right yet.').count()).toBe(1);
  });

  it('everything can be shown and searched; what the page may not set is locked', async () => {
    await visit('settings');
    expect(await page.locator('[data-key="player.mpv"]').count()).toBe(0);
    await page.getByLabel('Search the settings').fill('mpv');
    expect(await control('player.mpv').isDisabled()).toBe(true);
    expect(await page.textContent('[data-key="player.mpv"] .mark')).toContain('only in the configuration file, for safety');
    await page.getByLabel('Search the settings').fill('zebra crossing');
    await page.getByText('No setting has these words.').waitFor();
    await page.getByLabel('Search the settings').fill('');
    await page.getByRole('button', { name: 'Show all' }).click();
    expect(await page.locator('[data-key]').count()).toBeGreaterThan(90);
  });

  it('a secret is never shown, and stays as it is unless a new one is typed', async () => {
    await visit('settings');
    expect(await page.content()).not.toContain('geheim');
    expect(await control('mqtt.password').getAttribute('placeholder')).toBe('unchanged');
    await control('mqtt.password').fill('0123');
    await page.getByRole('button', { name: 'Save…' }).click();
    expect(await page.textContent('.changes')).not.toContain('0123');
    await page.getByRole('button', { name: 'Save for the next start' }).click();
    await vi.waitFor(() => expect(savedFile()).toEqual({ mqtt: { password: '0123' } }), SOON);
  });

  it('what was typed survives a look at another view', async () => {
    await visit('settings');
    await control('mqtt.name').fill('Kitchen');
    await page.goto(`${web.url}/#/camera`);
    await page.waitForSelector('[data-view=camera] h1');
    await page.goto(`${web.url}/#/settings`);
    expect(await control('mqtt.name').inputValue()).toBe('Kitchen');
  });

  it('writes numbers as the language does, and takes them back', async () => {
    await chromium.context.addCookies([{ name: 'lang', value: 'es', url: web.url }]);
    ({ page, complaints } = await chromium.visit(`${web.url}/#/settings/camera.fps`));
    await page.locator('[data-key="camera.fps"][data-sought]').waitFor();
    expect(await page.textContent('[data-key="camera.fps"] .mark')).toContain('0,1');
    await control('camera.fps').fill('7,5');
    await page.locator('.save-bar .primary').click();
    await page.getByRole('dialog').locator('button').nth(1).click();
    await vi.waitFor(() => expect(savedFile()).toEqual({ camera: { fps: 7.5 } }), SOON);
    await vi.waitFor(async () => expect(await control('camera.fps').inputValue()).toBe('7,5'), SOON);
    await chromium.context.clearCookies();
  });

  it('in safe mode the owner is led to the mistakes, mends them, and starts the box', async () => {
    await web[Symbol.asyncDispose]();
    await furnish('mood:\n  inertia: soon\n  holdd: 4s\n');
    box.show({ safeMode: true });
    ({ page, complaints } = await chromium.visit(web.url));
    await page.getByRole('heading', { name: 'Safe mode' }).waitFor();
    await page.getByText('mood.holdd: unknown key; did you mean mood.hold?').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'How calmly the mood follows' }).click();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('45s');
    await page.getByRole('button', { name: 'Save…' }).click();
    await page.getByRole('button', { name: 'Save for the next start' }).click();
    await page.getByText('One setting is wrong').waitFor();
    writeFileSync(desk.base, 'mood:\n  inertia: soon\n', { mode: 0o600 });
    await page.getByRole('button', { name: 'Check again and start' }).click();
    await vi.waitFor(() => expect(desk.restarts).toHaveLength(1), SOON);
  });

  it('the setup leads from the camera to the privacy, and can be left and taken up again', async () => {
    await web[Symbol.asyncDispose]();
    const tones: string[] = [];
    const playTone: typeof DEVICES.playTone = async (id) => {
      tones.push(id);
      return id.includes('hdmi') ? failed('it cannot be opened now') : done(undefined);
    };
    await furnish('', { ...DEVICES, playTone });
    ({ page, complaints } = await chromium.visit(web.url));
    await page.getByRole('link', { name: 'Set up the box' }).click();
    await page.getByRole('heading', { name: 'A PIN for the owner' }).waitFor();
    await page.locator('.ways .primary').click();
    await page.getByLabel('HD Pro Webcam C920').check();
    await page.locator('.ways .primary').click();
    await page.getByRole('button', { name: 'Play a tone on HDMI' }).click();
    await page.getByText('it cannot be opened now').waitFor();
    await page.getByRole('button', { name: 'Play a tone on USB Audio Device' }).click();
    await page.getByText('Did you hear it?').waitFor();
    await page.getByRole('button', { name: 'Yes, use this one' }).click();
    await page.goto(`${web.url}/#/`);
    await page.reload();
    await page.getByRole('link', { name: 'Set up the box' }).click();
    await page.getByRole('heading', { name: 'The sound' }).waitFor();
    await page.getByRole('button', { name: 'Play a tone on USB Audio Device' }).click();
    await page.getByRole('button', { name: 'Yes, use this one' }).click();
    await page.locator('.ways .primary').click();
    await page.getByLabel('YouTube').uncheck();
    await page.locator('.ways .primary').click();
    await page.getByRole('button', { name: 'Look in the network' }).click();
    await page.getByRole('button', { name: 'Use Home' }).click();
    await control('mqtt.password').fill('wrong');
    await page.getByRole('button', { name: 'Try it' }).click();
    await page.getByText('bad user name or password').waitFor();
    await control('mqtt.password').fill('geheim');
    await page.getByRole('button', { name: 'Try it' }).click();
    await page.getByText('It works').waitFor();
    await page.locator('.ways .primary').click();
    await page.getByRole('heading', { name: 'What the box keeps' }).waitFor();
    await page.getByRole('button', { name: 'Finish and restart the box' }).click();
    await vi.waitFor(() => expect(desk.restarts).toHaveLength(1), SOON);
    expect(tones).toEqual(['alsa/sysdefault:CARD=vc4hdmi0', 'alsa/sysdefault:CARD=Device', 'alsa/sysdefault:CARD=Device']);
    expect(savedFile()).toEqual({
      camera: { source: '/dev/v4l/by-id/usb-C920-video-index0' },
      player: { output: 'alsa/sysdefault:CARD=Device' },
      music: { order: ['streams', 'library', 'composed', 'loops'] },
      mqtt: { url: 'mqtt://192.168.1.20', password: 'geheim' },
    });
  });

  it.each(['light', 'dark'] as const)('has nothing for axe to complain about, and fits every screen, in the %s', async (colorScheme) => {
    for (const hash of ['settings', 'setup']) {
      await visit(hash);
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      for (const [width, height] of SCREENS) {
        await page.setViewportSize({ width, height });
        expect(await page.evaluate(SIDEWAYS), `${hash} at ${width}`).toBe(false);
        expect(await violations(page), `${hash} at ${width}`).toEqual([]);
      }
      expect(complaints).toEqual([]);
      await page.close();
    }
  });

  it('fits 320 pixels with text twice as large, and shows its states where the system chooses the colours', async () => {
    for (const hash of ['settings', 'setup']) {
      await visit(hash);
      await page.setViewportSize({ width: 320, height: 640 });
      await page.evaluate("document.documentElement.style.fontSize = '200%'");
      expect(await page.evaluate(WIDEST), hash).toBe('');
      await page.emulateMedia({ forcedColors: 'active' });
      expect(await violations(page, 'main'), hash).toEqual([]);
      await page.close();
    }
  });
});
