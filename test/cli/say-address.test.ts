import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { hasScreen } from '../../src/cli/has-screen.ts';
import { call } from './call.ts';

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'moodbox-say-'));
  onTestFinished(() => rmSync(made, { recursive: true }));
  return made;
}

test('a silent box says why, and at its first start nothing at all', async () => {
  const env = { MOODBOX_STATE_DIR: folder() };
  expect(await call(['say-address'], env)).toEqual({ status: 1, out: [], err: [expect.stringContaining('player.voice: off')] });
  expect(await call(['say-address', '--first'], env)).toEqual({ status: 0, out: [], err: [] });
});

test('what has been said once, or what people know by a PIN, is not said again', async () => {
  const dir = folder();
  writeFileSync(join(dir, 'said-address'), 'yes\n');
  expect(await call(['say-address', '--first'], { MOODBOX_STATE_DIR: dir, MOODBOX_PLAYER_VOICE: 'en' })).toEqual({
    status: 0,
    out: [],
    err: [],
  });
});

test('a screen is one that the kernel calls connected', () => {
  const drm = folder();
  expect(hasScreen(join(drm, 'none'))).toBe(false);
  for (const name of ['card0', 'card0-HDMI-A-1']) mkdirSync(join(drm, name));
  writeFileSync(join(drm, 'card0-HDMI-A-1/status'), 'disconnected\n');
  expect(hasScreen(drm)).toBe(false);
  writeFileSync(join(drm, 'card0-HDMI-A-1/status'), 'connected\n');
  expect(hasScreen(drm)).toBe(true);
});
