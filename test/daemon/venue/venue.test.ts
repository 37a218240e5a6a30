import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../../src/config/load.ts';
import { confirmationFile } from '../../../src/daemon/venue/confirmation.ts';
import { NOTICE_WORDING } from '../../../src/daemon/venue/terms.ts';
import { venueOf } from '../../../src/daemon/venue/venue.ts';
import { refusal } from '../../../src/domain/refusal.ts';
import { moment } from '../../../src/domain/units.ts';

const NOW = moment(Date.UTC(2026, 10, 26, 20));
const ON = { type: 'camera', on: true } as const;

function venueIn(stateDir: string, env: NodeJS.ProcessEnv = {}) {
  const venue = venueOf(loadConfig({ env: { MOODBOX_VENUE: 'true', ...env } }), { stateDir, today: () => NOW });
  if (!venue) throw new Error('no venue');
  return venue;
}
const folder = (): string => mkdtempSync(join(tmpdir(), 'moodbox-venue-'));

describe('a venue', () => {
  test('is only where the configuration says so', () =>
    expect(venueOf(loadConfig({ env: {} }), { stateDir: folder(), today: () => NOW })).toBeUndefined());

  test('refuses the camera, and nothing else, until its notice is confirmed', async () => {
    const venue = venueIn(folder());
    expect(venue.refusal(ON)).toEqual(refusal('notice_unconfirmed'));
    expect(venue.refusal({ type: 'camera', on: false })).toBeUndefined();
    expect(venue.refusal({ type: 'next' })).toBeUndefined();
    expect(await venue.confirm(venue.terms, 'page')).toMatchObject({ ok: true });
    expect(venue.refusal(ON)).toBeUndefined();
  });

  test('keeps when, where and what was confirmed, also for another process', async () => {
    const dir = folder();
    const venue = venueIn(dir);
    await venueIn(dir).confirm(venue.terms, 'shell');
    const kept = { at: NOW, by: 'shell', wording: NOTICE_WORDING, keeps: 'moods of 3 people or more, and the music, for 365 days' };
    expect(venue.confirmed()).toEqual(kept);
    expect(JSON.parse(readFileSync(confirmationFile(dir), 'utf8'))).toEqual(kept);
  });

  test.each([
    [{ MOODBOX_VENUE_PEOPLE: '4' }, 'moods of 4 people or more, and the music, for 365 days'],
    [{ MOODBOX_HISTORY_KEEP_DAYS: '1' }, 'moods of 3 people or more, and the music, for 1 day'],
    [{ MOODBOX_HISTORY_ENABLED: 'false' }, 'nothing'],
  ])('asks again if what is kept changes: %j', async (env, keeps) => {
    const dir = folder();
    const before = venueIn(dir);
    await before.confirm(before.terms, 'page');
    const now = venueIn(dir, env);
    expect(now.terms.keeps).toBe(keeps);
    expect(now.confirmed()).toBeUndefined();
    expect(now.refusal(ON)).toEqual(refusal('notice_unconfirmed'));
  });

  test('asks again if the wording changes, and takes no confirmation of another one', async () => {
    const dir = folder();
    const venue = venueIn(dir);
    writeFileSync(confirmationFile(dir), JSON.stringify({ ...venue.terms, wording: NOTICE_WORDING - 1, at: NOW, by: 'page' }));
    expect(venue.confirmed()).toBeUndefined();
    const old = await venue.confirm({ ...venue.terms, wording: NOTICE_WORDING - 1 }, 'page');
    expect(old).toMatchObject({ ok: false, why: { sentence: expect.stringContaining('read it again') } });
  });

  test('takes a damaged file for no confirmation', () => {
    const dir = folder();
    writeFileSync(confirmationFile(dir), '{"at": 1,');
    expect(venueIn(dir).refusal(ON)).toBeDefined();
  });

  test.skipIf(process.getuid?.() === 0)('says that nothing can be kept on a disk that takes nothing', async () => {
    const dir = folder();
    chmodSync(dir, 0o500);
    const venue = venueIn(dir);
    expect(await venue.confirm(venue.terms, 'page')).toEqual({
      ok: false,
      why: { sentence: expect.stringContaining('cannot be written') },
    });
  });
});
