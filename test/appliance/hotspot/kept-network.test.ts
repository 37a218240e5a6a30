import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { hotspotNews, keepOnline, keepOutcome, keepTyped, wasOnline } from '../../../src/appliance/hotspot/kept-network.ts';

let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'moodbox-typed-'));
  onTestFinished(() => rmSync(data, { recursive: true, force: true }));
});
const text = (path: string): string => readFileSync(join(data, path), 'utf8');
const typed = (password: string) => ({ network: { ssid: 'Home', password, hidden: false }, country: 'DE' });

test('what was typed is a profile like one of the card, for root alone, and the country is iwd’s', async () => {
  await keepTyped(data, typed('let me in'));
  expect(text('iwd/Home.psk')).toBe('[Security]\nPassphrase=let me in\n[Settings]\nAutoConnect=true\n');
  expect(statSync(join(data, 'iwd/Home.psk')).mode & 0o777).toBe(0o600);
  expect(text('system/iwd.conf')).toBe('[General]\nCountry=DE\n');
});

test('a network that could not be reached leaves nothing behind, and what was there before comes back', async () => {
  const undoFirst = await keepTyped(data, typed('let me in'));
  const undoSecond = await keepTyped(data, typed('a wrong one'));
  await undoSecond();
  expect(text('iwd/Home.psk')).toContain('let me in');
  expect(statSync(join(data, 'iwd/Home.psk')).mode & 0o777).toBe(0o600);
  await undoFirst();
  expect([existsSync(join(data, 'iwd/Home.psk')), existsSync(join(data, 'system/iwd.conf'))]).toEqual([false, false]);
});

test.each([
  [{ why: 'connected', typed: typed('let me in') }, ['Wi-Fi from the set-up page: Home']],
  [{ why: 'connected' }, []],
  [{ why: 'time' }, [expect.stringContaining('got no network')]],
  [{ why: 'failed' }, [expect.stringContaining('could not be opened')]],
] as const)('the report says what came of it: %j', async (outcome, news) => {
  expect(hotspotNews(data)).toEqual([]);
  await keepOutcome(data, { kind: 'over', ...outcome });
  expect(hotspotNews(data)).toEqual(news);
  expect(text('system/hotspot.json')).not.toContain('let me in');
});

test('a box that had a network once knows it for ever', async () => {
  expect(wasOnline(data)).toBe(false);
  await keepOnline(data);
  expect(wasOnline(data)).toBe(true);
});
