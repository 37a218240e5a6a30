import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LearntCamera } from '../../src/daemon/sensing/learning-desk.ts';
import type { SeenFace } from '../../src/domain/report.ts';
import type { Zone } from '../../src/domain/sight.ts';
import { px, share } from '../../src/domain/units.ts';
import { systemClock } from '../../src/shared/async/clock.ts';
import type { WebServer } from '../../src/web/open.ts';
import { openWeb } from '../../src/web/open.ts';
import { FakeBox, happyReport } from '../fakes/box.ts';
import { cameraParts } from '../fakes/camera-answers.ts';
import { FakeLog } from '../fakes/log.ts';
import { stateFolder, webConfig } from '../fakes/web-config.ts';
import { frameBy } from '../inference/scene.ts';
import { violationsOf } from './axe.ts';
import type { Chromium, Watched } from './chromium.ts';
import { hasChromium, openChromium } from './chromium.ts';
import { SCHEMES, SIZES, sideways } from './looks.ts';

/** A machine that tests run on is busy. */
const SOON = { timeout: 15_000, interval: 50 };

const watching = { kind: 'watching', source: '/dev/video0', width: px(640), height: px(360) } as const;
const face = (id: number, x: number, rest: Partial<SeenFace>): SeenFace => ({
  ...{ id, mood: 'happy', score: share(0.82), unsure: false, counts: false },
  box: { x: px(x), y: px(90), width: px(90), height: px(90) },
  ...rest,
});
const FACES: readonly SeenFace[] = [face(1, 160, { counts: true }), face(2, 448, { mood: 'sad', score: share(0.41), unsure: true })];
const LEARNT: LearntCamera = {
  camera: '',
  proposal: { answers: 64, shown: 38, before: 36, after: 49, bias: [-0.1, 0, 0, 0, -0.6, 0, 0.9], verdict: 'better' },
  kept: undefined,
};
/** Tall enough for the whole view: what the dock covers in part would count as too small to press. */
const TALL = 3500;
const left: Zone = { x: share(0), y: share(0), width: share(0.25), height: share(0.5) };

describe.skipIf(!hasChromium)('the camera view', { timeout: 60_000 }, () => {
  let chromium: Chromium;
  let box: FakeBox;
  let parts: ReturnType<typeof cameraParts>;
  let web: WebServer;
  let watched: Watched;
  let page: Page;

  beforeAll(async () => {
    chromium = await openChromium({ viewport: { width: 1280, height: 1400 }, reducedMotion: 'reduce' });
  });
  afterAll(() => chromium?.[Symbol.asyncDispose]());
  beforeEach(async () => {
    box = new FakeBox({ ...happyReport, camera: watching, faces: FACES });
    parts = cameraParts({ preview: 'picture' });
    box.answers = { ...box.answers, ...parts.answers };
    parts.livePicture.onChange(() => {
      const { preview: _before, ...rest } = box.report();
      box.become({ ...rest, ...(parts.livePicture.state && { preview: parts.livePicture.state }) });
    });
    web = await openWeb(webConfig(), box, { clock: systemClock, log: new FakeLog(), stateDir: stateFolder() });
    await open();
  });
  afterEach(async () => {
    parts.livePicture[Symbol.dispose]();
    await page.close();
    await web[Symbol.asyncDispose]();
  });

  const open = async (): Promise<void> => {
    watched = await chromium.visit(`${web.url}/#/camera`);
    page = watched.page;
    await page.waitForSelector('.frame');
  };
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' });
  const stage = () => page.getByRole('region', { name: 'What the camera sees' });
  /** Where something is on the stage, in shares of it. */
  const placeOf = async (selector: string): Promise<Zone> => {
    const [frame, thing] = [await page.locator('.frame-inside').boundingBox(), await page.locator(selector).boundingBox()];
    if (!frame || !thing) throw new Error(`there is no ${selector}`);
    const [across, down] = [(value: number) => share(value / frame.width), (value: number) => share(value / frame.height)];
    return { x: across(thing.x - frame.x), y: down(thing.y - frame.y), width: across(thing.width), height: down(thing.height) };
  };
  const isAbout = (is: Zone, wanted: Zone): void => {
    for (const side of ['x', 'y', 'width', 'height'] as const) expect(Math.abs(is[side] - wanted[side]), side).toBeLessThan(0.015);
  };
  /** A place on the stage, in pixels of the screen. */
  const pointAt = async (x: number, y: number): Promise<readonly [number, number]> => {
    const frame = await page.locator('.frame-inside').boundingBox();
    return [(frame?.x ?? 0) + x * (frame?.width ?? 0), (frame?.y ?? 0) + y * (frame?.height ?? 0)];
  };

  it('shows where the faces are and what they show, in the shape of the picture', async () => {
    isAbout(await placeOf('.face-box.counts'), { x: share(0.25), y: share(0.25), width: share(90 / 640), height: share(0.25) });
    isAbout(await placeOf('.face-box.doubtful'), { x: share(0.7), y: share(0.25), width: share(90 / 640), height: share(0.25) });
    expect(await page.locator('.face-box.counts .crown').count()).toBe(1);
    expect(await page.getByRole('list', { name: 'Faces in sight' }).getByRole('button').allTextContents()).toEqual([
      'Happy, 82% · counts',
      'Unsure: Sad? 41%',
    ]);
    box.show({ faces: [face(1, 320, { counts: true })] });
    const there = { ...left, x: share(0.5), y: share(0.25), width: share(90 / 640), height: share(0.25) };
    await vi.waitFor(async () => isAbout(await placeOf('.face-box'), there), SOON);
    expect(watched.complaints).toEqual([]);
  });

  it('shows the scores of the face that somebody chooses', async () => {
    await vi.waitFor(async () => expect(await page.locator('.bar.leads').textContent()).toBe('Happy82%'), SOON);
    await page.locator('.face-box.doubtful').click();
    expect(await button('Unsure: Sad? 41%').getAttribute('aria-pressed')).toBe('true');
    await vi.waitFor(async () => expect(await page.locator('.bar').count()).toBe(0), SOON); // the made-up box has no scores for it
    await button('Happy, 82% · counts').click();
    await vi.waitFor(async () => expect(await page.locator('.bar').count()).toBe(7), SOON);
  });

  it('says why: where in the face the reading lies, as a map and in words', async () => {
    await button('Why?').click();
    await page.getByText('In this picture: Happy, 82%').waitFor();
    expect(await page.getByText('Most of what speaks for it is around the mouth.').count()).toBe(1);
    expect(await page.locator('.why-map rect.for').count()).toBe(24);
    await page.locator('.face-box.doubtful').click();
    await button('Why?').click();
    await page.getByText('The box refused: this face is no longer in sight; choose another one.').waitFor();
  });

  it('says what to do where there is nothing to see', async () => {
    const words = () => stage().locator('.frame-words').textContent();
    box.show({ faces: [] });
    await vi.waitFor(async () => expect(await words()).toBe('Nobody in sight. Faces appear here as the camera sees them.'), SOON);
    box.show({ camera: { kind: 'off' } });
    await vi.waitFor(async () => expect(await words()).toBe('The camera is off. Nobody is seen until somebody switches it on.'), SOON);
    box.show({ camera: { kind: 'lost', why: 'no such device' } });
    await vi.waitFor(async () => expect(await words()).toBe('The camera is missing. Check its plug, cable or network.'), SOON);
    box.show({ camera: watching, faces: [{ ...face(1, 0, {}), box: undefined } as never] });
    await vi.waitFor(async () => expect(await page.locator('.face-box').count()).toBe(0), SOON);
  });

  it('has a button for each of several cameras', async () => {
    const cameras = [
      { name: 'front', state: watching },
      { name: 'back', state: { kind: 'lost', why: 'unplugged' } },
    ] as const;
    box.show({ cameras, faces: FACES.map((each) => ({ ...each, camera: 'front' })) });
    await button('front · 2 faces').waitFor();
    await button('back · missing').click();
    expect(await page.locator('.face-box').count()).toBe(0);
    expect(await stage().textContent()).toContain('The camera is missing.');
  });

  it('shows an owner what the room has taught, uses it, and takes that back with one click', async () => {
    const card = page.locator('.learning');
    await card.getByText('Nobody has answered yet. Say yes as well as no: both teach.').waitFor();
    box.learning.learnt = [LEARNT];
    await page.reload();
    await page.waitForSelector('.frame');
    await card.getByText('64 answers. The box was right 38 times.').waitFor();
    expect(await card.getByRole('listitem').allTextContents()).toContain('Sad −0.6');
    await button('Use the correction').click();
    await card.getByText('A correction from 64 answers is in use:').waitFor();
    await button('Stop using it').click();
    await page.getByText('Undone.').waitFor();
    expect(await card.getByText('is in use').count()).toBe(0);
    expect(watched.complaints).toEqual([]);
  });

  it('lets an owner draw a zone with the mouse, move it and save it, and takes that back', async () => {
    await button('Draw a part').click();
    await page.mouse.move(...(await pointAt(0.5, 0.1)));
    await page.mouse.down();
    await page.mouse.move(...(await pointAt(0.6, 0.2)));
    await page.mouse.move(...(await pointAt(0.75, 0.6)));
    await page.mouse.up();
    isAbout(await placeOf('.zone.own'), { x: share(0.5), y: share(0.1), width: share(0.25), height: share(0.5) });
    await page.mouse.move(...(await pointAt(0.6, 0.3)));
    await page.mouse.down();
    await page.mouse.move(...(await pointAt(0.2, 0.3)), { steps: 3 });
    await page.mouse.up();
    isAbout(await placeOf('.zone.own'), { x: share(0.1), y: share(0.1), width: share(0.25), height: share(0.5) });
    await page.mouse.move(...(await pointAt(0.35, 0.6)));
    await page.mouse.down();
    await page.mouse.move(...(await pointAt(0.45, 0.8)), { steps: 3 });
    await page.mouse.up();
    await button('Save').click();
    await page.getByText('Saved. It counts from the next picture on.').waitFor();
    const [drawn] = parts.zones.drawn;
    if (!drawn) throw new Error('the box has no zone');
    isAbout(drawn, { x: share(0.1), y: share(0.1), width: share(0.35), height: share(0.7) });
    await button('Undo').click();
    await page.getByText('The parts are as they were.').waitFor();
    expect(parts.zones.drawn).toEqual([]);
  });

  it('lets a finger draw one', async () => {
    await button('Draw a part').click();
    const session = await chromium.context.newCDPSession(page);
    const touch = async (type: 'touchStart' | 'touchMove' | 'touchEnd', at?: readonly [number, number]) => {
      await session.send('Input.dispatchTouchEvent', { type, touchPoints: at ? [{ x: at[0], y: at[1] }] : [] });
    };
    await touch('touchStart', await pointAt(0.2, 0.2));
    await touch('touchMove', await pointAt(0.3, 0.3));
    await touch('touchMove', await pointAt(0.5, 0.6));
    await touch('touchEnd');
    await page.locator('.zone.own').waitFor();
    isAbout(await placeOf('.zone.own'), { x: share(0.2), y: share(0.2), width: share(0.3), height: share(0.4) });
  });

  it('needs no mouse for zones: keys, buttons and numbers do the same', async () => {
    await button('Draw a part').press('Enter');
    await button('Add a part').press('Enter');
    const zone = button(/^Part 1: arrow keys/);
    await zone.focus();
    for (const key of ['ArrowRight', 'ArrowDown', 'ArrowDown', 'Shift+ArrowRight', 'Shift+ArrowUp']) await page.keyboard.press(key);
    isAbout(await placeOf('.zone.own'), { x: share(0.37), y: share(0.34), width: share(0.32), height: share(0.38) });
    await page.getByLabel('From the left, %').fill('10');
    await button('Wider').press('Enter');
    await button('Save').press('Enter');
    await vi.waitFor(() => expect(parts.zones.drawn).toEqual([{ camera: '', x: 0.1, y: 0.34, width: 0.34, height: 0.38 }]), SOON);
    await button('Change the parts').press('Enter');
    await button('Remove').press('Enter');
    await button('Save').press('Enter');
    await vi.waitFor(() => expect(parts.zones.drawn).toEqual([]), SOON);
  });

  it('shows an owner the live picture on request, and says so on every open page', async () => {
    const takes = setInterval(
      () =>
        parts.livePicture.take(
          '',
          frameBy(640, 360, (x) => x % 256),
        ),
      100,
    );
    const other = await chromium.visit(web.url);
    await button('Show the live picture').click();
    await vi.waitFor(async () => expect(await page.evaluate("document.querySelector('.live-picture')?.naturalWidth")).toBe(320), SOON);
    const said = /An owner is looking at the live picture of the camera, until/;
    await other.page.getByText(said).waitFor();
    expect(await page.locator('.face-box').count()).toBe(2);
    await button('End the live picture').click();
    await page.locator('.live-picture').waitFor({ state: 'detached' });
    await other.page.getByText(said).waitFor({ state: 'detached' });
    clearInterval(takes);
    // A picture that was on its way when the looking ended is refused, which Chromium writes to its console.
    expect([parts.livePicture.state, watched.complaints.filter((each) => !each.includes('409'))]).toEqual([undefined, []]);
    await other.page.close();
  });

  it('ends the live picture when its owner goes to another view', async () => {
    await button('Show the live picture').click();
    await vi.waitFor(() => expect(parts.livePicture.state).toBeDefined(), SOON);
    await page.locator('.live-picture').waitFor();
    await page.evaluate("location.hash = '#/'");
    await vi.waitFor(() => expect(parts.livePicture.state).toBeUndefined(), SOON);
  });

  it('lets the household see the zones, and change nothing', async () => {
    parts.zones.draw([{ ...left, camera: '' }]);
    await using outside = await openWeb(webConfig({ proxies: ['127.0.0.1'] }), box, {
      ...{ clock: systemClock, log: new FakeLog(), stateDir: stateFolder() },
    });
    const send = async (path: string, data: object) => {
      const answer = await page.request.post(`${outside.url}/api/access/${path}`, { data });
      expect([path, answer.status()]).toEqual([path, 200]);
    };
    await send('pins', { code: outside.setupCode, owner: '483920', household: 'sunny kitchen' });
    await send('login', { pin: 'sunny kitchen' });
    await page.goto(`${outside.url}/#/camera`);
    await page.getByText('One part is ignored.').waitFor();
    await page.getByText('Only an owner can change them.').waitFor();
    expect(await page.locator('.learning').count()).toBe(0);
    for (const name of ['Change the parts', 'Why?', 'Show the live picture']) expect(await button(name).count()).toBe(0);
  });

  it('has nothing that axe finds wrong while a zone is drawn and a reading explained, in light and dark, at three sizes', async () => {
    box.learning.learnt = [LEARNT];
    await page.reload();
    await page.waitForSelector('.frame');
    await button('Use the correction').click();
    await button('Stop using it').waitFor();
    await button('Why?').click();
    await page.locator('.why-map').waitFor();
    await button('Draw a part').click();
    await button('Add a part').click();
    for (const colorScheme of SCHEMES)
      for (const size of SIZES) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ ...size, height: TALL });
        expect([colorScheme, size, await violationsOf(page)]).toEqual([colorScheme, size, []]);
      }
    expect(await sideways(page)).toEqual({ narrow: 0, large: 0 });
  });

  it('shows zones and the chosen face where the system chooses the colours', async () => {
    await button('Draw a part').click();
    await button('Add a part').click();
    await page.emulateMedia({ forcedColors: 'active' });
    const borderOf = (selector: string) =>
      page.evaluate<string>(
        `(({ borderTopStyle, borderTopWidth }) => borderTopStyle + ' ' + borderTopWidth)(getComputedStyle(document.querySelector('${selector}')))`,
      );
    expect(await borderOf('.zone.selected')).toBe('solid 4px');
    expect(await borderOf('.face-box.doubtful')).toBe('dashed 2px');
  });
});
