import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Report } from '../../src/domain/report.ts';
import { systemClock } from '../../src/shared/async/clock.ts';
import type { WebServer } from '../../src/web/open.ts';
import { openWeb } from '../../src/web/open.ts';
import { FakeLog } from '../fakes/log.ts';
import { stateFolder, webConfig } from '../fakes/web-config.ts';
import { violationsOf } from './axe.ts';
import type { Chromium } from './chromium.ts';
import { hasChromium, openChromium } from './chromium.ts';
import { SCHEMES, SIZES, sideways } from './looks.ts';
import { MusicStage } from './music-stage.ts';

const SOON = { timeout: 15_000, interval: 50 };
const FOCUSED = 'document.activeElement.getAttribute("aria-label") || document.activeElement.textContent';

describe.skipIf(!hasChromium)('the views Music and Rooms in Chromium', () => {
  let chromium: Chromium;
  let box: MusicStage;
  let web: WebServer;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    chromium = await openChromium({ viewport: { width: 360, height: 740 }, locale: 'en' });
  });
  afterAll(() => chromium?.[Symbol.asyncDispose]());
  beforeEach(async () => {
    box = new MusicStage();
    web = await openWeb(webConfig(), box, { clock: systemClock, log: new FakeLog(), stateDir: stateFolder() });
  });
  afterEach(async () => {
    expect(complaints).toEqual([]);
    await page.close();
    await web[Symbol.asyncDispose]();
  });

  const visit = async (view: 'music' | 'rooms', ready: string): Promise<void> => {
    ({ page, complaints } = await chromium.visit(`${web.url}/#/${view}`));
    await page.waitForSelector('html[data-link=live]');
    await page.waitForSelector(ready);
  };
  const music = () => visit('music', '.track-row');
  const rooms = () => visit('rooms', '.box');
  const press = (name: string) => page.getByRole('button', { name, exact: true }).first().click();
  const says = (text: string | RegExp) => vi.waitFor(async () => expect(await page.textContent('.toasts')).toMatch(text), SOON);

  it('lists what was played, and lets it be liked, refused and taken back', async () => {
    await music();
    const like = page.getByRole('button', { name: 'Like “Erik Satie – Gymnopédie No. 1”' }).first();
    await like.click();
    await says('will play more often in this mood');
    await vi.waitFor(async () => expect(await like.getAttribute('aria-pressed')).toBe('true'), SOON);
    expect(box.history.opinions()[0]).toMatchObject({ kind: 'like', track: { id: 'track-5' } });
    await press('Take back'); // in the toast
    await says('Taken back');
    await vi.waitFor(async () => expect(await like.getAttribute('aria-pressed')).toBe('false'), SOON);
    await press('Do not play “Nina Simone – Feeling Good” in this mood');
    await says('only if there is nothing else');
    expect(box.history.opinions()[0]).toMatchObject({ kind: 'dislike', track: { id: 'track-0' } });
    await vi.waitFor(async () => expect(await page.textContent('.said summary')).toContain('Liked 1'), SOON);
  });

  it('plays a track again, and says why it cannot', async () => {
    await music();
    await press('Play “Sigur Rós – Hoppípolla” once');
    await says('“Sigur Rós – Hoppípolla” is on its way');
    expect(box.played).toMatchObject([{ id: 'track-2' }]);
    box.youtube.rests = true;
    await press('Play “Sigur Rós – Hoppípolla” once');
    await says('YouTube refuses the box for now.');
    expect(box.played).toHaveLength(1);
    expect(await page.getByRole('button', { name: /quiet room, no\. 412.* once/ }).count()).toBe(0); // that source is not in use
  });

  it('searches, plays what was found, and says when there is nothing, or nothing to search for', async () => {
    await music();
    await press('Search');
    expect(await page.textContent('.field .error')).toBe('Type what you would like to hear.');
    const field = page.getByLabel('Title, performer or other words');
    await field.fill('corcovado');
    await field.press('Enter');
    await vi.waitFor(async () => expect(await page.textContent('.outcome')).toBe('One track found.'), SOON);
    await press('Play “Stan Getz & João Gilberto – Corcovado” once');
    await says('is on its way');
    expect(box.played).toMatchObject([{ id: 'track-3' }]);
    await field.fill('no such song');
    await field.press('Enter');
    await vi.waitFor(async () => expect(await page.textContent('.outcome')).toBe('Nothing found for “no such song”.'), SOON);
    box.youtube.rests = true;
    await field.press('Enter');
    await vi.waitFor(async () => expect(await page.textContent('.outcome')).toBe('YouTube refuses the box for now.'), SOON);
    await vi.waitFor(async () => expect(await page.textContent('.sources')).toContain('it takes the box for a robot'), SOON);
  });

  it('shows the library by mood, in parts, and what to do where there is nothing', async () => {
    await music();
    await press('Happy 60');
    const rows = page.locator('section:has(.mood-chip) .track-row');
    await vi.waitFor(async () => expect(await rows.count()).toBe(10), SOON);
    const more = page.locator('section:has(.mood-chip)').getByRole('button', { name: 'Show more' });
    await more.click();
    await more.click();
    await vi.waitFor(async () => expect(await rows.count()).toBe(60), SOON); // the second part came from the box
    await press('Afraid 0');
    await vi.waitFor(async () => expect(await page.textContent('section:has(.mood-chip)')).toContain('a folder called “fear”'), SOON);
  });

  it('changes the words of a mood by the keyboard alone, and goes back to the usual ones', async () => {
    await music();
    const change = page.getByRole('button', { name: 'Change the words for “Sad”' });
    await change.focus();
    await page.keyboard.press('Enter');
    await page.locator('textarea:focus').waitFor();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('slow blues\nNina Simone');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await says('It counts from the next search on');
    expect(box.words.changed.get('sad')).toEqual(['slow blues', 'Nina Simone']);
    await vi.waitFor(async () => expect(await page.evaluate(FOCUSED)).toBe('Change the words for “Sad”'), SOON);
    expect(await page.textContent('li[data-mood=sad] .words-line, .words li[data-mood=sad]')).toContain('slow blues · Nina Simone');
    await change.click();
    await press('Back to the usual words');
    await vi.waitFor(() => expect(box.words.changed.has('sad')).toBe(false), SOON);
    await change.click();
    await page.fill('textarea', '  ');
    await press('Save');
    expect(await page.textContent('form .error[role=alert]')).toContain('Keep at least one line');
  });

  it('says until when a source rests, in the language of the visitor', async () => {
    box.youtube.rests = true;
    await music();
    await page.waitForSelector('.sources li');
    expect(await page.textContent('.sources')).toMatch(/YouTubeRests until .*: it takes the box for a robot\./);
    await page.context().addCookies([{ name: 'lang', value: 'de', url: web.url }]);
    await page.reload();
    await page.waitForSelector('.sources li');
    expect(await page.textContent('.sources')).toMatch(/YouTubePausiert bis .*: hält die Box für einen Roboter\./);
    await page.context().clearCookies();
  });

  it('says that no history is kept, and what would change that', async () => {
    box.history.state = { kind: 'off' };
    await music();
    const setting = page.getByRole('link', { name: 'Keep a history' });
    expect(await setting.getAttribute('href')).toBe('#/settings/history.enabled');
    expect(await page.locator('.heart').count()).toBe(0);
  });

  it('sets and mutes rooms, and all of them', async () => {
    await rooms();
    const kitchen = page.getByRole('slider', { name: 'Volume in “Kitchen”' });
    expect(await kitchen.inputValue()).toBe('80');
    await kitchen.press('ArrowLeft');
    await vi.waitFor(() => expect(box.rooms.all[0]?.percent).toBe(79), SOON);
    await press('Mute “Kitchen”');
    await vi.waitFor(() => expect(box.rooms.all[0]?.muted).toBe(true), SOON);
    const mute = page.getByRole('button', { name: 'Mute “Kitchen”' });
    await vi.waitFor(async () => expect(await mute.getAttribute('aria-pressed')).toBe('true'), SOON);
    await page.getByRole('slider', { name: 'Volume in “All rooms”' }).press('ArrowRight');
    await vi.waitFor(() => expect(box.commands.at(-1)).toEqual({ type: 'volume', value: 61 }), SOON);
  });

  it('shows whom each box sees, and hands the music over', async () => {
    await rooms();
    expect(await page.textContent('.boxes')).toContain('Sees 3 faces, and is sure: Happy.');
    expect(await page.getByRole('button', { name: 'Play here: “window”' }).count()).toBe(0); // it has no loudspeaker
    await press('Play here: “door”');
    await says('The music moves to “door”');
    expect(box.handed).toEqual(['door']);
    await vi.waitFor(async () => expect(await page.textContent('.box:nth-child(2)')).toContain('Plays the music'), SOON);
  });

  it('has a tab for rooms only where there are some', async () => {
    await rooms();
    expect(await page.locator('nav.tabs a[href="#/rooms"]').count()).toBe(1);
    box.show({ group: undefined, rooms: undefined } as unknown as Partial<Report>);
    await vi.waitFor(async () => expect(await page.locator('nav.tabs a[href="#/rooms"]').count()).toBe(0), SOON);
  });

  it.each(SCHEMES)('are clean to axe at three sizes (%s)', { timeout: 90_000 }, async (colorScheme) => {
    for (const open of [music, rooms]) {
      await open();
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      if (open === music) await press('Change the words for “Sad”');
      for (const { width } of SIZES) {
        // As high as the view: what is half under the player bar, and only needs to be scrolled, counts as too small.
        await page.setViewportSize({ width, height: 5000 });
        expect(await violationsOf(page)).toEqual([]);
      }
      if (open === music) await page.close();
    }
  });

  it('need no sideways scroll at 320 px, nor with text of twice the size', async () => {
    for (const open of [music, rooms]) {
      await open();
      expect(await sideways(page)).toEqual({ narrow: 0, large: 0 });
      if (open === music) await page.close();
    }
  });

  it('show what is pressed where the system chooses the colours', async () => {
    await music();
    await page.emulateMedia({ forcedColors: 'active' });
    const colour = (pressed: boolean) =>
      page.evaluate(`getComputedStyle(document.querySelector('.heart[aria-pressed="${pressed}"]')).backgroundColor`);
    expect(await colour(true)).not.toBe(await colour(false));
  });
});
