import { expect, test } from 'vitest';
import { kioskAnswers } from '../../../src/daemon/answers/kiosk.ts';

const ANYBODY = { level: 'guest', address: '192.168.1.7' } as const;

test('the night of a kiosk is the quiet hours, or nothing', async () => {
  const night = (quiet_hours: string) => kioskAnswers({ quiet_hours })['GET /api/kiosk'](undefined, ANYBODY);
  expect(await night('22:30-07:00')).toEqual({ ok: true, value: { night: { from: 1350, to: 420 } } });
  expect(await night('')).toEqual({ ok: true, value: { night: null } });
});
