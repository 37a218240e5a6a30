import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isMood } from '../../src/domain/emotion.ts';
import { clip, root } from '../assets.ts';
import type { Chromium } from '../browser/chromium.ts';
import { hasChromium, openChromium } from '../browser/chromium.ts';
import { processesWith } from '../fixtures/processes.ts';
import type { Youtube } from '../fixtures/youtube-server.ts';
import { startYoutube } from '../fixtures/youtube-server.ts';
import { Broker, Ear, say } from '../mqtt/setting.ts';
import type { RunningBox } from './box.ts';
import { startBox, tempFolder } from './box.ts';
import { loudness } from './sound.ts';

/** The whole box as built, on a real clip, with the real mosquitto, mpv, yt-dlp and Chromium. One life, told in order. */
const TONES = { happy: 660, sad: 440, angry: 330 };
// Tones that are made equally loud are at about -20 dB.
const AUDIBLE = -35;
const PATIENCE = { timeout: 60_000, interval: 500 };
const MARK = `system-${process.pid}`;

describe.runIf(existsSync(join(root, 'dist/cli/main.js')))('the built daemon', () => {
  let youtube: Youtube;
  let broker: Broker;
  let box: RunningBox;
  let ear: Ear;
  const latest = (topic: string): string | undefined => ear.last(`moodbox/box/${topic}`);
  const sound = (hertz: number): Promise<number> => loudness(join(box.folder, 'sound.wav'), hertz, 3);

  beforeAll(async () => {
    youtube = await startYoutube({ tones: TONES });
    broker = await Broker.open();
    ear = await Ear.open(broker.port);
    const folder = await tempFolder();
    const config = {
      camera: { source: clip() },
      mood: { hold: '1s' },
      music: { order: ['youtube', 'loops'], change_after: '1s', preset: 'paper-query' },
      player: { output: `pcm:${join(folder, 'sound.wav')}`, volume: 100, fade: '300ms' },
      mqtt: { url: broker.url, id: 'box' },
      web: { port: 0 },
      state: { dir: join(folder, 'state') },
    };
    box = await startBox(folder, config, { ...youtube.env, LC_TEST_MARK: MARK });
  }, 120_000);

  afterAll(async () => {
    await box?.[Symbol.asyncDispose]();
    await ear?.[Symbol.asyncDispose]();
    await broker?.[Symbol.asyncDispose]();
    await youtube?.[Symbol.asyncDispose]();
  });

  const command = async (said: object): Promise<void> => {
    const answer = await fetch(`${box.url}/api/commands`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(said),
    });
    expect(answer.status).toBe(202);
  };
  const tell = (topic: string, payload: string): Promise<void> => say(broker.port, `moodbox/box/${topic}`, payload);

  test('a face becomes a mood that mosquitto_sub reads, and the box announces itself to Home Assistant', { timeout: 90_000 }, async () => {
    await expect.poll(() => latest('availability'), PATIENCE).toBe('online');
    await expect.poll(() => latest('mood') ?? 'away', PATIENCE).not.toBe('away');
    expect(isMood(latest('mood'))).toBe(true);
    await expect.poll(() => latest('face'), PATIENCE).toBe('ON');
    const announced = JSON.parse(ear.last('homeassistant/device/moodbox_box/config') ?? '{}');
    expect(Object.keys(announced.cmps).length).toBeGreaterThanOrEqual(10);
    await expect.poll(() => latest('playback'), PATIENCE).toBe('playing');
    expect(JSON.parse(latest('track/attributes') ?? '{}')).toMatchObject({ mood: latest('mood') });
    expect(box.said.some((line) => /^mood\s+(?!away)/.test(line))).toBe(true);
  });

  test('an override by HTTP is searched by the real yt-dlp and heard from the real mpv', { timeout: 120_000 }, async () => {
    await command({ type: 'override', mood: 'happy' });
    await expect.poll(() => sound(TONES.happy), PATIENCE).toBeGreaterThan(AUDIBLE);
    // The newest three seconds may still hold the end of what played before.
    await expect.poll(() => sound(TONES.sad), PATIENCE).toBeLessThan(AUDIBLE - 15);
    expect(youtube.requests.some((request) => /^GET \/results\?.*happy/.test(request))).toBe(true);
    await expect.poll(() => latest('mood'), PATIENCE).toBe('happy');
  });

  test.runIf(hasChromium)('the page shows that mood in a real browser, and follows the next one live', { timeout: 120_000 }, async () => {
    const browser: Chromium = await openChromium();
    try {
      const { page, complaints } = await browser.visit(box.url);
      await page.waitForSelector('html[data-mood=happy]', { timeout: 30_000 });
      await command({ type: 'override', mood: 'angry' });
      await page.waitForSelector('html[data-mood=angry]', { timeout: 30_000 });
      expect(complaints).toEqual([]);
    } finally {
      await browser[Symbol.asyncDispose]();
    }
  });

  test('an override by MQTT changes the music', { timeout: 120_000 }, async () => {
    await tell('override/set', 'sad');
    await expect.poll(() => latest('mood'), PATIENCE).toBe('sad');
    await expect.poll(() => sound(TONES.sad), PATIENCE).toBeGreaterThan(AUDIBLE);
    await expect.poll(() => sound(TONES.happy), PATIENCE).toBeLessThan(AUDIBLE - 15);
    await expect.poll(() => latest('override'), PATIENCE).toBe('sad');
  });

  test('a cover is shown, auto-play can be switched, and a mood held for a time', { timeout: 120_000 }, async () => {
    expect([...Buffer.from(latest('cover') ?? '', 'base64').subarray(0, 2)]).toEqual([0xff, 0xd8]);
    for (const said of ['OFF', 'ON']) {
      await tell('autoplay/set', said);
      await expect.poll(() => latest('autoplay'), PATIENCE).toBe(said);
    }
    await tell('override/set', 'sad 1h');
    await expect.poll(() => JSON.parse(latest('override/attributes') ?? '{}').until, PATIENCE).toMatch(/^\d{4}-.*Z$/);
    await tell('override/set', 'sad');
    await expect.poll(() => JSON.parse(latest('override/attributes') ?? '{}').until, PATIENCE).toBeNull();
  });

  test('pause is silence, play goes on, volume is told', { timeout: 120_000 }, async () => {
    await command({ type: 'pause' });
    await expect.poll(() => latest('playback'), PATIENCE).toBe('paused');
    await tell('play/set', 'PRESS');
    await expect.poll(() => latest('playback'), PATIENCE).toBe('playing');
    await tell('volume/set', '35');
    await expect.poll(() => latest('volume'), PATIENCE).toBe('35');
  });

  test('the privacy switch closes the camera and is told everywhere', { timeout: 120_000 }, async () => {
    await tell('camera/set', 'OFF');
    await expect.poll(() => latest('camera'), PATIENCE).toBe('OFF');
    await expect.poll(() => latest('face/availability'), PATIENCE).toBe('offline');
    // Nobody looks, so nobody can say that there is no face.
    await expect.poll(() => latest('face'), PATIENCE).toBe('None');
    await expect.poll(() => latest('mood/availability'), PATIENCE).toBe(latest('override') === 'auto' ? 'offline' : 'online');
    const report = (await (await fetch(`${box.url}/api/report`)).json()) as {
      camera: { kind: string };
      faces: unknown[];
      scores?: unknown;
    };
    expect(report).toMatchObject({ camera: { kind: 'off' }, faces: [] });
    expect(report.scores).toBeUndefined();
    expect((await fetch(`${box.url}/healthz`)).status).toBe(200);
  });

  test('SIGTERM ends it cleanly: offline is said, and no mpv, yt-dlp or other child is left', { timeout: 60_000 }, async () => {
    expect(processesWith('LC_TEST_MARK', MARK).length).toBeGreaterThanOrEqual(2);
    expect(await box.stop()).toBe(0);
    await expect.poll(() => latest('availability'), PATIENCE).toBe('offline');
    await expect.poll(() => processesWith('LC_TEST_MARK', MARK), PATIENCE).toEqual([]);
    expect(box.log.filter((line) => /uncaught|unhandled|TypeError/i.test(line))).toEqual([]);
  });
});
