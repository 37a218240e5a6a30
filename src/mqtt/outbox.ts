import { EventEmitter, once } from 'node:events';
import type { Instant, Ms } from '../domain/units.ts';
import { elapsed, ms } from '../domain/units.ts';

/** One message to publish. */
export type OutgoingMessage = { readonly topic: string; readonly payload: string; readonly retain: boolean };

/** With a `name`, a newer event of the same topic and name may replace it. */
type Event = OutgoingMessage & { readonly name?: string };

const MOST_EVENTS = 8;

/**
 * What the broker knows, and what it should know. Bounded by the number of topics: a newer payload replaces an older one. Only the last few
 * events wait, and each burst takes one.
 */
export class Outbox extends EventEmitter<{ news: [] }> {
  readonly #flushing: readonly string[];
  readonly #throttles: ReadonlyMap<string, Ms>;
  readonly #sent = new Map<string, string>();
  readonly #sentAt = new Map<string, Instant>();
  #events: readonly Event[] = [];
  #isNews = true;
  #nextIn: Ms | undefined;

  /**
   * `throttles`: the shortest time between two messages of a topic. A new payload of one of the `flushing` topics sends all others with it.
   */
  constructor(flushing: readonly string[], throttles: ReadonlyMap<string, Ms>) {
    super();
    this.#flushing = flushing;
    this.#throttles = throttles;
  }

  /** There may be something new to send. */
  wake(): void {
    this.#isNews = true;
    this.emit('news');
  }

  /** How long until something may be sent that was throttled at the last `take`; undefined if nothing was. */
  get nextIn(): Ms | undefined {
    return this.#nextIn;
  }

  /** Waits for a `wake`, unless there was one since the last `take`. Rejects when the signal is aborted. */
  async news(signal: AbortSignal): Promise<void> {
    if (!this.#isNews) await once(this, 'news', { signal });
  }

  /** Adds an event for one of the next bursts, after the states. */
  add(topic: string, payload: string): void {
    this.#events = [...this.#events, { topic, payload, retain: false }].slice(-MOST_EVENTS);
    this.wake();
  }

  /**
   * Adds an event that replaces one of the same topic and name, if that is still waiting. It takes that one's place in the queue: at the
   * back, an event that is renewed faster than others leave would wait for ever.
   */
  renew(topic: string, payload: string, name = ''): void {
    const at = this.#events.findIndex((event) => event.topic === topic && event.name === name);
    const event = { topic, payload, retain: false, name };
    this.#events = (at < 0 ? [...this.#events, event] : this.#events.with(at, event)).slice(-MOST_EVENTS);
    this.wake();
  }

  /** The broker knows nothing: every state is sent again. */
  forget(): void {
    this.#sent.clear();
    this.#sentAt.clear();
    this.wake();
  }

  /** These states are sent again, changed or not. */
  repeat(topics: Iterable<string>): void {
    for (const topic of topics) this.#sent.delete(topic);
    this.wake();
  }

  /** Events that nobody was there to hear are not sent later. */
  dropEvents(): void {
    this.#events = [];
  }

  /** What has to be sent now, in the order of `states`. It counts as sent. */
  take(states: ReadonlyMap<string, string>, now: Instant): readonly OutgoingMessage[] {
    const isNew = ([topic, payload]: readonly [string, string | undefined]): boolean => this.#sent.get(topic) !== payload;
    const fresh = [...states].filter(isNew);
    const isFlush = this.#flushing.some((topic) => isNew([topic, states.get(topic)]) && this.#wait(topic, now) === 0);
    const due = fresh.filter(([topic]) => isFlush || this.#wait(topic, now) === 0);
    const waits = fresh.map(([topic]) => this.#wait(topic, now)).filter((wait) => wait > 0);
    this.#nextIn = isFlush || waits.length === 0 ? undefined : ms(Math.min(...waits));
    for (const [topic, payload] of due) {
      this.#sent.set(topic, payload);
      this.#sentAt.set(topic, now);
    }
    const [first, ...later] = this.#events;
    const event = first && { topic: first.topic, payload: first.payload, retain: first.retain };
    this.#events = later;
    this.#isNews = later.length > 0;
    return [...due.map(([topic, payload]) => ({ topic, payload, retain: true })), ...(event ? [event] : [])];
  }

  /** How long a topic is still throttled. */
  #wait(topic: string, now: Instant): Ms {
    const throttle = this.#throttles.get(topic);
    const at = this.#sentAt.get(topic);
    return ms(throttle === undefined || at === undefined ? 0 : Math.max(0, throttle - elapsed(at, now)));
  }
}
