import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Emotion } from '../../src/domain/emotion.ts';
import { EMOTIONS, scoresBy } from '../../src/domain/emotion.ts';
import type { Playback } from '../../src/domain/music.ts';
import type { Report } from '../../src/domain/report.ts';
import { moment, percent, share } from '../../src/domain/units.ts';
import { systemClock } from '../../src/shared/async/clock.ts';
import type { WebServer } from '../../src/web/open.ts';
import { openWeb } from '../../src/web/open.ts';
import { FakeBox, happyReport } from '../fakes/box.ts';
import { FakeLog } from '../fakes/log.ts';
import { stateFolder, webConfig } from '../fakes/web-config.ts';
import type { Chromium } from './chromium.ts';
import { hasChromium, openChromium } from './chromium.ts';
import { contrast } from './contrast.ts';

/** A small phone, a phone upright and lying, a tablet: width and height. */
const SCREENS = [
  [320, 568],
  [390, 844],
  [844, 390],
  [1024, 768],
] as const;

/** Code for the page is text here: the types of the browser would leak into the whole program. */
const WIDTH = 'document.documentElement.scrollWidth';
const FOCUS = `(({ activeElement: at }) => (
  { name: at.getAttribute('aria-label'), role: at.getAttribute('role'), outline: getComputedStyle(at).outlineWidth }
))(document)`;
const HEADING = "document.activeElement.tagName + ' ' + document.activeElement.textContent";
const COLOURS = `(() => {
  const style = getComputedStyle(document.documentElement);
  const of = (name) => style.getPropertyValue(name).trim();
  return ['--ink', '--quiet', '--alarm'].flatMap((text) => ['--card', '--page'].map((paper) => [of(text), of(paper)]));
})()`;

/** Where the page says what. */
const AT = {
  mood: 'main h1',
  now: '.just-now',
  why: '.why',
  unsure: '.unsure',
  track: '.track',
  playing: '.track-line',
  decides: '.decides > .quiet',
  autoplay: '.decides .switch .quiet',
  said: '.heard',
  toast: '.toast p',
  lost: '.toast.lost',
  banner: '.banner.alarm',
} as const;
type Place = keyof typeof AT;

const SOON = { timeout: 15_000, interval: 50 };
const open = (box: FakeBox, port = 0): Promise<WebServer> =>
  openWeb(webConfig({ port }), box, { clock: systemClock, log: new FakeLog(), stateDir: stateFolder() });
const sees = (emotion: Emotion): Partial<Report> => ({
  mood: emotion,
  override: 'auto',
  autoplay: true,
  scores: scoresBy((each) => (each === emotion ? 0.7 : 0.05)),
  confidence: share(0.7),
});

describe.skipIf(!hasChromium)('the page in Chromium', () => {
  let chromium: Chromium;
  let box: FakeBox;
  let web: WebServer;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    chromium = await openChromium({ viewport: { width: 390, height: 844 } });
  });
  afterAll(() => chromium?.[Symbol.asyncDispose]());
  beforeEach(async () => {
    box = new FakeBox();
    web = await open(box);
    ({ page, complaints } = await chromium.visit(web.url));
    await page.waitForSelector('html[data-link=live]');
    await page.waitForSelector('.chip'); // all but the poster comes after the first paint
  });
  afterEach(async () => {
    await page.close();
    await web[Symbol.asyncDispose]();
  });

  const text = async (place: Place): Promise<string> => String(await page.textContent(AT[place]));
  const reads = (place: Place, words: string | RegExp) => vi.waitFor(async () => expect(await text(place)).toMatch(words), SOON);
  const tab = async (name: string): Promise<void> => {
    await page.getByRole('link', { name, exact: true }).click();
    await page.waitForSelector(`.stage[data-view=${name.toLowerCase()}] h1`);
  };
  const says = (words: string | RegExp) => page.locator('main').getByText(words).waitFor();
  const volume = () => page.locator('.player input[type=range]');
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const asked = (command: object) => vi.waitFor(() => expect(box.commands.at(-1)).toEqual(command), SOON);

  it('shows the mood, why, the scores and the music, without a complaint of the browser', async () => {
    expect(await text('mood')).toBe('Happy');
    expect(await text('now')).toBe('Just now: smiling.');
    expect(await text('why')).toBe('What the room has been like lately.');
    expect(await page.title()).toBe('Happy · moodbox');
    expect(await text('track')).toBe('Morning in the sun');
    expect(await text('playing')).toBe('Playing · From YouTube');
    const { track } = happyReport.playback as Extract<Playback, { kind: 'playing' }>;
    box.show({ playback: { kind: 'paused', track: { ...track, because: 'liked' } } });
    await reads('playing', 'Paused · From YouTube · because you liked it');
    box.show({ playback: { kind: 'paused', track: { ...track, because: 'lift' } } });
    await reads('playing', 'Paused · From YouTube · to lift the mood');
    box.show({ playback: happyReport.playback, audible: false });
    await reads('playing', 'No loudspeaker found; the box keeps looking · From YouTube');
    expect(await text('banner')).toMatch(/^No loudspeaker found, so nobody hears the music/);
    box.show({ audible: true });
    await reads('playing', /^Playing/);
    expect(await page.locator(AT.banner).count()).toBe(0);
    box.show({ noMusic: true });
    await reads('track', 'No music found');
    box.show({ noMusic: false });
    await reads('track', 'Morning in the sun');
    expect(await volume().inputValue()).toBe('60');
    await tab('Camera');
    await says('Somebody is here: a face is in sight.');
    expect(await page.locator('.bar').allInnerTexts()).toHaveLength(7);
    expect(await page.textContent('.bar.leads')).toMatch(/Happy\s*82\s?%/);
    await says('Watching, 10 pictures a second');
    await tab('Box');
    await says('The broker on this box is ready');
    await says('Kept on this box');
    expect(complaints).toEqual([]);
  });

  it('follows every mood live, in its own colour, and says so to screen readers', async () => {
    const colours = new Set<string>();
    for (const emotion of EMOTIONS) {
      box.show(sees(emotion));
      await page.waitForSelector(`html[data-mood=${emotion}]`);
      expect(await text('said')).toContain(`Mood: ${await text('mood')}.`);
      const colour = await page.getAttribute('meta[name=theme-color]', 'content');
      expect(await page.getAttribute('link[rel=icon]', 'href')).toContain(encodeURIComponent(String(colour)));
      expect(contrast(String(colour), '#1b181d')).toBeGreaterThan(4.5);
      colours.add(String(colour));
    }
    expect(colours.size).toBe(EMOTIONS.length);
    expect(complaints).toEqual([]);
  });

  it('says where the music of its group plays, and stops it from here', async () => {
    const group = { name: 'cafe', members: ['bar', 'cafe', 'door'], plays: 'bar', will: 'playing', sees: true } as const;
    box.show({ playback: { kind: 'silent' }, group, faces: [] });
    await reads('why', 'Agreed by 3 boxes.');
    await reads('track', 'Music plays');
    await reads('playing', 'On the box “bar”. What you press here counts there.');
    await button('Pause').click();
    await asked({ type: 'pause' });
    box.show({ group: { ...group, will: 'paused' } });
    await reads('track', 'Music is paused');
    await button('Play').click();
    await asked({ type: 'play' });
    box.show({ group: { ...group, plays: 'cafe' }, playback: happyReport.playback });
    await reads('track', 'Morning in the sun');
    expect(complaints).toEqual([]);
  });

  it('sends what its buttons say', async () => {
    await button('Pause').click();
    await asked({ type: 'pause' });
    await button('Stop').click();
    await asked({ type: 'stop' });
    box.show({ playback: { kind: 'silent' } });
    await button('Play').click();
    await asked({ type: 'play' });
    await button('Next').click();
    await asked({ type: 'next' });
    await reads('toast', 'The next track is on its way.');
    expect(await button('Stop').isDisabled()).toBe(true);
    expect(await button('Like').isDisabled()).toBe(true);
    box.show({ playback: happyReport.playback });
    await button('Like').click();
    await asked({ type: 'like' });
    box.show({ liked: true });
    await page.getByRole('button', { name: 'Liked', pressed: true }).waitFor();
    for (const [name, mood] of [
      ['Sad', 'sad'],
      ['Nobody here', 'away'],
    ] as const) {
      await button(name).click();
      await asked({ type: 'override', mood, for: 3_600_000 });
    }
    await button('The camera').click();
    await asked({ type: 'override', mood: 'auto' });
    await page.getByRole('button', { name: 'Volume 60%' }).click();
    await volume().fill('25');
    await asked({ type: 'volume', value: 25 });
    box.show({ volume: percent(30) });
    await vi.waitFor(async () => expect(await volume().inputValue()).toBe('30'), SOON);
    expect(complaints).toEqual([]);
  });

  it('has a privacy switch in every view that shows what the box has done, not what was asked', async () => {
    const camera = page.locator('header').getByRole('switch');
    expect(await camera.textContent()).toBe('Camera on');
    await camera.click();
    await asked({ type: 'camera', on: false });
    expect(await camera.getAttribute('aria-checked')).toBe('true');
    box.show({ camera: { kind: 'off' }, presence: { kind: 'unknown', since: moment(0) }, expression: 'none', faces: [], sees: false });
    await page.locator('header').getByRole('switch', { name: 'Camera off', checked: false }).waitFor();
    expect(await text('mood')).toBe('Happy');
    expect(await text('now')).toBe('');
    expect(await text('why')).toBe('The camera is off. The mood stays as it was.');
    await tab('Camera');
    await says('With the camera off, the box cannot tell whether anybody is here.');
    const large = page.locator('main').getByRole('switch', { name: 'Camera off', checked: false });
    await large.click();
    await asked({ type: 'camera', on: true });
    box.commands.splice(0);
    await camera.click();
    await asked({ type: 'camera', on: true });
  });

  it('has a switch for auto-play that shows what the box has done', async () => {
    const autoplay = page.getByRole('switch', { name: 'Auto-play' });
    expect(await autoplay.getAttribute('aria-checked')).toBe('true');
    await autoplay.click();
    await asked({ type: 'autoplay', on: false });
    box.show({ autoplay: false });
    await reads('autoplay', 'Off: the box still shows the mood, but the music does not follow it.');
    expect(await autoplay.getAttribute('aria-checked')).toBe('false');
    await autoplay.click();
    await asked({ type: 'autoplay', on: true });
  });

  it('reads the mood now, where there is one to read, and says why where there is not', async () => {
    await button('Read the mood now').click();
    await reads('toast', /^Happy, 82\s?%\. The music follows\./);
    box.show({ unsure: true });
    await says('The face in sight is too hard to read for this.');
    box.now.captured = { kind: 'unsure', emotion: 'sad', share: share(0.53) };
    await button('Read the mood now').click();
    await reads('toast', /^Not sure enough: perhaps Sad \(53\s?%\)\. Nothing changes\./);
  });

  it('tells until when a mood is held', async () => {
    box.show({ override: 'sad', mood: 'sad' });
    await reads('decides', '“Sad” is held until you choose the camera again.');
    box.show({ override: 'sad', mood: 'sad', until: moment(Date.now() + 60_000) });
    await vi.waitFor(async () => expect(await text('decides')).toMatch(/^“Sad” is held until .*\d\d[:.]\d\d/), SOON);
  });

  it('shows an override as one, and what the camera sees all the same', async () => {
    box.show({ override: 'sad', mood: 'sad' });
    await reads('mood', 'Sad');
    expect(await text('why')).toBe('Chosen by hand.');
    expect(await text('now')).toBe('Just now: smiling.');
    expect(await page.locator('[aria-pressed=true]').allInnerTexts()).toEqual(['Sad']);
  });

  it('says of an unsure face that it is unsure, in words, and leaves the mood', async () => {
    const [face] = happyReport.faces;
    if (!face) throw new Error('the report has a face');
    const isUnsure = () => page.locator(AT.unsure).isVisible();
    expect(await isUnsure()).toBe(false);
    const unsure = { unsure: true, confidence: share(0.34), faces: [{ ...face, unsure: true }] };
    box.show(unsure);
    await reads('now', 'Just now: hard to read.');
    expect(await page.getByText('Unsure', { exact: true }).isVisible()).toBe(true);
    expect(await text('mood')).toBe('Happy');
    box.show({ ...unsure, override: 'sad', mood: 'sad' });
    await reads('why', 'Chosen by hand.');
    expect(await text('now')).toBe('Just now: hard to read.');
    expect(await isUnsure()).toBe(false);
    box.show({ ...unsure, override: 'auto', mood: 'happy' });
    await tab('Camera');
    await says('One face in sight, unsure.');
    expect(await page.locator('.bars').isVisible()).toBe(true);
    box.show({ faces: [face, { ...face, unsure: true }], unsure: false });
    await says('2 faces in sight, 1 unsure.');
    box.show({ faces: [face] });
    await says('One face in sight.');
    expect(complaints).toEqual([]);
  });

  it('tells the expression apart from the mood, and says when nothing tells who is here', async () => {
    box.show({ expression: 'sad', confidence: share(0.7) });
    await reads('now', 'Just now: sad.');
    expect(await text('mood')).toBe('Happy');
    box.show({ expression: 'none', faces: [], presence: { kind: 'present', by: 'movement', since: moment(Date.now()) } });
    await reads('why', 'The mood stays as it was.');
    const unknown = { kind: 'unknown', since: moment(Date.now()) } as const;
    box.show({ mood: 'away', presence: unknown, camera: { kind: 'lost', why: 'pulled out' }, sees: false });
    await reads('mood', 'Unknown');
    expect(await text('said')).toBe('Mood: Unknown. The camera is missing. The box cannot tell who is here.');
    expect(await page.title()).toBe('Unknown · moodbox');
    box.show({ presence: { kind: 'absent', since: moment(Date.now()) }, camera: happyReport.camera, sees: true });
    await reads('mood', 'Nobody here');
    expect(await text('why')).toMatch(/^Nobody since \d\d?[:.]\d\d/);
    box.show({ mood: 'happy', presence: { kind: 'present', by: 'movement', since: moment(Date.now()) } });
    await tab('Camera');
    await says('Somebody is here: something moved a little while ago.');
    expect(complaints).toEqual([]);
  });

  it.each(SCREENS)('keeps everything in its place at %i × %i while the expression comes and goes', async (width, height) => {
    await page.setViewportSize({ width, height });
    const places = () => Promise.all(['main h1', '.why', '.music h2'].map((at) => page.locator(at).boundingBox()));
    const before = await places();
    for (const change of [
      { expression: 'disgust' },
      { expression: 'surprise' },
      { unsure: true },
      { expression: 'none', unsure: false },
    ] as const) {
      const told = await text('now');
      box.show(change);
      await vi.waitFor(async () => expect(await text('now')).not.toBe(told), SOON);
      expect(await places()).toEqual(before);
    }
  });

  it.each(SCREENS)('finds room for the word at %i × %i, where nothing moves when it comes and goes', async (width, height) => {
    await page.setViewportSize({ width, height });
    const boxOf = async (at: string) => {
      const found = await page.locator(at).boundingBox();
      if (!found) throw new Error(`${at} is not to be seen`);
      return found;
    };
    const all = async () => [await boxOf('.poster'), await boxOf('.portrait .face'), await boxOf('main h1'), await boxOf('.music h2')];
    box.show(sees('surprise'));
    await reads('mood', 'Surprised');
    const before = await all();
    box.show({ unsure: true, confidence: share(0.34) });
    await page.waitForSelector(AT.unsure);
    expect(await all()).toEqual(before);
    expect(await page.evaluate(WIDTH)).toBe(width);
    const [word, poster, brand] = [await boxOf(AT.unsure), await boxOf('.poster'), await boxOf('.brand')];
    expect(word.x).toBeGreaterThan(poster.x);
    expect(word.x + word.width).toBeLessThan(poster.x + poster.width);
    expect(word.y).toBeGreaterThanOrEqual(brand.y + brand.height);
    expect(word.y + word.height).toBeLessThan((await boxOf('main h1')).y);
  });

  it('says why the music fades out, and Play brings it back', async () => {
    const absent = { kind: 'absent', since: moment(Date.now()) } as const;
    box.show({ mood: 'away', leaving: true, expression: 'none', faces: [], presence: absent });
    await reads('playing', /^Fading out: nobody has been here since .*\. Press Play if you want music\.$/);
    expect(await text('track')).toBe('Morning in the sun');
    await button('Play').click();
    await asked({ type: 'play' });
    box.show({ playback: { kind: 'silent' } });
    await reads('playing', /^The music has faded out: nobody has been here since /);
    expect(complaints).toEqual([]);
  });

  it('does not offer to switch off a camera that is missing', async () => {
    box.show({ camera: { kind: 'lost', why: 'pulled out' }, faces: [], sees: false });
    await page.locator('header').getByText('Camera missing').waitFor();
    await reads('decides', 'The camera will decide once it is back. Choose a mood to hold it.');
    await tab('Camera');
    await says('The box keeps looking for it.');
    expect(await page.locator('main h2').first().textContent()).toBe('In the room');
  });

  it('has words for a box that sees, plays and reaches nothing', async () => {
    const { scores: _, ...blind } = happyReport;
    box = new FakeBox({
      ...blind,
      mood: 'away',
      expression: 'none',
      presence: { kind: 'absent', since: moment(Date.now()) },
      faces: [],
      sees: false,
      playback: { kind: 'silent' },
      camera: { kind: 'lost', why: 'no such device' },
      broker: { kind: 'lost', url: 'mqtt://ha.local:1883', why: 'refused' },
    });
    await using other = await open(box);
    await page.goto(other.url);
    await reads('mood', 'Nobody here');
    expect(await text('why')).toBe('The camera is missing. The sensor says that nobody is here.');
    expect(await text('track')).toBe('No music');
    expect(await text('playing')).toMatch(/^Nobody has been here since .*\. Music starts when somebody comes, or when you press Play\.$/);
    await tab('Camera');
    await says(/^The sensor has seen nobody since /);
    await says('Missing. No such device. The box keeps trying.');
    expect(await page.locator('.bars').count()).toBe(0);
    await tab('Box');
    await says(/No connection to ha\.local/);
  });

  it('says in words why a command failed, where one has pressed, and gives the focus back', async () => {
    box.command = () => {
      throw new Error('broken');
    };
    await button('The camera').scrollIntoViewIfNeeded();
    await button('Sad').press('Enter');
    await reads('toast', 'The box refused: something went wrong inside the box; its log says more.');
    const { y, height } = (await page.locator('.toast').boundingBox()) ?? { y: -1, height: 0 };
    expect(y).toBeGreaterThan(0);
    expect(y + height).toBeLessThan(844);
    await button('Close').press('Enter');
    expect(await page.locator('.toast').count()).toBe(0);
    await expect.poll(() => page.evaluate('document.activeElement.textContent')).toBe('Sad');
  });

  it('says that the line is cut, and is back by itself when the box is', async () => {
    const port = Number(new URL(web.url).port);
    await web[Symbol.asyncDispose]();
    await page.waitForSelector(AT.lost);
    await button('Next').click();
    await page.locator('.toast.problem').getByText('The box did not answer.').waitFor();
    box.show({ mood: 'fear' });
    web = await open(box, port);
    await reads('mood', 'Afraid');
    expect(await page.locator(AT.lost).count()).toBe(0);
  });

  it('notices a box that went without a word', async () => {
    await page.clock.install();
    await page.goto(web.url);
    await page.waitForSelector('html[data-link=live]');
    const isLost = () => page.locator(AT.lost).isVisible();
    const isLive = () => page.locator('html[data-link=live]').isVisible();
    // From here on the page's time stands still but for what the test makes pass: a busy machine ages nothing.
    await page.clock.pauseAt((await page.evaluate<number>('Date.now()')) + 5000);
    try {
      await page.clock.fastForward(25_000);
      expect(await isLost()).toBe(false);
      // The last report may have come just now, and so may the next: the box's own clock goes on.
      await expect.poll(() => page.clock.fastForward(16_000).then(isLost), SOON).toBe(true);
      await expect.poll(() => page.clock.fastForward(2_000).then(isLive), SOON).toBe(true);
      expect(await isLost()).toBe(false);
    } finally {
      // The clock belongs to the browser: the pages of the tests that follow would stand still as well.
      await page.clock.resume();
    }
  });

  it('lets go of its stream while nobody looks, and is up to date as soon as somebody does', async () => {
    const hide = (hidden: boolean) =>
      page.evaluate(`Object.defineProperty(document, 'hidden', { configurable: true, value: ${hidden} });
        document.dispatchEvent(new Event('visibilitychange'))`);
    expect(box.watched).toBe(1);
    const requests: string[] = [];
    page.on('request', (request) => requests.push(new URL(request.url()).pathname));
    await hide(true);
    box.show({ mood: 'fear' });
    expect(await page.locator(AT.lost).count()).toBe(0);
    expect(await text('mood')).toBe('Happy');
    await hide(false);
    await reads('mood', 'Afraid');
    expect(requests.filter((path) => path === '/api/events')).toHaveLength(1);
  });

  it('asks to be fetched anew when the box was updated meanwhile, and waits for the answer', async () => {
    box.show({ version: '0.2.0' });
    await page.getByText('moodbox was updated.').waitFor();
    const reloaded = page.waitForEvent('load');
    await button('Reload').click();
    await reloaded;
    await tab('Box');
    await says('moodbox 0.2.0');
  });

  it('shows a title that looks like markup as text', async () => {
    const title = '<img src=x onerror=alert(1)>'.repeat(5);
    box.show({ playback: { kind: 'paused', track: { id: '1', url: 'x', title, source: 'library', mood: 'happy' } } });
    await reads('playing', 'Paused · From your music');
    expect(await text('track')).toBe(title);
    await page.reload();
    await reads('playing', 'Paused · From your music'); // from the data block of the page
    expect(await text('track')).toBe(title);
    expect(await page.evaluate(WIDTH)).toBe(390);
    expect(complaints).toEqual([]);
  });

  it('shows Now for an address that it does not have, and says so', async () => {
    await page.evaluate("location.hash = '#/nonsense/7'");
    await reads('toast', 'There is no such page here.');
    await page.waitForSelector('.stage[data-view=now] h1');
    await vi.waitFor(async () => expect(await page.evaluate('location.hash')).toBe('#/'), SOON);
  });

  it('can be used by the keyboard alone, with the focus in sight', async () => {
    await page.keyboard.press('Tab');
    expect(await page.evaluate(FOCUS)).toMatchObject({ role: 'switch', outline: '3px' });
    await page.keyboard.press('Tab');
    expect(await page.evaluate(FOCUS)).toMatchObject({ name: 'Pause', outline: '3px' });
    await page.keyboard.press('Enter');
    await asked({ type: 'pause' });
    await page.setViewportSize({ width: 1024, height: 768 });
    await volume().focus();
    await page.keyboard.press('ArrowRight');
    await asked({ type: 'volume', value: 61 });
    await page.getByRole('link', { name: 'Camera' }).press('Enter');
    await vi.waitFor(async () => expect(await page.evaluate(HEADING)).toBe('H1 Camera'), SOON);
  });

  it.each(['light', 'dark'] as const)('keeps text readable when it is %s', async (colorScheme) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const pairs = await page.evaluate<[string, string][]>(COLOURS);
    expect(pairs).toHaveLength(6);
    for (const [ink, paper] of pairs) expect(contrast(ink, paper)).toBeGreaterThan(4.5);
  });
});
