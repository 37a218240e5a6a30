import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { dayAnswers } from '../../src/daemon/answers/day.ts';
import { systemClock } from '../../src/shared/async/clock.ts';
import type { WebServer } from '../../src/web/open.ts';
import { openWeb } from '../../src/web/open.ts';
import { FakeBox } from '../fakes/box.ts';
import { diaryOn, FakePlanStore } from '../fakes/diary.ts';
import { FakeLog } from '../fakes/log.ts';
import { stateFolder, webConfig } from '../fakes/web-config.ts';
import { pastOf } from '../history/diary/past.ts';
import { violationsOf } from './axe.ts';
import type { Chromium } from './chromium.ts';
import { hasChromium, openChromium } from './chromium.ts';
import { SCHEMES, SIZES, sideways } from './looks.ts';

/** A machine that tests run on is busy. */
const SOON = { timeout: 15_000, interval: 50 };

/** Tuesday evening, after two weeks in which mornings were neutral and evenings happy. */
const NOW = new Date(2026, 10, 24, 23, 30);
const LAST_DAY = '2026-11-23';
const LONG = 60_000;

describe.skipIf(!hasChromium)('the day in Chromium', { timeout: LONG }, () => {
  let chromium: Chromium;
  let file: string;
  let now: number;
  let plan: FakePlanStore;
  let web: WebServer;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    chromium = await openChromium({ viewport: { width: 390, height: 844 }, reducedMotion: 'reduce', acceptDownloads: true });
  });
  afterAll(() => chromium?.[Symbol.asyncDispose]());
  beforeEach(async () => {
    file = pastOf(14, NOW);
    now = NOW.getTime();
    plan = new FakePlanStore();
    await open(file);
  });
  afterEach(async () => {
    await page.close();
    await web[Symbol.asyncDispose]();
  });

  async function open(history: string): Promise<void> {
    const box = new FakeBox();
    box.answers = { ...box.answers, ...dayAnswers({ diary: diaryOn(history, { now: () => now }), plan }) };
    web = await openWeb(webConfig(), box, { clock: systemClock, log: new FakeLog(), stateDir: stateFolder() });
    ({ page, complaints } = await chromium.visit(`${web.url}/#/day/${LAST_DAY}`));
    await page.getByRole('heading', { name: 'How moods change' }).waitFor();
    await page.getByText('How sure is that?').or(page.getByText('There is not enough history')).waitFor();
    await page.getByRole('row', { name: /Tracks that played/ }).waitFor();
  }
  const card = (title: string) => page.getByRole('region', { name: title, exact: true });

  it('shows moods, tracks and the week, and leads from day to day', async () => {
    expect(await page.getByRole('img', { name: /^Moods of the day: Nobody here 16 hr/ }).count()).toBe(1);
    expect(await card('Moods').textContent()).toContain('Somebody was here for 8 hr');
    expect(await card('Music').getByRole('listitem').count()).toBe(8);
    await page.getByRole('button', { name: 'Show all 120' }).click();
    expect(await card('Music').getByRole('listitem').count()).toBe(120);
    expect(await page.getByRole('img', { name: /^Somebody was here: 07:00 AM–10:00 AM, 05:00 PM–10:00 PM$/ }).count()).toBe(1);
    expect(await card('Moods').locator('.presence .somebody').count()).toBe(3); // two on the strip, one in the legend
    await page.getByText('As a table').click();
    expect(await card('Moods').getByRole('row').count()).toBeGreaterThan(5);
    expect(await card('Seven days').getByRole('link').count()).toBe(7);
    await card('Seven days').getByRole('link', { name: /Thu/ }).click();
    await page
      .getByText(/Thursday, November 19/)
      .first()
      .waitFor();
    await page.getByRole('link', { name: 'The day after' }).click();
    await page
      .getByText(/Friday, November 20/)
      .first()
      .waitFor();
    expect(complaints).toEqual([]);
  });

  it('is a line of Now that leads to it', async () => {
    now = NOW.getTime() - 86_400_000;
    await page.evaluate("location.hash = '#/'");
    const line = page.getByRole('link', { name: 'Today so far' });
    await line.waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await line.click();
    await page
      .getByText(/Monday, November 23/)
      .first()
      .waitFor();
    expect(complaints).toEqual([]);
  });

  it('says how well the box does beside the paper, and how moods change', async () => {
    const row = await page.getByRole('row', { name: /Emotions in a session/ }).textContent();
    expect(row).toMatch(/28 sessions[\d.]+5\.2$/);
    expect(await page.getByRole('row', { name: /Readings that were right/ }).textContent()).toMatch(/not yet85%$/);
    const changes = card('How moods change').getByRole('listitem');
    expect(await changes.first().textContent()).toMatch(/became.*\d+ times.*Playing then: Track/);
    expect(await page.getByRole('img', { name: /^What mood became of which, \d+ changes in all/ }).count()).toBe(1);
    expect(await page.locator('.flow path').count()).toBe(await changes.count());
    expect(await page.locator('.flow path title').first().textContent()).toMatch(/ became .*: \d+%\. Playing then: Track/);
    await page.getByRole('button', { name: 'A year' }).click();
    await vi.waitFor(
      async () => expect(await page.getByRole('button', { name: 'A year' }).getAttribute('aria-pressed')).toBe('true'),
      SOON,
    );
  });

  it('proposes a plan, which can be used, changed by the keyboard alone, and put away', async () => {
    expect(await card('Plan of the day').textContent()).toContain('Mornings: Neutral. Evenings: Happy.');
    await page.getByRole('button', { name: 'Use this plan' }).click();
    await page.getByText('This plan is in use').waitFor();
    expect(plan.decision.plan?.workday.slice(7, 10)).toEqual(['neutral', 'neutral', 'neutral']);
    await page.getByRole('button', { name: 'Change' }).focus();
    await page.keyboard.press('Enter');
    await page.getByLabel('From').focus();
    await page.getByLabel('From').selectOption('12');
    await page.getByLabel('Until').selectOption('14');
    await page.getByLabel('Mood', { exact: true }).selectOption('surprise');
    await page.getByRole('button', { name: 'Set' }).press('Enter');
    await page.getByText('Afternoons: Surprised.').waitFor();
    await page.getByRole('button', { name: 'Use this plan' }).press('Enter');
    await vi.waitFor(() => expect(plan.decision.plan?.workday.slice(11, 15)).toEqual([null, 'surprise', 'surprise', null]), SOON);
    await page.getByRole('button', { name: 'Stop using it' }).click();
    await vi.waitFor(() => expect(plan.decision.state).toBe('refused'), SOON);
    expect(complaints).toEqual([]);
  });

  it('hands out the history as a file, and erases it only after it has asked', async () => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'For a spreadsheet (CSV)' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('moodbox-2026-10-24-to-2026-11-23.csv');
    expect(readFileSync(await download.path(), 'utf8')).toContain('Track ');
    const erase = page.getByRole('button', { name: 'Erase everything…', exact: true });
    await erase.click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    expect(await erase.evaluate((button) => button.ownerDocument.activeElement === button)).toBe(true);
    expect(await card('Music').getByRole('listitem').count()).toBe(8);
    await erase.click();
    await page.getByRole('dialog').getByRole('button', { name: 'Erase' }).click();
    await page.getByText(/^Erased: [\d,]+ moods/).waitFor();
    await page.getByText('No music was played on this day.').waitFor();
    expect(readFileSync(file, 'latin1').includes('Track ')).toBe(false);
  });

  it('leaves out what lasted for less than a minute', async () => {
    const day = await page.request.get(`${web.url}/api/day?date=${LAST_DAY}`).then((answer) => answer.json());
    const [at] = [day.since + 3_600_000];
    const moods = [
      { at, until: at + 20_000, mood: 'happy', by: 'camera' },
      { at: at + 20_000, until: at + 7_200_000, mood: 'away', by: 'camera' },
    ];
    const shares = [
      { mood: 'away', time: 7_180_000 },
      { mood: 'happy', time: 20_000 },
    ];
    const presence = [{ at, until: at + 20_000, present: true }];
    await page.route('**/api/day?*', (route) => route.fulfill({ json: { ...day, moods, shares, presence, plays: [] } }));
    await page.reload();
    await page.getByRole('img', { name: 'Moods of the day: Nobody here 2 hr' }).waitFor();
    await page.getByText('As a table').click();
    expect(await card('Moods').getByRole('row').count()).toBe(2);
    expect(await card('Moods').locator('.shares').textContent()).toBe('Nobody here2 hr 100%');
    expect(await page.getByText('Somebody was here for').count()).toBe(0);
    expect(await page.getByRole('img', { name: 'Nobody was here' }).count()).toBe(1);
  });

  it('says in a new box what will appear, and when', async () => {
    await page.close();
    await web[Symbol.asyncDispose]();
    await open('/nowhere/history.db');
    for (const words of [
      'Nothing has been read on this day.',
      'No music was played on this day.',
      'at least 4 more days',
      'No mood has turned',
    ])
      expect(await page.getByText(words).count()).toBe(1);
    await page.getByRole('button', { name: 'Write a plan' }).click();
    expect(await violationsOf(page)).toEqual([]);
  });

  it('has nothing that axe finds wrong, in light and dark, at three sizes, with everything open', async () => {
    await page.getByText('As a table').click();
    await page.getByText('How sure is that?').click();
    for (const colorScheme of SCHEMES)
      for (const size of SIZES) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize(size);
        expect([colorScheme, size, await violationsOf(page)]).toEqual([colorScheme, size, []]);
      }
    await page.emulateMedia({ colorScheme: null });
  });

  it('does not move sideways at 320 pixels, nor with text of twice the size', async () => {
    await page.getByText('As a table').click();
    await page.getByText('How sure is that?').click();
    expect(await sideways(page)).toEqual({ narrow: 0, large: 0 });
  });

  it('draws every span and mark with forced colours', async () => {
    await page.emulateMedia({ forcedColors: 'active' });
    const [span, mark] = await Promise.all(
      ['.strip .span', '.marks rect'].map((at) =>
        page
          .locator(at)
          .first()
          .evaluate((rect) => String(rect.ownerDocument.defaultView?.getComputedStyle(rect).stroke)),
      ),
    );
    expect([span, mark]).not.toContain('none');
    await page.emulateMedia({ forcedColors: null });
  });
});
