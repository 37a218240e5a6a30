import {
  boolean,
  check,
  entriesFromList,
  exactOptional,
  integer,
  literal,
  maxValue,
  minValue,
  number,
  object,
  picklist,
  pipe,
  regex,
  string,
  transform,
  variant,
} from 'valibot';
import type { Command } from '../../domain/command.ts';
import { asWritten } from '../../domain/command.ts';
import type { Emotion } from '../../domain/emotion.ts';
import { EMOTIONS, MOODS, scoresBy } from '../../domain/emotion.ts';
import type { PeerView, SightNews } from '../../domain/group.ts';
import { LAST_TERM, TRANSPORT_STATES } from '../../domain/group.ts';
import { PRESENCES } from '../../domain/presence.ts';
import type { Result } from '../../domain/result.ts';
import { done, failed } from '../../domain/result.ts';
import { moment, percent } from '../../domain/units.ts';
import { fitting, jsonFitting, jsonObject } from '../../shared/json.ts';

/** The format of the messages. A box with another format is not understood: nothing is guessed. */
const VERSION = 2;
/** Bytes. A view has about 300; a command may hold the address of something to play. */
const LONGEST = 1024;
const LONGEST_COMMAND = 4096;
/** More faces than a box tracks. */
const MOST_FACES = 64;
/** The end of the calendar, milliseconds since 1970 (ECMAScript, "Time Values"). */
const LAST_MOMENT = 8.64e15;
/** Tolerance for the sum of the scores, which are sent in thousandths. */
const ROUNDING = 0.02;

/** A view as it is sent. */
export const messageOf = ({ sight, sound, role, mood, presence, yields, shared: { transport: will, ...shared } }: PeerView): string =>
  JSON.stringify({ v: VERSION, sight: roundedSight(sight), sound, role, mood, presence, ...shared, will, ...(yields && { yields }) });

/** The view in another box's message, checked to the last number. The failure is a sentence that repeats nothing of the message. */
export function viewIn(id: string, payload: Buffer): Result<PeerView, string> {
  if (payload.length > LONGEST) return failed(`a view has at most ${LONGEST} bytes`);
  const message = jsonFitting(jsonObject, payload.toString());
  if (!message) return failed('a view is a JSON object');
  if (message.v !== VERSION) return failed('another release of moodbox: give every box of the group the same');
  const view = fitting(VIEW, message);
  return view ? done({ id, ...view }) : failed('not a view of a box');
}

/** A command as it is passed on, in the same form as people send it: times in seconds. */
export const commandMessage = (command: Command): string => JSON.stringify(asWritten(command));

/** The command in another box's message, not checked yet; `undefined` if it cannot be one. */
export const commandIn = (payload: Buffer): unknown =>
  payload.length > LONGEST_COMMAND ? undefined : jsonFitting(jsonObject, payload.toString());

/** The type of a message that asks for a hand-over. It travels like a command, but no person and no smart home can give it. */
const HAND_OVER = 'hand-over';

/** A request to hand the music over to a box, as it is sent. */
export const handOverMessage = (to: string): string => JSON.stringify({ type: HAND_OVER, to });

/** The box that another box's message asks to hand the music over to; `undefined` if it asks for something else. */
export const handOverIn = (payload: Buffer): string | undefined => fitting(HAND_OVER_MESSAGE, commandIn(payload))?.to;

/** The type that another box's message names, whether or not there is such a command; empty if it cannot be one. */
export function kindOfCommand(payload: Buffer): string {
  const { type } = fitting(jsonObject, commandIn(payload)) ?? {};
  return typeof type === 'string' ? type.slice(0, 16) : '';
}

/** A whole number from 1 to `most`. */
const upTo = (most: number) => pipe(number(), integer(), minValue(1), maxValue(most));
const score = pipe(number(), minValue(0), maxValue(1));
const SCORES = pipe(
  object(entriesFromList(EMOTIONS, score)),
  check((scores) => Math.abs(sumOf(scores) - 1) <= ROUNDING),
  transform((scores) => scoresBy((emotion) => scores[emotion] / sumOf(scores))),
);
const sumOf = (scores: Readonly<Record<Emotion, number>>): number => EMOTIONS.reduce((sum, each) => sum + scores[each], 0);

const SIGHT = variant('kind', [
  object({ kind: picklist(['blind', 'nobody']) }),
  object({ kind: picklist(['unsure', 'sure']), faces: upTo(MOST_FACES), scores: SCORES }),
]);
const ROLE = variant('kind', [object({ kind: picklist(['joining', 'ready']) }), object({ kind: literal('plays'), term: upTo(LAST_TERM) })]);
const BOX = pipe(string(), regex(/^[a-zA-Z0-9_-]{1,64}$/));
/** The shared settings stand beside the rest of the view, under the names of the format. */
const VIEW = pipe(
  object({
    ...{ sight: SIGHT, sound: boolean(), role: ROLE, mood: picklist(MOODS), presence: picklist(PRESENCES) },
    override: picklist([...MOODS, 'auto']),
    until: exactOptional(pipe(upTo(LAST_MOMENT), transform(moment))),
    autoplay: boolean(),
    will: picklist(TRANSPORT_STATES),
    volume: pipe(number(), minValue(0), maxValue(100), transform(percent)),
    yields: exactOptional(object({ to: BOX, term: upTo(LAST_TERM) })),
  }),
  transform(({ override, until, autoplay, will, volume, ...view }) => ({
    ...view,
    shared: { override, ...(until !== undefined && { until }), autoplay, transport: will, volume },
  })),
);

const HAND_OVER_MESSAGE = object({ type: literal(HAND_OVER), to: BOX });

const roundedSight = (sight: SightNews): object =>
  'scores' in sight ? { ...sight, scores: scoresBy((emotion) => Math.round(sight.scores[emotion] * 1000) / 1000) } : sight;
