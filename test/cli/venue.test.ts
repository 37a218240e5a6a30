import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { confirmationFile } from '../../src/daemon/venue/confirmation.ts';
import { call } from './call.ts';

/** The state folder of a box that has run. */
function livedIn(): string {
  const dir = mkdtempSync(join(tmpdir(), 'moodbox-venue-'));
  writeFileSync(join(dir, 'switches.json'), '{}');
  return dir;
}

test('confirms the notice, and says what that means and what is kept', async () => {
  const dir = livedIn();
  const env = { MOODBOX_STATE_DIR: dir, MOODBOX_VENUE: 'true' };
  expect((await call(['venue'], env)).out[0]).toBe("the notice is not confirmed, so the camera stays off: 'moodbox venue confirm'");
  const { out, status } = await call(['venue', 'confirm'], env);
  expect(status).toBe(0);
  expect(out[0]).toMatch(/^the notice is confirmed: wording \d+, \d{4}-\d\d-\d\d$/);
  expect(out[1]).toBe('kept of the room: moods of 3 people or more, and the music, for 365 days');
  expect(out.join('\n')).toContain('no place where people work is in the picture');
  expect((await call(['venue'], env)).out[0]).toBe(out[0]);
});

test('needs a venue, and a box that has run', async () => {
  const dir = livedIn();
  const without = await call(['venue', 'confirm'], { MOODBOX_STATE_DIR: dir });
  expect([without.status, without.err.join()]).toEqual([1, expect.stringContaining("set 'venue: true'")]);
  expect(existsSync(confirmationFile(dir))).toBe(false);
  const nowhere = await call(['venue'], { MOODBOX_STATE_DIR: join(dir, 'none'), MOODBOX_VENUE: 'true' });
  expect([nowhere.status, nowhere.err.join()]).toEqual([1, expect.stringContaining('no moodbox has ever run')]);
  expect((await call(['venue', 'dance'], { MOODBOX_STATE_DIR: dir })).status).toBe(2);
});
