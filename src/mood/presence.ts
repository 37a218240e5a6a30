import type { Presence, PresenceGround } from '../domain/presence.ts';
import type { Instant, Ms } from '../domain/units.ts';
import { elapsed, ms } from '../domain/units.ts';

/** `hold`: how long somebody counts as present after the last face or movement. */
export type PresenceSettings = { readonly hold: Ms };

/** What one moment shows. `watching`: a camera delivers pictures. `sensor`: what a sensor in the home reports, if there is one. */
export type Signs = {
  readonly at: Instant;
  readonly watching: boolean;
  readonly face: boolean;
  readonly moved: boolean;
  readonly sensor?: boolean | undefined;
};

/** When something was last seen, and the total time without any watcher up to then. */
type Sign = { readonly at: Instant; readonly unwatched: Ms };

/**
 * Presence, and the last signs that it rests on. `looked` is when a camera or sensor began to watch; `stir` is a first movement in an
 * empty room, which a second one has to confirm; `unwatched` adds up the time in which no camera watched and no sensor reported.
 */
export type PresenceState = {
  readonly presence: Presence;
  readonly unwatched: Ms;
  readonly at?: Instant;
  readonly looked?: Sign;
  readonly face?: Sign;
  readonly movement?: Sign;
  readonly sensed?: Sign;
  readonly stir?: Instant;
};

/** A face that was seen this recently is the reason for presence, before anything else. */
const FACE_COUNTS = ms(60_000);
/** In an empty room, one change in the picture is not yet a person: it takes a second one, one to ten seconds later. */
const CONFIRMED_AFTER = ms(1000);
const CONFIRMED_WITHIN = ms(10_000);

export const beginPresence: PresenceState = { presence: { kind: 'unknown' }, unwatched: ms(0) };

/**
 * Presence a moment later: by a face, else by movement, else by a sensor, each within `hold`. After watching for `hold` without seeing
 * any of them, nobody is there. While nothing watches (the camera is lost or off, and no sensor reports) presence is `unknown`. When a
 * camera is back, its signs of life are as old as they were when it was lost; if only a sensor reports, they count by their true age.
 */
export function stepPresence(before: PresenceState, signs: Signs, { hold }: PresenceSettings): PresenceState {
  const state = noted(rested(before, signs), signs);
  return { ...state, at: signs.at, presence: presenceOf(state, signs, hold) };
}

/** How old the last sign of life was at the last step; undefined if there was none. */
export function quietFor({ at, face, movement, sensed }: PresenceState): Ms | undefined {
  const signs = [face, movement, sensed].flatMap((sign) => (sign ? [sign.at] : []));
  return at === undefined || signs.length === 0 ? undefined : ms(at - Math.max(...signs));
}

function rested(state: PresenceState, { at, watching, sensor }: Signs): PresenceState {
  if (watching || sensor !== undefined || state.at === undefined) return state;
  return { ...state, unwatched: ms(state.unwatched + elapsed(state.at, at)) };
}

function noted(state: PresenceState, { at, watching, face, moved, sensor }: Signs): PresenceState {
  const now: Sign = { at, unwatched: state.unwatched };
  const looking = { ...state, ...((watching || sensor !== undefined) && { looked: state.looked ?? now }) };
  const sensing = sensor === true ? { ...looking, sensed: now } : looking;
  const seen = watching && face ? { ...sensing, face: now } : sensing;
  if (!watching || !moved) return seen;
  if (state.presence.kind === 'present' || face) return { ...seen, movement: now };
  const { stir } = state;
  if (stir === undefined || elapsed(stir, at) > CONFIRMED_WITHIN) return { ...seen, stir: at };
  return elapsed(stir, at) < CONFIRMED_AFTER ? seen : { ...seen, movement: now };
}

function presenceOf({ looked, face, movement, sensed, unwatched }: PresenceState, { at, watching, sensor }: Signs, hold: Ms): Presence {
  if (!watching && sensor === undefined) return { kind: 'unknown' };
  const age = (sign: Sign): number => elapsed(sign.at, at) - (watching ? unwatched - sign.unwatched : 0);
  const within = (sign: Sign | undefined, span: number): boolean => sign !== undefined && age(sign) < span;
  const grounds: readonly (readonly [PresenceGround, boolean])[] = [
    ['face', within(face, Math.min(FACE_COUNTS, hold))],
    ['movement', within(movement, hold)],
    ['sensor', within(sensed, hold)],
    ['face', within(face, hold)],
  ];
  const ground = grounds.find(([, holds]) => holds);
  if (ground) return { kind: 'present', by: ground[0] };
  return within(looked, hold) ? { kind: 'unknown' } : { kind: 'absent' };
}

/** Presence in several places as one: present if any is present; otherwise absent if any is absent. */
export function jointPresence(all: readonly Presence['kind'][]): Presence['kind'] {
  if (all.includes('present')) return 'present';
  return all.includes('absent') ? 'absent' : 'unknown';
}
