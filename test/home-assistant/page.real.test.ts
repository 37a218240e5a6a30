import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { root } from '../assets.ts';
import type { Chromium } from '../browser/chromium.ts';
import { hasChromium, openChromium } from '../browser/chromium.ts';
import { Broker, hasMosquitto } from '../mqtt/setting.ts';
import type { RunningBox } from '../system/box.ts';
import { startBox, tempFolder } from '../system/box.ts';
import { HomeAssistant, PATIENCE, until } from './home-assistant.ts';
import { install, takesIntegration } from './integration.ts';
import { CLEARING_UP, isBuilt, KEYS, LONG, livingRoom, rootsFor, SETTING_UP } from './living-room.ts';
import { keepPicture } from './pictures.ts';

/** The box in Home Assistant's own page, in Chromium: its device, the dashboard of moodbox, and the card of its media player. */
const PLAYER = 'media_player.living_room';
const DASHBOARD = readFileSync(join(root, 'config/home-assistant/dashboard.yaml'), 'utf8');
/** Home Assistant wants a hyphen in it. */
const DASHBOARD_PATH = 'mood-box';
const SCREENS = [
  ['phone', { width: 390, height: 844 }],
  ['desktop', { width: 1280, height: 800 }],
] as const;
/** The first load of the page compiles some MB of JavaScript. */
const SHOWN = { timeout: 180_000 };

const roots = rootsFor('its page');

describe.runIf(isBuilt && hasMosquitto && hasChromium).each(roots)('the page of Home Assistant $release', (here) => {
  const hasPlayer = takesIntegration(here);
  let broker: Broker;
  let home: HomeAssistant;
  let box: RunningBox;
  let chromium: Chromium;
  let ids: Readonly<Record<string, string>>;

  const state = async (entity: string) => (await home.states()).get(entity)?.state;
  const keep = (page: Page, what: string): Promise<void> => keepPicture(page, here.release, what);

  /** The dashboard with the entity ids that this release has given. */
  const dashboard = (): object => {
    const named = DASHBOARD.replace(/\b[a-z_]+\.moodbox_living_room_(\w+)/g, (written, key: string) => ids[key] ?? written);
    return parse(named) as object;
  };

  beforeAll(async () => {
    broker = await Broker.open();
    const folder = await tempFolder();
    box = await startBox(folder, livingRoom(folder, broker));
    home = await HomeAssistant.open(here, broker.port, { files: install });
    ids = await home.entitiesOf('living-room', ...KEYS);
    await until(async () => (await state(ids.music ?? '')) === 'playing' && /^\d{4}-/.test((await state(ids.cover ?? '')) ?? ''));
    if (hasPlayer) {
      const { flow_id } = await home.beginFlow('moodbox');
      expect(await home.goOn(flow_id, { url: box.url, verify_ssl: true })).toMatchObject({ type: 'create_entry' });
      await until(async () => (await state(PLAYER)) === 'playing');
    }
    const player = hasPlayer ? [{ title: 'Music', path: 'music', cards: [{ type: 'media-control', entity: PLAYER }] }] : [];
    const config = { views: [{ title: 'Living room', path: 'room', cards: [dashboard()] }, ...player] };
    // A dashboard of its own: the first one is Home Assistant's, which since 2026.2 is none of cards.
    await home.ask('lovelace/dashboards/create', { url_path: DASHBOARD_PATH, title: 'moodbox', mode: 'storage' });
    await home.ask('lovelace/config/save', { url_path: DASHBOARD_PATH, config });
    chromium = await openChromium({ viewport: SCREENS[0][1] });
    const stored = { ...home.tokens, hassUrl: home.url, clientId: `${home.url}/`, expires: Date.now() + 1_700_000 };
    await chromium.context.addInitScript(`localStorage.setItem('hassTokens', ${JSON.stringify(JSON.stringify(stored))})`);
  }, SETTING_UP);

  afterAll(async () => {
    await chromium?.[Symbol.asyncDispose]();
    await home?.[Symbol.asyncDispose]();
    await box?.[Symbol.asyncDispose]();
    await broker?.[Symbol.asyncDispose]();
  }, CLEARING_UP);

  test('the ids in the dashboard are those that Home Assistant gives', () => {
    const written = [...DASHBOARD.matchAll(/\b([a-z_]+)\.(moodbox_living_room_(\w+))/g)].map(([id, , , key = '']) => [id, ids[key]]);
    expect(written.every(([, id]) => id !== undefined)).toBe(true);
    // Before 2025.10 Home Assistant makes ids of its own.
    if (hasPlayer) expect(written.filter(([id, given]) => id !== given)).toEqual([]);
  });

  test.each(SCREENS)('the device is shown on a %s', LONG, async (screen, size) => {
    const [device] = await home.devices();
    const { page } = await chromium.visit(`${home.url}/config/devices/device/${device?.id}`);
    await page.setViewportSize(size);
    await page.getByText('Living room').first().waitFor(SHOWN);
    for (const name of ['Presence', 'Auto-play', 'Mood override', 'Now playing'])
      await page.getByText(name, { exact: true }).first().waitFor(SHOWN);
    await keep(page, `device-${screen}`);
    await page.close();
  });

  test.each(SCREENS)('the dashboard is shown on a %s, with nothing that it does not know', LONG, async (screen, size) => {
    const { page } = await chromium.visit(`${home.url}/${DASHBOARD_PATH}/room`);
    await page.setViewportSize(size);
    for (const card of ['hui-tile-card', 'hui-picture-entity-card', 'hui-entities-card', 'hui-button-card', 'hui-history-graph-card'])
      await page.locator(card).first().waitFor(SHOWN);
    await page.locator('hui-history-graph-card state-history-charts').waitFor(SHOWN);
    expect(await page.locator('hui-error-card, hui-warning, hui-warning-element').count()).toBe(0);
    const cover = page.locator('hui-picture-entity-card img').first();
    await expect
      .poll(() => cover.evaluate((image) => (image as unknown as { readonly naturalWidth: number }).naturalWidth).catch(() => 0), PATIENCE)
      .toBeGreaterThan(0);
    await keep(page, `dashboard-${screen}`);
    await page.close();
  });

  test.runIf(hasPlayer).each(SCREENS)('the card of the media player is shown and obeyed on a %s', LONG, async (screen, size) => {
    const { page } = await chromium.visit(`${home.url}/${DASHBOARD_PATH}/music`);
    await page.setViewportSize(size);
    await page.locator('hui-media-control-card').waitFor(SHOWN);
    await keep(page, `player-${screen}`);
    await page.getByLabel('Pause').first().click();
    await expect.poll(() => state(PLAYER), PATIENCE).toBe('paused');
    await page.getByLabel('Play').first().click();
    await expect.poll(() => state(PLAYER), PATIENCE).toBe('playing');
    await page.close();
  });
});
