import type { Presence, PresenceGround } from '../domain/presence.ts';
import type { Instant, Ms } from '../domain/units.ts';
import { elapsed, later, ms } from '../domain/units.ts';

/** `hold`: how long somebody counts as present after the last face or movement. */
export type PresenceManners = { readonly hold: Ms };

/** What one moment shows. `watching`: a camera delivers pictures. `sensor` is what a sensor of the home says, where there is one. */
export type Signs = {
  readonly at: Instant;
  readonly watching: boolean;
  readonly face: boolean;
  readonly moved: boolean;
  readonly sensor?: boolean | undefined;
};

/** Presence, and the last signs that it rests on. `stir` is a first movement in an empty room, which a second one has to confirm. */
export type PresenceState = {
  readonly presence: Presence;
  readonly at?: Instant;
  readonly face?: Instant;
  readonly movement?: Instant;
  readonly stir?: Instant;
};

/** A face that was seen no longer ago than this is the reason for presence, before anything else is. */
const FACE_COUNTS = ms(60_000);
/** In an empty room one change in the picture is no person yet: it takes another one, after the first second and within the next ten. */
const CONFIRMED_AFTER = ms(1000);
const CONFIRMED_WITHIN = ms(10_000);

export const beginPresence: PresenceState = { presence: { kind: 'unknown' } };

/**
 * Presence a moment later: by a face, else by movement, else by the sensor. A sensor's `false` ends nothing that the camera has seen within `hold`.
 * While nothing watches (the camera is lost or off, and no sensor speaks) presence is `unknown`, and the time does not count: `hold` goes on
 * once somebody looks again.
 */
export function stepPresence(before: PresenceState, signs: Signs, { hold }: PresenceManners): PresenceState {
  const state = noted(rested(before, signs), signs);
  return { ...state, at: signs.at, presence: presenceOf(state, signs, hold) };
}

/** Nobody looked since the last step: the signs are as old as they were then. */
function rested(state: PresenceState, { at, watching, sensor }: Signs): PresenceState {
  if (watching || sensor !== undefined || state.at === undefined) return state;
  const gap = elapsed(state.at, at);
  return {
    ...state,
    ...(state.face !== undefined && { face: later(state.face, gap) }),
    ...(state.movement !== undefined && { movement: later(state.movement, gap) }),
  };
}

function noted(state: PresenceState, { at, watching, face, moved }: Signs): PresenceState {
  if (!watching) return state;
  const seen = face ? { ...state, face: at } : state;
  if (!moved) return seen;
  if (state.presence.kind === 'present' || face) return { ...seen, movement: at };
  const { stir } = state;
  if (stir === undefined || elapsed(stir, at) > CONFIRMED_WITHIN) return { ...seen, stir: at };
  return elapsed(stir, at) < CONFIRMED_AFTER ? seen : { ...seen, movement: at };
}

function presenceOf({ face, movement }: PresenceState, { at, watching, sensor }: Signs, hold: Ms): Presence {
  if (!watching && sensor === undefined) return { kind: 'unknown' };
  const within = (sign: Instant | undefined, span: number): boolean => sign !== undefined && elapsed(sign, at) < span;
  const grounds: readonly (readonly [PresenceGround, boolean])[] = [
    ['face', within(face, Math.min(FACE_COUNTS, hold))],
    ['movement', within(movement, hold)],
    ['sensor', sensor === true],
    ['face', within(face, hold)],
  ];
  const ground = grounds.find(([, holds]) => holds);
  return ground ? { kind: 'present', by: ground[0] } : { kind: 'absent' };
}

/** Presence in several places as one: somebody is there if anybody is anywhere, and nobody if somebody has looked and seen nobody. */
export function jointPresence(all: readonly Presence['kind'][]): Presence['kind'] {
  if (all.includes('present')) return 'present';
  return all.includes('absent') ? 'absent' : 'unknown';
}
