import type { Command } from '../../domain/command.ts';
import { asWritten } from '../../domain/command.ts';
import type { EmotionScores } from '../../domain/emotion.ts';
import { EMOTIONS, isMood, scoresBy } from '../../domain/emotion.ts';
import type { GroupRole, PeerView, SharedSettings, SightNews } from '../../domain/group.ts';
import { LAST_TERM, TRANSPORT_STATES } from '../../domain/group.ts';
import { PRESENCES } from '../../domain/presence.ts';
import type { Result } from '../../domain/result.ts';
import { done, failed } from '../../domain/result.ts';
import { moment, percent } from '../../domain/units.ts';

/** What the messages of this release look like. A box of another one is not understood, and not guessed at. */
const VERSION = 2;
/** Bytes; a whole view has about 300. */
const LONGEST = 1024;
/** More faces than a box follows. */
const MOST_FACES = 64;
/** The end of the calendar, milliseconds since 1970 (ECMAScript, "Time Values"). */
const LAST_MOMENT = 8.64e15;
/** Shares are told in thousandths. */
const ROUNDING = 0.02;

type Loose = Readonly<Record<string, unknown>>;

/** A view as it travels. */
export const messageOf = ({ sight, sound, role, mood, presence, desires }: PeerView): string =>
  JSON.stringify({ v: VERSION, sight: roundedSight(sight), sound, role, mood, presence, ...desires });

/** What another box said, checked to the last number. The failure is a sentence that repeats nothing of it. */
export function viewIn(id: string, payload: Buffer): Result<PeerView, string> {
  if (payload.length > LONGEST) return failed(`a view has at most ${LONGEST} bytes`);
  const said = objectOf(payload.toString());
  if (!said) return failed('a view is a JSON object');
  if (said.v !== VERSION) return failed('another release of moodbox: give every box of the group the same');
  const sight = sightOf(said.sight);
  const role = roleOf(said.role);
  const desires = desiresOf(said);
  const presence = PRESENCES.find((each) => each === said.presence);
  if (!sight || !role || !desires || !presence || !isMood(said.mood) || typeof said.sound !== 'boolean')
    return failed('not a view of a box');
  return done({ id, sight, sound: said.sound, role, mood: said.mood, presence, desires });
}

/** A command as it is handed over, in the words that people use: a time in seconds. */
export const handedOver = (command: Command): string => JSON.stringify(asWritten(command));

/** The command that another box hands over, not yet checked; `undefined` for what cannot be one. */
export const commandIn = (payload: Buffer): unknown => (payload.length > LONGEST ? undefined : objectOf(payload.toString()));

function objectOf(text: string): Loose | undefined {
  try {
    return looseOf(JSON.parse(text));
  } catch {
    return undefined;
  }
}

const looseOf = (said: unknown): Loose | undefined =>
  typeof said === 'object' && said !== null && !Array.isArray(said) ? (said as Loose) : undefined;

function sightOf(said: unknown): SightNews | undefined {
  const sight = looseOf(said);
  if (sight?.kind === 'blind' || sight?.kind === 'nobody') return { kind: sight.kind };
  if (sight?.kind !== 'unsure' && sight?.kind !== 'sure') return undefined;
  const scores = scoresOf(sight.scores);
  return scores && isWhole(sight.faces, MOST_FACES) ? { kind: sight.kind, faces: sight.faces, scores } : undefined;
}

function scoresOf(said: unknown): EmotionScores | undefined {
  const scores = looseOf(said);
  if (!scores) return undefined;
  const shares = EMOTIONS.map((emotion) => scores[emotion]);
  if (!shares.every((each): each is number => typeof each === 'number' && each >= 0 && each <= 1)) return undefined;
  const sum = shares.reduce((total, each) => total + each, 0);
  return Math.abs(sum - 1) <= ROUNDING ? scoresBy((_, index) => (shares[index] ?? 0) / sum) : undefined;
}

function roleOf(said: unknown): GroupRole | undefined {
  const role = looseOf(said);
  if (role?.kind === 'joining' || role?.kind === 'ready') return { kind: role.kind };
  return role?.kind === 'plays' && isWhole(role.term, LAST_TERM) ? { kind: 'plays', term: role.term } : undefined;
}

function desiresOf({ override, until, autoplay, will, volume }: Loose): SharedSettings | undefined {
  const known = TRANSPORT_STATES.find((each) => each === will);
  if (!known || (override !== 'auto' && !isMood(override)) || typeof autoplay !== 'boolean') return undefined;
  if (typeof volume !== 'number' || !(volume >= 0 && volume <= 100)) return undefined;
  if (until !== undefined && !isWhole(until, LAST_MOMENT)) return undefined;
  return { override, ...(until !== undefined && { until: moment(until) }), autoplay, will: known, volume: percent(volume) };
}

const isWhole = (said: unknown, most: number): said is number => Number.isInteger(said) && Number(said) >= 1 && Number(said) <= most;

const roundedSight = (sight: SightNews): object =>
  'scores' in sight ? { ...sight, scores: scoresBy((emotion) => Math.round(sight.scores[emotion] * 1000) / 1000) } : sight;
