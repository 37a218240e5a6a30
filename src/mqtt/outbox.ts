import { EventEmitter, once } from 'node:events';
import type { Instant, Ms } from '../domain/units.ts';
import { elapsed, ms } from '../domain/units.ts';

/** One message to publish. */
export type OutgoingMessage = { readonly topic: string; readonly payload: string; readonly retain: boolean };

/** `name` is there where a newer one may take its place. */
type Event = OutgoingMessage & { readonly name?: string };

const MOST_EVENTS = 8;

/**
 * What the broker has been told and what it should know. Bounded by the number of topics: a newer payload takes the place
 * of an older one, and of the events only the last few wait, one for each burst.
 */
export class Outbox extends EventEmitter<{ news: [] }> {
  readonly #leads: readonly string[];
  readonly #rests: ReadonlyMap<string, Ms>;
  readonly #said = new Map<string, string>();
  readonly #saidAt = new Map<string, Instant>();
  #events: readonly Event[] = [];
  #isNews = true;
  #held: Ms | undefined;

  /** `rests` says which topics are told at most once in so long; a new payload of one of the `leads` takes all the others with it. */
  constructor(leads: readonly string[], rests: ReadonlyMap<string, Ms>) {
    super();
    this.#leads = leads;
    this.#rests = rests;
  }

  /** There may be something new to say. */
  wake(): void {
    this.#isNews = true;
    this.emit('news');
  }

  /** After so long there is something to say that had to wait at the last `take`; nothing where all has been said. */
  get held(): Ms | undefined {
    return this.#held;
  }

  /** Waits for that, if there was none since the last `take`; rejects when the signal is aborted. */
  async news(signal: AbortSignal): Promise<void> {
    if (!this.#isNews) await once(this, 'news', { signal });
  }

  /** An event for one of the next bursts, behind the states. */
  add(topic: string, payload: string): void {
    this.#events = [...this.#events, { topic, payload, retain: false }].slice(-MOST_EVENTS);
    this.wake();
  }

  /**
   * An event that takes the place of an older one of its topic and name, if that still waits: in its place, since at the back one that is renewed faster
   * than others leave would wait for ever.
   */
  renew(topic: string, payload: string, name = ''): void {
    const at = this.#events.findIndex((event) => event.topic === topic && event.name === name);
    const event = { topic, payload, retain: false, name };
    this.#events = (at < 0 ? [...this.#events, event] : this.#events.with(at, event)).slice(-MOST_EVENTS);
    this.wake();
  }

  /** A broker that knows nothing: every state is told again. */
  forget(): void {
    this.#said.clear();
    this.#saidAt.clear();
    this.wake();
  }

  /** These states are told again, changed or not. */
  repeat(topics: Iterable<string>): void {
    for (const topic of topics) this.#said.delete(topic);
    this.wake();
  }

  /** Old news is no news: events that nobody was there for are not told later. */
  dropEvents(): void {
    this.#events = [];
  }

  /** What has to be said now, in the order of `states`; taken as said. */
  take(states: ReadonlyMap<string, string>, now: Instant): readonly OutgoingMessage[] {
    const isNew = ([topic, payload]: readonly [string, string | undefined]): boolean => this.#said.get(topic) !== payload;
    const fresh = [...states].filter(isNew);
    const led = this.#leads.some((lead) => isNew([lead, states.get(lead)]) && this.#rest(lead, now) === 0);
    const changed = fresh.filter(([topic]) => led || this.#rest(topic, now) === 0);
    const rests = fresh.map(([topic]) => this.#rest(topic, now)).filter((rest) => rest > 0);
    this.#held = led || rests.length === 0 ? undefined : ms(Math.min(...rests));
    for (const [topic, payload] of changed) {
      this.#said.set(topic, payload);
      this.#saidAt.set(topic, now);
    }
    const [first, ...later] = this.#events;
    const event = first && { topic: first.topic, payload: first.payload, retain: first.retain };
    this.#events = later;
    this.#isNews = later.length > 0;
    return [...changed.map(([topic, payload]) => ({ topic, payload, retain: true })), ...(event ? [event] : [])];
  }

  /** How long that topic must still wait. */
  #rest(topic: string, now: Instant): Ms {
    const rest = this.#rests.get(topic);
    const at = this.#saidAt.get(topic);
    return ms(rest === undefined || at === undefined ? 0 : Math.max(0, rest - elapsed(at, now)));
  }
}
