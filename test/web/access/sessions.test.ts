import { expect, test } from 'vitest';
import { moment } from '../../../src/domain/units.ts';
import { tokensOf } from '../../../src/web/access/cookies.ts';
import type { PageSession } from '../../../src/web/access/sessions.ts';
import { newToken, sessionOf, withSession, withUse } from '../../../src/web/access/sessions.ts';

const DAY = 86_400_000;
const NOW = moment(1_760_000_000_000);
const after = (days: number) => moment(NOW + days * DAY);
const begun = (level: PageSession['level'], token = newToken()) => ({ token, sessions: withSession([], token, level, NOW) });

test('what is kept of a token is not the token', () => {
  const { sessions, token } = begun('owner');
  expect(JSON.stringify(sessions)).not.toContain(token);
  expect(sessionOf(sessions, token, NOW)?.level).toBe('owner');
  expect(sessionOf(sessions, sessions[0]?.hash, NOW)).toBeUndefined();
});

test('the household stays while it comes back within 90 days, an owner for 30 days', () => {
  const household = begun('household');
  expect(sessionOf(household.sessions, household.token, after(89))).toBeDefined();
  expect(sessionOf(household.sessions, household.token, after(90))).toBeUndefined();
  const used = withUse(household.sessions, household.sessions[0] as PageSession, after(80));
  expect(sessionOf(used, household.token, after(160))).toBeDefined();
  const owner = begun('owner');
  const seen = withUse(owner.sessions, owner.sessions[0] as PageSession, after(29));
  expect(sessionOf(seen, owner.token, after(30))).toBeUndefined();
});

test('a use is written once a day', () => {
  const { sessions } = begun('household');
  expect(withUse(sessions, sessions[0] as PageSession, after(0.9))).toBe(sessions);
  expect(withUse(sessions, sessions[0] as PageSession, after(1))).not.toBe(sessions);
});

test('a clock that runs behind ends no session', () => {
  const { sessions, token } = begun('owner');
  expect(sessionOf(sessions, token, moment(0))).toBeDefined();
  expect(withUse(sessions, sessions[0] as PageSession, moment(0))).toBe(sessions); // or the session would be old once the clock is set
});

test('a clock that was ten years ahead for a while leaves no session that lasts ten years', () => {
  for (const level of ['owner', 'household'] as const) {
    const token = newToken();
    const sessions = withSession([], token, level, after(3650));
    expect(sessionOf(sessions, token, after(3651))).toBeDefined();
    expect(sessionOf(sessions, token, NOW)).toBeUndefined();
  }
});

test('the number is bounded for each level, and many of the household log no owner out', () => {
  const owner = begun('owner');
  let { sessions } = owner;
  for (let i = 0; i < 200; i += 1) sessions = withSession(sessions, newToken(), 'household', moment(NOW + i));
  expect(sessions.filter(({ level }) => level === 'household')).toHaveLength(64);
  expect(sessionOf(sessions, owner.token, NOW)).toBeDefined();
});

test('a planted cookie does not hide the right one, and a thousand cost no more than eight', () => {
  const [planted, right] = [newToken(), newToken()];
  expect(tokensOf(`moodbox=${planted}; other=1; moodbox=${right}`, false).session).toEqual([planted, right]);
  expect(tokensOf(Array(1000).fill(`moodbox=${planted}`).join('; '), false).session).toHaveLength(8);
  expect(tokensOf('moodbox=<script>; moodbox=; moodbox', false).session).toEqual([]);
});

test('over https only the cookie counts that https alone can set', () => {
  const token = newToken();
  expect(tokensOf(`moodbox=${token}`, true).session).toEqual([]);
  expect(tokensOf(`__Host-moodbox=${token}`, true).session).toEqual([token]);
});
