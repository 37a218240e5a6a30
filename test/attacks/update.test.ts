import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { say } from '../mqtt/setting.ts';
import { AttackedBox, canBeAttacked } from './box.ts';

const PATIENCE = { timeout: 20_000, interval: 100 };
const HALF_AN_HOUR = 1800;

// Before: one update a minute, so that systemd, which starts five in ten minutes, refused all later ones, the daemon's own included.
describe.runIf(canBeAttacked)('updates of yt-dlp, asked for again and again', () => {
  it('are started once in half an hour, and the answer says when again', { timeout: 90_000 }, async () => {
    await using under = await AttackedBox.open({ order: ['loops', 'youtube'] });
    const wanted = join(under.box.folder, 'state/ytdlp/wanted');
    expect((await under.command({ type: 'update' })).status).toBe(202);
    await expect.poll(() => existsSync(wanted), PATIENCE).toBe(true);
    rmSync(wanted); // as the update does first of all

    const { status, wait, body } = await under.command({ type: 'update' });
    expect(status).toBe(429);
    expect(wait).toBeGreaterThan(HALF_AN_HOUR - 120);
    expect(wait).toBeLessThanOrEqual(HALF_AN_HOUR);
    expect(JSON.parse(body).error).toMatch(/try again in (?:29|30) minutes/);
    await say(under.brokerPort, 'moodbox/box/update/set', 'PRESS');
    await expect.poll(() => under.box.log.some((line) => line.includes('mqtt.command_refused')), PATIENCE).toBe(true);
    expect(existsSync(wanted)).toBe(false);
  });
});
