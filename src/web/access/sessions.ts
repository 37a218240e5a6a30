import { createHash, randomBytes } from 'node:crypto';
import type { AccessLevel } from '../../domain/access.ts';
import type { Moment } from '../../domain/units.ts';
import type { Device } from './device.ts';

/**
 * Somebody who gave a PIN. The token itself is in the cookie alone; `hash` is its SHA-256. `used` is right to the day. `device`: from
 * where; absent in a session of an earlier version.
 */
export type PageSession = {
  readonly hash: string;
  readonly level: Exclude<AccessLevel, 'guest'>;
  readonly began: Moment;
  readonly used: Moment;
  readonly device?: Device | undefined;
};

const DAY = 86_400_000;
/** How many devices may be logged in; beyond that the one that was used longest ago is logged out. */
const MOST: Readonly<Record<PageSession['level'], number>> = { household: 64, owner: 16 };
/** A phone of the household stays logged in while it is used. An owner gives the PIN again after a month, used or not. */
export const LIFETIME: Readonly<Record<PageSession['level'], number>> = { household: 90 * DAY, owner: 30 * DAY };

/** 256 random bits, in a form that a cookie and an address can carry. */
export const TOKEN = /^[\w-]{43}$/;
export const newToken = (): string => randomBytes(32).toString('base64url');
export const hashOfToken = (token: string): string => createHash('sha256').update(token).digest('base64url');

/** With a new session. Every log-in gets a token of its own, so that none can be planted beforehand. */
export function withSession(
  sessions: readonly PageSession[],
  token: string,
  level: PageSession['level'],
  now: Moment,
  device?: Device,
): readonly PageSession[] {
  const all = [...alive(sessions, now), { hash: hashOfToken(token), level, began: now, used: now, ...(device && { device }) }];
  const kept = (of: PageSession['level']): readonly PageSession[] =>
    all
      .filter((each) => each.level === of)
      .sort((a, b) => a.used - b.used)
      .slice(-MOST[of]);
  return [...kept('owner'), ...kept('household')];
}

/** The live session with this token. */
export function sessionOf(sessions: readonly PageSession[], token: string | undefined, now: Moment): PageSession | undefined {
  if (token === undefined) return undefined;
  const hash = hashOfToken(token);
  return sessions.find((each) => each.hash === hash && isAlive(each, now));
}

/** The sessions with this one marked as used now; the same list if that was noted within the last day, which spares the SD card. */
export const withUse = (sessions: readonly PageSession[], { hash, used }: PageSession, now: Moment): readonly PageSession[] =>
  Math.abs(now - used) < DAY || !isSet(now) ? sessions : sessions.map((each) => (each.hash === hash ? { ...each, used: now } : each));

/** A name for a session that gives no right: it is shown to owners. */
export const idOf = ({ hash }: PageSession): string => hashOfToken(hash).slice(0, 16);

export const alive = (sessions: readonly PageSession[], now: Moment): readonly PageSession[] =>
  sessions.filter((each) => isAlive(each, now));

/** A board without a clock of its own starts in the past, until the network tells it the time. */
const SET_SINCE = Date.UTC(2025, 0, 1);
const isSet = (now: Moment): boolean => now >= SET_SINCE;

/**
 * A clock that has not been set yet ends no session. One that was years ahead for a while must not leave sessions that last for years: what
 * lies further ahead than a session can live has ended.
 */
function isAlive({ level, began, used }: PageSession, now: Moment): boolean {
  const age = now - (level === 'owner' ? began : used);
  return age < LIFETIME[level] && (age > -LIFETIME[level] || !isSet(now));
}
