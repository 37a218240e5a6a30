import { EventEmitter, once } from 'node:events';
import type { Instant, Ms } from '../domain/units.ts';
import { elapsed, ms } from '../domain/units.ts';

/** One message to publish, QoS 1. */
export type Message = { readonly topic: string; readonly payload: string; readonly retain: boolean };

/** How often the restless topics may change. */
const RESTLESS = ms(5000);
const MOST_EVENTS = 8;

/**
 * What the broker has been told and what it should know. Bounded by the number of topics: a newer payload takes the place
 * of an older one, and of the events only the last few wait for the next burst.
 */
export class Outbox extends EventEmitter<{ news: [] }> {
  readonly #lead: string;
  readonly #restless: ReadonlySet<string>;
  readonly #said = new Map<string, string>();
  #events: Message[] = [];
  #restlessSaid: Instant | undefined;
  #isNews = true;

  /** `restless` topics are told at most every 5 s, except together with a new payload of `lead`. */
  constructor(lead: string, restless: ReadonlySet<string>) {
    super();
    this.#lead = lead;
    this.#restless = restless;
  }

  /** There may be something new to say. */
  wake(): void {
    this.#isNews = true;
    this.emit('news');
  }

  /** Waits for that, if there was none since the last `take`; rejects when the signal is aborted. */
  async news(signal: AbortSignal): Promise<void> {
    if (!this.#isNews) await once(this, 'news', { signal });
  }

  /** An event for the next burst, behind the states. */
  add(topic: string, payload: string): void {
    this.#events.push({ topic, payload, retain: false });
    if (this.#events.length > MOST_EVENTS) this.#events.shift();
    this.wake();
  }

  /** An event that takes the place of an older one of its topic, if that still waits. */
  renew(topic: string, payload: string): void {
    this.#events = this.#events.filter((event) => event.topic !== topic);
    this.add(topic, payload);
  }

  /** A broker that knows nothing: every state is told again. */
  forget(): void {
    this.#said.clear();
    this.#restlessSaid = undefined;
    this.wake();
  }

  /** Old news is no news: events that nobody was there for are not told later. */
  dropEvents(): void {
    this.#events = [];
  }

  /** What has to be said now, in the order of `states`; taken as said. */
  take(states: ReadonlyMap<string, string>, now: Instant): readonly Message[] {
    this.#isNews = false;
    const due = this.#isDue(states, now);
    const changed = [...states].filter(([topic, payload]) => this.#said.get(topic) !== payload && (due || !this.#restless.has(topic)));
    if (changed.some(([topic]) => this.#restless.has(topic))) this.#restlessSaid = now;
    for (const [topic, payload] of changed) this.#said.set(topic, payload);
    const events = this.#events;
    this.#events = [];
    return [...changed.map(([topic, payload]) => ({ topic, payload, retain: true })), ...events];
  }

  #isDue(states: ReadonlyMap<string, string>, now: Instant): boolean {
    const rested: Ms | undefined = this.#restlessSaid === undefined ? undefined : elapsed(this.#restlessSaid, now);
    return rested === undefined || rested >= RESTLESS || this.#said.get(this.#lead) !== states.get(this.#lead);
  }
}
