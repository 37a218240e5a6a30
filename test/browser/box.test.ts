import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { filesIn } from '../../src/backup/tar.ts';
import type { BoxCheck } from '../../src/domain/checks.ts';
import { done, failed } from '../../src/domain/result.ts';
import { moment, ms } from '../../src/domain/units.ts';
import type { LastUpdate } from '../../src/music/port.ts';
import { systemClock } from '../../src/shared/async/clock.ts';
import { LogRing } from '../../src/shared/log-ring.ts';
import type { WebServer } from '../../src/web/open.ts';
import { openWeb } from '../../src/web/open.ts';
import { FakeBox, happyReport } from '../fakes/box.ts';
import { fakeBoxAnswers } from '../fakes/box-answers.ts';
import { FakeClock } from '../fakes/clock.ts';
import { SOME_CHECKS } from '../fakes/doctor.ts';
import { FakeLog } from '../fakes/log.ts';
import { stateFolder, webConfig } from '../fakes/web-config.ts';
import { violationsOf } from './axe.ts';
import type { Chromium, Watched } from './chromium.ts';
import { hasChromium, openChromium } from './chromium.ts';
import { SCHEMES, SIZES, sideways } from './looks.ts';

/** A long minute: the machine may be busy. */
const LONG = 60_000;

describe.skipIf(!hasChromium)('the Box view, in Chromium', { timeout: LONG }, () => {
  let chromium: Chromium;
  let box: FakeBox;
  let clock: FakeClock;
  let ring: LogRing;
  let checks: readonly BoxCheck[];
  let lastUpdate: LastUpdate | undefined;
  let sent: { readonly kind: string; readonly payload: Buffer }[];
  let web: WebServer;
  let watched: Watched;

  const written = (level: number, room: string, msg: string): void =>
    ring.write(JSON.stringify({ level, time: 1_790_000_000_000, room, msg, source: 'youtube' }));
  /** Stands for the program that the daemon runs; its own tests run it. */
  const errand = async (request: object, payload: Uint8Array = new Uint8Array()) => {
    const kind = 'kind' in request ? String(request.kind) : '';
    sent.push({ kind, payload: Buffer.from(payload) });
    if (kind === 'doctor') return done(Buffer.from(JSON.stringify(checks)));
    if (kind === 'backup') return done(Buffer.from('a backup'));
    if (payload.length < 100) return failed('this is no backup of moodbox, or it is damaged');
    return done(Buffer.from(JSON.stringify({ at: '2026-01-01', moodbox: '0.1.0', files: ['history.db'], plays: 1204 })));
  };

  beforeAll(async () => {
    chromium = await openChromium({ viewport: { width: 360, height: 740 }, reducedMotion: 'reduce', acceptDownloads: true });
  });
  afterAll(() => chromium?.[Symbol.asyncDispose]());
  beforeEach(async () => {
    [box, clock, ring, checks, sent] = [new FakeBox(), new FakeClock(), new LogRing(), SOME_CHECKS, []];
    lastUpdate = undefined;
    box.answers = {
      ...box.answers,
      ...fakeBoxAnswers(happyReport, { clock, ring, errand, lastUpdate: () => lastUpdate, today: () => moment(Date.now()) }),
    };
    web = await openWeb(webConfig(), box, { clock: systemClock, log: new FakeLog(), stateDir: stateFolder() });
  });
  afterEach(async () => {
    await watched.page.close();
    await web[Symbol.asyncDispose]();
  });

  const show = async (hash: string, ready: string): Promise<Page> => {
    watched = await chromium.visit(`${web.url}/${hash}`);
    await watched.page.locator(ready).first().waitFor();
    return watched.page;
  };
  const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

  it('says in a sentence how the box is, what to do about it, and that again once it is mended', async () => {
    const page = await show('#/box', '.check.fail');
    await page.getByText('One thing does not work.').waitFor();
    await page.getByText('connect a speaker or a USB sound card').waitFor();
    expect(await page.locator('.checks').first().locator('h3').allTextContents()).toEqual(['Loudspeaker', 'YouTube']);
    checks = SOME_CHECKS.filter(({ status }) => status === 'ok');
    await clock.advance(ms(11_000));
    await press(page, 'Check again');
    await page.getByText('Everything works.').waitFor();
    expect(watched.complaints).toEqual([]);
  });

  it('shows the computer, and the update of yt-dlp from the press to the new release', async () => {
    const page = await show('#/box', '.gauges');
    await page.getByText('48 °C').waitFor();
    await page.getByText('There is a newer yt-dlp: 2026.02.04.').waitFor();
    await press(page, 'Update yt-dlp');
    await page.getByText('The box fetches the newest yt-dlp').waitFor();
    expect(box.commands).toEqual([{ type: 'update' }]);
    box.show({ ytdlp: { installed: '2026.02.04', latest: '2026.02.04' } });
    await page.getByText('yt-dlp 2026.02.04 is installed now.').waitFor();
  });

  it.each<[LastUpdate, string]>([
    [{ at: moment(2), outcome: 'newest', version: '2026.01.10' }, 'There is nothing newer: yt-dlp stays as it is.'],
    [{ at: moment(2), outcome: 'failed', why: 'the disk is full' }, 'The update did not work, so yt-dlp stays as it is: the disk is full.'],
  ])('tells where it was asked for that an update ended as %j', async (end, sentence) => {
    lastUpdate = { at: moment(1), outcome: 'failed', why: 'it was stopped' };
    const page = await show('#/box', '.gauges');
    await press(page, 'Update yt-dlp');
    await page.getByText('The box fetches the newest yt-dlp').waitFor();
    lastUpdate = end;
    await page.getByText(sentence).waitFor();
  });

  it('leads an owner from the key that a check names to its setting', async () => {
    checks = [{ name: 'music', status: 'warn', finding: 'no folder (music.library)', advice: 'set music.library; docs/music.md says how' }];
    const page = await show('#/box', '.check.warn');
    expect(await page.locator('.check a').allTextContents()).toEqual(['music.library', 'music.library']);
    await page.locator('.check .advice a').click();
    await page.locator('[data-key="music.library"][data-sought]').waitFor();
  });

  it('shows the log only when it is opened, by level and room, and new lines by themselves', async () => {
    written(30, 'music', 'library.scanned');
    written(40, 'camera', 'camera.lost');
    const page = await show('#/box', 'text=Show the log');
    await press(page, 'Show the log');
    await page.getByText('library.scanned').waitFor();
    await page.getByLabel('What', { exact: true }).selectOption('warn');
    await page.getByText('library.scanned').waitFor({ state: 'detached' });
    await page.getByLabel('From where').selectOption('music');
    await page.getByText('No line fits.').waitFor();
    written(50, 'music', 'music.missing');
    await page.getByText('music.missing').waitFor();
  });

  it('saves a support bundle without titles unless they are asked for', async () => {
    const page = await show('#/box', 'text=Save the file');
    const [download] = await Promise.all([page.waitForEvent('download'), press(page, 'Save the file')]);
    expect(download.suggestedFilename()).toMatch(/^moodbox-support-\d{4}-\d\d-\d\d\.tar\.gz$/);
    const file = join(await mkdtemp(join(tmpdir(), 'moodbox-support-')), 'a.tar.gz');
    await download.saveAs(file);
    const names = ['README.txt', 'settings.yaml', 'report.json', 'checks.json', 'machine.json', 'log.ndjson', 'units.txt'];
    const files = filesIn(gunzipSync(readFileSync(file)), Object.fromEntries(names.map((name) => [name, 1e6])));
    expect(files.ok && files.value.get('report.json')?.toString()).not.toContain('Morning in the sun');
    await page.getByText('The file is saved on this device.').waitFor();
  });

  it('saves a backup, and restores one only after a question, by keyboard', async () => {
    const page = await show('#/box', 'text=Save a backup');
    const [download] = await Promise.all([page.waitForEvent('download'), press(page, 'Save a backup')]);
    expect(download.suggestedFilename()).toMatch(/^moodbox-backup-/);
    const folder = await mkdtemp(join(tmpdir(), 'moodbox-backup-'));
    writeFileSync(join(folder, 'large.tar.gz'), Buffer.alloc(100_000, 'moodbox'));
    writeFileSync(join(folder, 'small.tar.gz'), 'hello');
    const choose = (name: string) => page.setInputFiles('input[type=file]', join(folder, name));
    await choose('large.tar.gz');
    await page.getByRole('dialog').getByText('Restore large.tar.gz?').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(sent.filter(({ kind }) => kind === 'restore')).toEqual([]);
    await choose('large.tar.gz');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('with 1,204 tracks in its history').waitFor();
    expect(sent.at(-1)?.payload.equals(Buffer.alloc(100_000, 'moodbox'))).toBe(true);
    await choose('small.tar.gz');
    await press(page, 'Restore');
    await page.getByText('this is no backup of moodbox').waitFor();
  });

  it('prints the sheet on one page of A5 in each language, by the real settings', async () => {
    await web[Symbol.asyncDispose]();
    web = await openWeb(webConfig({ proxies: [] }), box, { clock: systemClock, log: new FakeLog(), stateDir: stateFolder() });
    const page = await show('#/sheet', '.paper');
    await page.request.post(`${web.url}/api/access/guest-link`, { data: {}, headers: { 'content-type': 'application/json' } });
    await page.reload();
    await page.locator('.paper .qr').waitFor();
    await page.getByLabel('Whom to ask').fill('Anna, 0151 23456789, or anybody at the bar');
    for (const [name, kept] of [
      ['English', 'For 365 days: which mood'],
      ['Deutsch', 'Für 365 Tage: welche Stimmung'],
      ['Français', 'Pendant 365 jours'],
      ['Español', 'Durante 365 días'],
    ] as const) {
      await press(page, name);
      await page.getByText(kept).waitFor();
      await page.getByText('Anna, 0151 23456789').waitFor();
      const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
      expect(pdf.match(/\/Type \/Page\b(?!s)/g)?.length, name).toBe(1);
      expect(pdf, name).toMatch(/\/MediaBox \[0 0 (419|420)[\d.]* (594|595)[\d.]*\]/);
      expect(await lastLineOnPaper(page), name).toBe(true);
    }
    expect(watched.complaints).toEqual([]);
  });

  it.each([
    ['box', '#/box', '.check.fail'],
    ['sheet', '#/sheet', '.paper'],
  ])('%s: axe finds nothing, and nothing moves sideways', async (_view, hash, ready) => {
    const page = await show(hash, ready);
    for (const colorScheme of SCHEMES)
      for (const size of SIZES) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize(size);
        expect([colorScheme, size, await violationsOf(page)]).toEqual([colorScheme, size, []]);
      }
    expect(await sideways(page)).toEqual({ narrow: 0, large: 0 });
    expect(watched.complaints).toEqual([]);
  });

  it('keeps the states apart where the system chooses the colours', async () => {
    const page = await show('#/box', '.check.fail');
    await page.emulateMedia({ forcedColors: 'active' });
    const marks = await page.evaluate<
      readonly (readonly [string, boolean])[]
    >(`[...document.querySelectorAll('.check .mark')].map((mark) => {
      const { backgroundColor, color } = getComputedStyle(mark);
      return [mark.querySelector('path').getAttribute('d'), color !== backgroundColor];
    })`);
    expect(new Set(marks.map(([shape]) => shape)).size).toBe(3);
    expect(marks.every(([, visible]) => visible)).toBe(true);
  });

  it('shows the household how the box is, and no more; a guest not even that', async () => {
    await web[Symbol.asyncDispose]();
    web = await openWeb(webConfig({ proxies: ['127.0.0.1'] }), box, { clock: systemClock, log: new FakeLog(), stateDir: stateFolder() });
    watched = await chromium.visit(web.url);
    const { page } = watched;
    const post = (path: string, data: object) =>
      page.request.post(web.url + path, { data, headers: { 'content-type': 'application/json' } });
    await post('/api/access/pins', { code: web.setupCode, owner: '483920', household: 'sunny kitchen' });
    await page.goto(`${web.url}/#/access`);
    await page.reload();
    await page.getByText('Devices that are logged in').waitFor();
    await page.getByText('· this device').waitFor();
    await post('/api/access/logout', {});
    await post('/api/access/login', { pin: 'sunny kitchen' });
    await page.goto('about:blank'); // the page of the owner must not have a say in where the next one begins
    await page.goto(`${web.url}/#/box`);
    await page.locator('.check.fail').waitFor();
    await page.getByText('Only an owner can do this.').waitFor();
    for (const card of ['Backup', 'Help from others', 'Log'])
      expect(await page.getByRole('heading', { name: card, exact: true }).count()).toBe(0);
  });
});

/** Whether the last line of the sheet is within the paper in print, and above it everything. */
async function lastLineOnPaper(page: Page): Promise<boolean> {
  await page.emulateMedia({ media: 'print' });
  const fits = await page.evaluate<boolean>(`(() => {
    const paper = document.querySelector('.paper');
    return paper.querySelector('footer').getBoundingClientRect().bottom <= paper.getBoundingClientRect().bottom - 20 && paper.scrollHeight <= paper.clientHeight;
  })()`);
  await page.emulateMedia({ media: null });
  return fits;
}
