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

/** The format of the messages. A box with another format is not understood: nothing is guessed. */
const VERSION = 2;
/** Bytes. A view has about 300. */
const LONGEST = 1024;
/** More faces than a box tracks. */
const MOST_FACES = 64;
/** The end of the calendar, milliseconds since 1970 (ECMAScript, "Time Values"). */
const LAST_MOMENT = 8.64e15;
/** Tolerance for the sum of the scores, which are sent in thousandths. */
const ROUNDING = 0.02;

type Unchecked = Readonly<Record<string, unknown>>;

/** A view as it is sent. */
export const messageOf = ({ sight, sound, role, mood, presence, desires }: PeerView): string =>
  JSON.stringify({ v: VERSION, sight: roundedSight(sight), sound, role, mood, presence, ...desires });

/** The view in another box's message, checked to the last number. The failure is a sentence that repeats nothing of the message. */
export function viewIn(id: string, payload: Buffer): Result<PeerView, string> {
  if (payload.length > LONGEST) return failed(`a view has at most ${LONGEST} bytes`);
  const message = objectOf(payload.toString());
  if (!message) return failed('a view is a JSON object');
  if (message.v !== VERSION) return failed('another release of moodbox: give every box of the group the same');
  const sight = sightOf(message.sight);
  const role = roleOf(message.role);
  const desires = desiresOf(message);
  const presence = PRESENCES.find((each) => each === message.presence);
  if (!sight || !role || !desires || !presence || !isMood(message.mood) || typeof message.sound !== 'boolean')
    return failed('not a view of a box');
  return done({ id, sight, sound: message.sound, role, mood: message.mood, presence, desires });
}

/** A command as it is passed on, in the same form as people send it: times in seconds. */
export const commandMessage = (command: Command): string => JSON.stringify(asWritten(command));

/** The command in another box's message, not checked yet; `undefined` if it cannot be one. */
export const commandIn = (payload: Buffer): unknown => (payload.length > LONGEST ? undefined : objectOf(payload.toString()));

/** The type that another box's message names, whether or not there is such a command; empty if it cannot be one. */
export function kindOfCommand(payload: Buffer): string {
  const { type } = asObject(commandIn(payload)) ?? {};
  return typeof type === 'string' ? type.slice(0, 16) : '';
}

function objectOf(text: string): Unchecked | undefined {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return undefined;
  }
}

const asObject = (value: unknown): Unchecked | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Unchecked) : undefined;

function sightOf(value: unknown): SightNews | undefined {
  const sight = asObject(value);
  if (sight?.kind === 'blind' || sight?.kind === 'nobody') return { kind: sight.kind };
  if (sight?.kind !== 'unsure' && sight?.kind !== 'sure') return undefined;
  const scores = scoresOf(sight.scores);
  return scores && isWhole(sight.faces, MOST_FACES) ? { kind: sight.kind, faces: sight.faces, scores } : undefined;
}

function scoresOf(value: unknown): EmotionScores | undefined {
  const scores = asObject(value);
  if (!scores) return undefined;
  const shares = EMOTIONS.map((emotion) => scores[emotion]);
  if (!shares.every((each): each is number => typeof each === 'number' && each >= 0 && each <= 1)) return undefined;
  const sum = shares.reduce((total, each) => total + each, 0);
  return Math.abs(sum - 1) <= ROUNDING ? scoresBy((_, index) => (shares[index] ?? 0) / sum) : undefined;
}

function roleOf(value: unknown): GroupRole | undefined {
  const role = asObject(value);
  if (role?.kind === 'joining' || role?.kind === 'ready') return { kind: role.kind };
  return role?.kind === 'plays' && isWhole(role.term, LAST_TERM) ? { kind: 'plays', term: role.term } : undefined;
}

function desiresOf({ override, until, autoplay, will, volume }: Unchecked): SharedSettings | undefined {
  const transport = TRANSPORT_STATES.find((each) => each === will);
  if (!transport || (override !== 'auto' && !isMood(override)) || typeof autoplay !== 'boolean') return undefined;
  if (typeof volume !== 'number' || !(volume >= 0 && volume <= 100)) return undefined;
  if (until !== undefined && !isWhole(until, LAST_MOMENT)) return undefined;
  return { override, ...(until !== undefined && { until: moment(until) }), autoplay, will: transport, volume: percent(volume) };
}

/** A whole number from 1 to `most`. */
const isWhole = (value: unknown, most: number): value is number => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= most;

const roundedSight = (sight: SightNews): object =>
  'scores' in sight ? { ...sight, scores: scoresBy((emotion) => Math.round(sight.scores[emotion] * 1000) / 1000) } : sight;
