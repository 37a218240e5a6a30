import { assertNever } from '../../domain/assert-never.ts';
import type { Instant, Ms } from '../../domain/units.ts';
import { elapsed, later, ms } from '../../domain/units.ts';
import type { TypedNetwork } from './form.ts';

/** How long the hotspot is there, how often known networks are tried meanwhile, and for how long each try lasts. */
const LASTS = ms(15 * 60_000);
const EVERY = ms(120_000);
const TRY_KNOWN = ms(25_000);
const TRY_TYPED = ms(60_000);
/** Nobody who is typing loses the page: a try of known networks waits until the page has been quiet for this long. */
const QUIET = ms(60_000);
/** The radio is taken away only after the page has told its visitor so. */
const FAREWELL = ms(3000);

/** What the machine looks like from outside the hotspot. `known`: there are profiles of networks. */
export type NetworkSight = { readonly cable: boolean; readonly wifi: boolean; readonly known: boolean };

export type HotspotState =
  | { readonly kind: 'open'; readonly until: Instant; readonly nextTry: Instant; readonly used: Instant | undefined }
  | { readonly kind: 'leaving'; readonly until: Instant; readonly at: Instant; readonly typed: TypedNetwork }
  | { readonly kind: 'trying'; readonly until: Instant; readonly giveUp: Instant; readonly typed: TypedNetwork | undefined }
  | { readonly kind: 'over'; readonly why: HotspotEnd; readonly typed?: TypedNetwork };
/** `time`: it was open for its time. `failed`: the radio could not open it. */
export type HotspotEnd = 'connected' | 'time' | 'failed';

export type HotspotEvent =
  | ({ readonly kind: 'looked'; readonly at: Instant } & NetworkSight)
  | { readonly kind: 'used'; readonly at: Instant }
  | { readonly kind: 'typed'; readonly at: Instant; readonly typed: TypedNetwork }
  | { readonly kind: 'broken'; readonly at: Instant };

/** `open` and `close`: the radio becomes a hotspot, or a client again. `keep`: writes the profile; `undo`: takes that back. */
export type HotspotAction =
  | { readonly kind: 'open'; readonly failed?: string }
  | { readonly kind: 'close' }
  | { readonly kind: 'keep'; readonly typed: TypedNetwork }
  | { readonly kind: 'undo' };

export type HotspotStep = { readonly state: HotspotState; readonly actions: readonly HotspotAction[] };

/** What is known when the box has started. `requested`: by the file on the card. `wasOnline`: it has had a network at some time. */
export type BeforeHotspot = NetworkSight & { readonly requested: boolean; readonly wasOnline: boolean };

/** Whether a hotspot is of use: there is no cable, and somebody asked for it or there never was a network. */
export const isWanted = ({ cable, wifi, requested, wasOnline }: BeforeHotspot): boolean => !cable && (requested || !(wifi || wasOnline));

/** The hotspot opens. */
export const hotspotBegun = (at: Instant): HotspotStep => opened(at, later(at, LASTS));

/** The next state, and what has to be done for it. Pure: all time comes with the events. */
export function hotspotStep(state: HotspotState, event: HotspotEvent): HotspotStep {
  switch (event.kind) {
    case 'looked':
      return looked(state, event);
    case 'used':
      return still(state.kind === 'open' ? { ...state, used: event.at } : state);
    case 'typed':
      if (state.kind !== 'open') return still(state);
      return still({ kind: 'leaving', until: state.until, at: later(event.at, FAREWELL), typed: event.typed });
    case 'broken':
      return state.kind === 'over' ? still(state) : { state: { kind: 'over', why: 'failed' }, actions: [{ kind: 'close' }] };
    default:
      return assertNever(event);
  }
}

function looked(state: HotspotState, event: HotspotEvent & { readonly kind: 'looked' }): HotspotStep {
  if (state.kind === 'over') return still(state);
  if (event.cable) return { state: { kind: 'over', why: 'connected' }, actions: state.kind === 'trying' ? [] : [{ kind: 'close' }] };
  switch (state.kind) {
    case 'open':
      return lookedWhileOpen(state, event);
    case 'leaving':
      return event.at < state.at ? still(state) : trying(event.at, state.until, state.typed);
    case 'trying':
      return lookedWhileTrying(state, event);
    default:
      return assertNever(state);
  }
}

function lookedWhileOpen(
  state: HotspotState & { readonly kind: 'open' },
  { at, known }: NetworkSight & { readonly at: Instant },
): HotspotStep {
  if (at >= state.until) return { state: { kind: 'over', why: 'time' }, actions: [{ kind: 'close' }] };
  const isQuiet = state.used === undefined || elapsed(state.used, at) >= QUIET;
  return known && isQuiet && at >= state.nextTry ? trying(at, state.until) : still(state);
}

function lookedWhileTrying(
  state: HotspotState & { readonly kind: 'trying' },
  { at, wifi }: NetworkSight & { readonly at: Instant },
): HotspotStep {
  const { giveUp, typed, until } = state;
  if (wifi) return still({ kind: 'over', why: 'connected', ...(typed && { typed }) });
  if (at < giveUp) return still(state);
  const undo: readonly HotspotAction[] = typed ? [{ kind: 'undo' }] : [];
  if (at >= until) return { state: { kind: 'over', why: 'time' }, actions: undo };
  const { state: open, actions } = opened(at, until, typed?.network.ssid);
  return { state: open, actions: [...undo, ...actions] };
}

function trying(at: Instant, until: Instant, typed?: TypedNetwork): HotspotStep {
  const span: Ms = typed ? TRY_TYPED : TRY_KNOWN;
  const actions: readonly HotspotAction[] = [...(typed ? [{ kind: 'keep', typed } as const] : []), { kind: 'close' }];
  return { state: { kind: 'trying', until, giveUp: later(at, span), typed }, actions };
}

/** `failed`: the network that was typed and could not be reached. */
const opened = (at: Instant, until: Instant, failed?: string): HotspotStep => ({
  state: { kind: 'open', until, nextTry: later(at, EVERY), used: failed === undefined ? undefined : at },
  actions: [{ kind: 'open', ...(failed !== undefined && { failed }) }],
});

const still = (state: HotspotState): HotspotStep => ({ state, actions: [] });
