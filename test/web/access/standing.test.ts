import { describe, expect, test } from 'vitest';
import { moment } from '../../../src/domain/units.ts';
import { newToken } from '../../../src/web/access/sessions.ts';
import type { House } from '../../../src/web/access/standing.ts';
import { callerOf } from '../../../src/web/access/standing.ts';

const NOW = moment(Date.UTC(2026, 10, 24));
const PIN = { salt: '', hash: 'x', cost: 2 };
const LINK = newToken();
const PHONE = { address: '192.168.1.9', local: false, proxied: false, secure: false, host: 'box.local' };

const standingOf = (guests: House['guests'], owner: typeof PIN | undefined): string =>
  callerOf(PHONE, { session: [], guest: [LINK] }, { sessions: [], guest: LINK, ...(owner && { owner }) }, { exposed: true, guests }, NOW)
    .standing;

describe('a visitor from the network without a session', () => {
  test.each(['open', 'link', 'off'] as const)('is a stranger before there is a PIN, with web.guests: %s', (guests) =>
    expect(standingOf(guests, undefined)).toBe('stranger'),
  );

  test.each([
    ['open', 'guest'],
    ['link', 'guest'],
    ['off', 'stranger'],
  ] as const)('is as web.guests (%s) says once there is one: a %s', (guests, standing) => expect(standingOf(guests, PIN)).toBe(standing));
});
