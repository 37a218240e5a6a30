import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Report } from '../../src/domain/report.ts';
import { moment, ms, share } from '../../src/domain/units.ts';
import { systemClock } from '../../src/shared/async/clock.ts';
import type { WebServer } from '../../src/web/open.ts';
import { openWeb } from '../../src/web/open.ts';
import { FakeBox, happyReport } from '../fakes/box.ts';
import { FakeLog } from '../fakes/log.ts';
import { stateFolder, webConfig } from '../fakes/web-config.ts';
import { violationsOf } from './axe.ts';
import type { Chromium } from './chromium.ts';
import { hasChromium, openChromium } from './chromium.ts';
import { SCHEMES, SIZES, sideways } from './looks.ts';

const SOON = { timeout: 15_000, interval: 50 };
const LONG = 90_000;
const COVER = '0123456789abcdef';
const PICTURE = readFileSync(new URL('../../music/covers/happy.jpg', import.meta.url));

/** In the middle of a track, with all that the box can know of it. */
const inTrack = (): Partial<Report> => ({
  cover: COVER,
  progress: { position: ms(61_000), since: moment(Date.now()), duration: ms(221_000), seekable: true },
  next: { title: 'Rainy day', source: 'library' },
  undoable: { kind: 'skip', title: 'Sunday', at: moment(Date.now()) },
});

describe.skipIf(!hasChromium)('Now', () => {
  let chromium: Chromium;
  let box: FakeBox;
  let web: WebServer;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    chromium = await openChromium({ viewport: { width: 390, height: 844 }, reducedMotion: 'reduce' });
  });
  afterAll(() => chromium?.[Symbol.asyncDispose]());
  beforeEach(async () => {
    box = new FakeBox({ ...happyReport, ...inTrack() });
    box.now.covers.set(COVER, PICTURE);
    web = await openWeb(webConfig(), box, { clock: systemClock, log: new FakeLog(), stateDir: stateFolder() });
    ({ page, complaints } = await chromium.visit(web.url));
    await page.waitForSelector('html[data-link=live]');
    await page.waitForSelector('.music');
  });
  afterEach(async () => {
    await page.close();
    await web[Symbol.asyncDispose]();
  });

  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const asked = (command: object) => vi.waitFor(() => expect(box.commands.at(-1)).toEqual(command), SOON);
  const toast = (words: string | RegExp) => vi.waitFor(async () => expect(await page.textContent('.toast p')).toMatch(words), SOON);
  const position = () => page.getByRole('slider', { name: 'Position in the track' });

  it('shows the cover, where the track is, and what comes next, and counts by itself', async () => {
    await vi.waitFor(async () => expect(await page.evaluate("document.querySelector('.cover img').naturalWidth")).toBe(480), SOON);
    expect(await page.textContent('.next-up')).toBe('Up next: Rainy day · From your music');
    await vi.waitFor(async () => expect(await position().getAttribute('aria-valuetext')).toMatch(/^1:0[2-9] of 3:41$/), SOON);
    box.show({ progress: { position: ms(100_000), duration: ms(221_000), seekable: true } });
    await vi.waitFor(async () => expect(await position().getAttribute('aria-valuetext')).toBe('1:40 of 3:41'), SOON);
    expect(complaints).toEqual([]);
  });

  it('says who plays instead, and goes back to moodbox', async () => {
    const guests = [{ name: 'AirPlay', title: 'Blue', since: moment(Date.now()) }];
    box.become({ ...happyReport, playback: { kind: 'silent' }, guest: { kind: 'playing', guests } });
    await page.getByText('AirPlay plays “Blue” here, so moodbox is silent.').waitFor();
    await vi.waitFor(async () => expect(await page.textContent('.player .playing')).toBe('BlueAirPlay'), SOON);
    await button('moodbox now').click();
    await asked({ type: 'moodbox_now' });
    box.show({ guest: { kind: 'resting', left: 'AirPlay', until: moment(Date.now()) } });
    await page.getByText(/^AirPlay has left\. The music of moodbox comes back at /).waitFor();
    // Somebody had stopped the music before: nothing comes back, and nothing says so.
    box.show({ will: 'stopped' });
    await page.getByText('AirPlay has left').waitFor({ state: 'detached' });
    box.show({ will: 'playing' });
    await page.getByText('AirPlay has left').waitFor();
    expect(await violationsOf(page)).toEqual([]);
    box.become(happyReport);
    await vi.waitFor(async () => expect(await button('moodbox now').count()).toBe(0), SOON);
    expect(complaints).toEqual([]);
  });

  it('says where there was no other piece to go to', async () => {
    box.become({ ...happyReport, onlyPiece: true });
    await vi.waitFor(
      async () => expect(await page.textContent('.next-up')).toBe('There is no other piece, so this one began again.'),
      SOON,
    );
  });

  it('moves in the track when the slider is let go, by keyboard too, and has a line where the box cannot', async () => {
    box.show({ progress: { position: ms(60_000), duration: ms(221_000), seekable: true } });
    await vi.waitFor(async () => expect(await position().inputValue()).toBe('60'), SOON);
    await position().focus();
    await page.keyboard.press('ArrowRight');
    await asked({ type: 'seek', to: 65_000 });
    box.show({ progress: { position: ms(60_000), duration: ms(221_000), seekable: false } });
    await vi.waitFor(async () => expect(await position().count()).toBe(0), SOON);
    box.show({ progress: { position: ms(4_000_000), seekable: false } });
    await vi.waitFor(async () => expect(await page.textContent('.times')).toBe('1:06:40'), SOON);
  });

  it('takes back a like where it was given, and later what was said last', async () => {
    await button('Like').click();
    await asked({ type: 'like' });
    await toast('You like “Morning in the sun”.');
    await page.locator('.toast').getByRole('button', { name: 'Undo' }).click();
    await asked({ type: 'undo' });
    await button('Not this').click();
    await asked({ type: 'dislike' });
    await toast('Not “Morning in the sun”');
    box.commands.splice(0);
    await page.locator('.music').getByRole('button', { name: 'Undo' }).click();
    await asked({ type: 'undo' });
    await toast('Taken back: “Sunday”.');
    box.show({ undoable: undefined } as unknown as Partial<Report>);
    await vi.waitFor(async () => expect(await page.locator('.music').getByRole('button', { name: 'Undo' }).count()).toBe(0), SOON);
  });

  it('holds a mood for as long as was chosen, and follows the room again', async () => {
    await page.getByRole('radio', { name: '15 min' }).check();
    await button('Sad').click();
    await asked({ type: 'override', mood: 'sad', for: 900_000 });
    box.show({ override: 'sad', mood: 'sad', until: moment(Date.now() + 900_000) });
    await button('Follow the room again').waitFor();
    await page.getByRole('radio', { name: '3 hours' }).check();
    await asked({ type: 'override', mood: 'sad', for: 10_800_000 });
    await page.getByRole('radio', { name: 'until I say' }).check();
    await asked({ type: 'override', mood: 'sad' });
    await button('Follow the room again').click();
    await asked({ type: 'override', mood: 'auto' });
    await page.getByRole('radio', { name: '1 hour' }).check();
  });

  it('asks whether the mood was right, once for each mood, and takes an answer back', async () => {
    await button('Yes').click();
    await toast('Thank you. That is noted.');
    expect(box.now.said).toEqual(['right']);
    expect(await page.locator('.question').count()).toBe(0);
    await page.locator('.toast').getByRole('button', { name: 'Undo' }).click();
    await toast('Your answer is taken back.');
    expect(box.now.said).toEqual([]);
    await button('No').click();
    await page.locator('.question').getByRole('button', { name: 'Neutral' }).click();
    await vi.waitFor(() => expect(box.now.said).toEqual(['neutral']), SOON);
    box.show({ mood: 'sad' });
    await page.locator('.question').waitFor();
  });

  it.each<[string, Partial<Report>]>([
    ['a mood that was chosen by hand', { override: 'happy' }],
    ['an empty room', { mood: 'away', presence: { kind: 'absent', since: moment(0) } }],
    ['a mood that rests on no face', { mood: 'neutral', blank: 'unread' }],
    ['a box that keeps no history', { history: { kind: 'off' } }],
  ])('asks nothing about %s', async (_what, change) => {
    box.show(change);
    await vi.waitFor(async () => expect(await page.locator('.question').count()).toBe(0), SOON);
    expect(await page.locator('.music').count()).toBe(1);
  });

  it('says what a capture found, and why it found nothing', async () => {
    for (const [captured, words] of [
      [{ kind: 'read', mood: 'sad', share: share(0.71) }, /^Sad, 71\s?%\. The music follows\./],
      [{ kind: 'nobody' }, 'Nobody is in sight'],
      [{ kind: 'off' }, 'The camera is off.'],
    ] as const) {
      box.now.captured = captured;
      await button('Read the mood now').click();
      await toast(words);
    }
  });

  it('tells more of why when asked', async () => {
    await page.getByText('More', { exact: true }).click();
    await vi.waitFor(async () => expect(await page.textContent('.more')).toMatch(/How sure the box is: 82\s?%\./), SOON);
    expect(await page.textContent('.more')).toContain('Somebody is here: a face is in sight.');
  });

  it('has nothing that axe finds wrong, moves nowhere sideways, and can be reached by keyboard', { timeout: LONG }, async () => {
    await page.getByText('More', { exact: true }).click();
    await button('No').click();
    // What floats over the page covers controls by halves, wherever it is scrolled to, and axe calls those too small.
    await page.evaluate("for (const each of document.querySelectorAll('.dock, .header')) each.style.position = 'static'");
    for (const colorScheme of SCHEMES)
      for (const size of SIZES) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize(size);
        expect([colorScheme, size, await violationsOf(page)]).toEqual([colorScheme, size, []]);
      }
    expect(await sideways(page)).toEqual({ narrow: 0, large: 0 });
    const chosen = page.getByRole('radio', { name: '1 hour' });
    await chosen.focus();
    await page.keyboard.press('ArrowLeft');
    expect(await page.getByRole('radio', { name: '15 min' }).isChecked()).toBe(true);
    expect(complaints).toEqual([]);
  });

  it('says which span is chosen where the system chooses the colours', async () => {
    await page.emulateMedia({ forcedColors: 'active' });
    const [chosen, other] = await page.evaluate<string[]>(
      "[...document.querySelectorAll('.span')].slice(1, 3).map((each) => getComputedStyle(each).backgroundColor)",
    );
    expect(chosen).not.toBe(other);
  });
});
