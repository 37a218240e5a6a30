import { assertNever } from '../../domain/assert-never.ts';
import { ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';
import type { TypedNetwork } from './form.ts';
import type { HotspotRadio } from './radio.ts';
import type { HotspotAction, HotspotEvent, HotspotState, NetworkSight } from './steps.ts';
import { hotspotBegun, hotspotStep } from './steps.ts';

const A_SECOND = ms(1000);
/** Events that wait for their turn. Whoever floods the page loses the rest. */
const MOST_EVENTS = 50;

/** What the hotspot is made of. */
export type HotspotParts = {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly radio: HotspotRadio;
  /** Serves the page until it is closed. `failed`: the network that could not be reached. */
  readonly page: (by: { readonly failed: string | undefined; readonly on: PageEvents }) => AsyncDisposable;
  readonly look: () => Promise<NetworkSight>;
  /** Writes the profile of a network. Resolves to what takes it back. */
  readonly keep: (typed: TypedNetwork) => Promise<() => Promise<void>>;
  /** The hotspot is open under this name. */
  readonly onOpen: (name: string) => void;
};

export type PageEvents = { readonly used: () => void; readonly typed: (typed: TypedNetwork) => void; readonly ended: () => void };
export type HotspotOutcome = HotspotState & { readonly kind: 'over' };

/** Opens the hotspot, and resolves to what came of it. Rejects only on a bug, or with the signal's reason; the radio is a client again. */
export async function runHotspot(parts: HotspotParts): Promise<HotspotOutcome> {
  const hands = new Hands(parts);
  try {
    let { state, actions } = hotspotBegun(parts.clock.now());
    for (;;) {
      for (const action of actions) await hands.do(action);
      if (state.kind === 'over') return state;
      ({ state, actions } = hotspotStep(state, await hands.nextEvent()));
    }
  } finally {
    await hands.letGo();
  }
}

/** Carries the actions out, and collects what happens. */
class Hands {
  readonly #parts: HotspotParts;
  readonly #events: HotspotEvent[] = [];
  #page: AsyncDisposable | undefined;
  #isOpen = false;
  #undo: (() => Promise<void>) | undefined;
  #hasCountry = false;

  constructor(parts: HotspotParts) {
    this.#parts = parts;
  }

  async nextEvent(): Promise<HotspotEvent> {
    const { clock, look, signal } = this.#parts;
    const waiting = this.#events.shift();
    if (waiting) return waiting;
    await clock.sleep(A_SECOND, signal);
    return { kind: 'looked', ...(await look()), at: clock.now() };
  }

  async do(action: HotspotAction): Promise<void> {
    switch (action.kind) {
      case 'open':
        return this.#open(action.failed);
      case 'close':
        return this.#close();
      case 'keep':
        this.#hasCountry = action.typed.country !== undefined;
        this.#undo = await this.#parts.keep(action.typed);
        return;
      case 'undo':
        await this.#undo?.();
        this.#undo = undefined;
        return;
      default:
        assertNever(action);
    }
  }

  async #open(failed: string | undefined): Promise<void> {
    this.#isOpen = true;
    const name = await this.#parts.radio.open();
    if (name === undefined) return this.#happened({ kind: 'broken', at: this.#parts.clock.now() });
    this.#parts.onOpen(name);
    this.#page = this.#parts.page({ failed, on: this.#pageEvents() });
  }

  #pageEvents(): PageEvents {
    const { clock } = this.#parts;
    return {
      used: () => this.#happened({ kind: 'used', at: clock.now() }),
      typed: (typed) => this.#happened({ kind: 'typed', typed, at: clock.now() }),
      ended: () => this.#happened({ kind: 'broken', at: clock.now() }),
    };
  }

  #happened(event: HotspotEvent): void {
    if (this.#events.length < MOST_EVENTS) this.#events.push(event);
  }

  async #close(): Promise<void> {
    await this.#page?.[Symbol.asyncDispose]();
    this.#page = undefined;
    if (!this.#isOpen) return;
    this.#isOpen = false;
    await this.#parts.radio.close(this.#hasCountry);
    this.#events.length = 0; // what the page said before counts no longer
  }

  /** Leaves the radio as a client, whatever happened. */
  letGo(): Promise<void> {
    return this.#close();
  }
}
