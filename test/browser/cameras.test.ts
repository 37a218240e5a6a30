import { expect, it, vi } from 'vitest';
import { px } from '../../src/domain/units.ts';
import { systemClock } from '../../src/shared/async/clock.ts';
import { openWeb } from '../../src/web/open.ts';
import { FakeBox, happyReport } from '../fakes/box.ts';
import { FakeLog } from '../fakes/log.ts';
import { stateFolder, webConfig } from '../fakes/web-config.ts';
import { hasChromium, openChromium } from './chromium.ts';

/** A machine that tests run on is busy. */
const SOON = { timeout: 15_000, interval: 50 };

/** As it is drawn, line by line. */
const SHOWN = "document.querySelector('.camera-state').innerText";

it.skipIf(!hasChromium)('the page has a line for each of several cameras', { timeout: 60_000 }, async () => {
  const watching = { kind: 'watching', source: '/dev/video0', width: px(640), height: px(480) } as const;
  const cameras = [
    { name: 'front', state: watching },
    { name: 'back', state: { kind: 'lost', why: 'no picture for 5 s' } },
    { name: 'door', state: { kind: 'opening' } },
  ] as const;
  const box = new FakeBox({ ...happyReport, fps: 9.8, cameras });
  await using web = await openWeb(webConfig(), box, { clock: systemClock, log: new FakeLog(), stateDir: stateFolder() });
  await using chromium = await openChromium({ viewport: { width: 320, height: 568 } });
  const { page, complaints } = await chromium.visit(web.url);
  await page.getByRole('link', { name: 'Camera' }).click();
  await page.waitForSelector('html[data-link=live] .camera-state');
  const lines = async () => String(await page.evaluate(SHOWN)).split('\n');
  expect(await lines()).toEqual([
    'Watching with 1 of 3 cameras, 10 pictures a second',
    'front: Watching',
    'back: Missing. No picture for 5 s. The box keeps trying.',
    'door: Starting…',
  ]);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
  box.show({ camera: { kind: 'off' }, cameras: cameras.map(({ name }) => ({ name, state: { kind: 'off' } })) });
  await vi.waitFor(async () => expect(await lines()).toEqual(['Off']), SOON);
  expect(complaints).toEqual([]);
});
