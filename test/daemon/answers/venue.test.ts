import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'valibot';
import { expect, test } from 'vitest';
import { loadConfig } from '../../../src/config/load.ts';
import { venueAnswers } from '../../../src/daemon/answers/venue.ts';
import { NOTICE_WORDING } from '../../../src/daemon/venue/terms.ts';
import { venueOf } from '../../../src/daemon/venue/venue.ts';
import { moment } from '../../../src/domain/units.ts';
import { VENUE_ENDPOINTS } from '../../../src/web/api/venue.ts';

const NOW = moment(Date.UTC(2026, 10, 26, 20));
const OWNER = { level: 'owner', address: '192.168.1.7' } as const;

function answersWith(env: NodeJS.ProcessEnv) {
  const config = loadConfig({ env });
  const stateDir = mkdtempSync(join(tmpdir(), 'moodbox-venue-'));
  return venueAnswers({ config, venue: venueOf(config, { stateDir, today: () => NOW }) });
}

test('tells what is kept, and confirms what was read', async () => {
  const answers = answersWith({ MOODBOX_VENUE: 'true', MOODBOX_VENUE_PEOPLE: '4', MOODBOX_HISTORY_KEEP_DAYS: '30' });
  const keeps = 'moods of 4 people or more, and the music, for 30 days';
  const told = { on: true, people: 4, days: 30, wording: NOTICE_WORDING, keeps, confirmed: null };
  expect(await answers['GET /api/venue'](undefined, OWNER)).toEqual({ ok: true, value: told });
  const other = await answers['POST /api/venue/confirm']({ wording: NOTICE_WORDING, keeps: 'nothing' }, OWNER);
  expect(other).toMatchObject({ ok: false, why: { sentence: expect.stringContaining('read it again') } });
  const confirmed = { ...told, confirmed: { at: NOW, by: 'page' } };
  expect(await answers['POST /api/venue/confirm']({ wording: NOTICE_WORDING, keeps }, OWNER)).toEqual({ ok: true, value: confirmed });
  const again = await answers['GET /api/venue'](undefined, OWNER);
  expect(again.ok && parse(VENUE_ENDPOINTS['GET /api/venue'].output, again.value)).toEqual(confirmed);
});

test('outside a venue everybody is read, and there is nothing to confirm', async () => {
  const answers = answersWith({ MOODBOX_HISTORY_ENABLED: 'false' });
  const told = await answers['GET /api/venue'](undefined, OWNER);
  expect(told).toMatchObject({ ok: true, value: { on: false, people: 1, days: null, keeps: 'nothing', confirmed: null } });
  const refused = await answers['POST /api/venue/confirm']({ wording: NOTICE_WORDING, keeps: 'nothing' }, OWNER);
  expect(refused).toMatchObject({ ok: false, why: { sentence: expect.stringContaining('venue: true') } });
});
