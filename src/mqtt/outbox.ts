import { EventEmitter, once } from 'node:events';
import type { Instant, Ms } from '../domain/units.ts';
import { ms } from '../domain/units.ts';
import type { MessagePace } from './pace.ts';
import { afterOne, waitIn } from './pace.ts';

/** One message to publish. */
export type OutgoingMessage = { readonly topic: string; readonly payload: string; readonly retain: boolean };

/** What holds states back. */
export type Restraints = {
  /** A new payload of one of these topics sends all others with it. */
  readonly flushing?: readonly string[];
  /** How often a topic is sent. It has to wait for the slowest of its paces. */
  readonly paces?: ReadonlyMap<string, readonly MessagePace[]>;
  /** How far a number has to be from the one that was sent. */
  readonly deadBands?: ReadonlyMap<string, number>;
  /** Payloads that are news only once they have lasted, by topic. */
  readonly passing?: ReadonlyMap<string, Passing>;
};

/** A payload that mostly passes within moments. It is sent if it is still there `after` so long. */
export type Passing = { readonly payload: string; readonly after: Ms };

/** With a `name`, a newer event of the same topic and name may replace it. */
type Event = OutgoingMessage & { readonly name?: string };

const MOST_EVENTS = 8;

/**
 * What the broker knows, and what it should know. Bounded by the number of topics: a newer payload replaces an older one. Only the last few
 * events wait, and each burst takes one.
 */
export class Outbox extends EventEmitter<{ news: [] }> {
  readonly #restraints: Required<Restraints>;
  readonly #sent = new Map<string, string>();
  /** By topic, for each of its paces: when its burst is free again. */
  readonly #restedAt = new Map<string, readonly Instant[]>();
  /** By topic: since when its passing payload has been there. */
  readonly #passingSince = new Map<string, Instant>();
  #events: readonly Event[] = [];
  #isNews = true;
  #nextIn: Ms | undefined;

  constructor({ deadBands = new Map(), flushing = [], paces = new Map(), passing = new Map() }: Restraints = {}) {
    super();
    this.#restraints = { deadBands, flushing, paces, passing };
  }

  /** There may be something new to send. */
  wake(): void {
    this.#isNews = true;
    this.emit('news');
  }

  /** How long until something may be sent that had to wait at the last `take`; undefined if nothing was. */
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

  /** What the broker was sent last, by topic. */
  get sent(): ReadonlyMap<string, string> {
    return this.#sent;
  }

  /** The broker does not know these states, or none at all: they are sent again, and need not wait. */
  forget(topics: Iterable<string> = [...this.#sent.keys()]): void {
    for (const topic of topics) {
      this.#sent.delete(topic);
      this.#restedAt.delete(topic);
    }
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
    this.#notePassing(states, now);
    const isNew = ([topic, payload]: readonly [string, string | undefined]): boolean => this.#isNew(topic, payload);
    const fresh = [...states].filter(isNew);
    const isFlush = this.#restraints.flushing.some((topic) => isNew([topic, states.get(topic)]) && this.#wait(topic, now) === 0);
    const due = fresh.filter(([topic]) => isFlush || this.#wait(topic, now) === 0);
    const waits = fresh.map(([topic]) => this.#wait(topic, now)).filter((wait) => wait > 0);
    this.#nextIn = isFlush || waits.length === 0 ? undefined : ms(Math.min(...waits));
    for (const [topic, payload] of due) this.#leaves(topic, payload, now);
    const [first, ...later] = this.#events;
    const event = first && { topic: first.topic, payload: first.payload, retain: first.retain };
    this.#events = later;
    this.#isNews = later.length > 0;
    return [...due.map(([topic, payload]) => ({ topic, payload, retain: true })), ...(event ? [event] : [])];
  }

  #isNew(topic: string, payload: string | undefined): boolean {
    const sent = this.#sent.get(topic);
    if (sent === payload) return false;
    const band = this.#restraints.deadBands.get(topic);
    // What is no number is new: `NaN` is less than nothing.
    return band === undefined || !(Math.abs(Number(sent) - Number(payload)) < band);
  }

  #leaves(topic: string, payload: string, now: Instant): void {
    this.#sent.set(topic, payload);
    const before = this.#restedAt.get(topic) ?? [];
    this.#restedAt.set(
      topic,
      this.#pacesOf(topic).map((pace, i) => afterOne(pace, before[i], now)),
    );
  }

  /** How long a topic still has to wait. */
  #wait(topic: string, now: Instant): Ms {
    const rested = this.#restedAt.get(topic) ?? [];
    return ms(Math.max(this.#passingFor(topic, now), ...this.#pacesOf(topic).map((pace, i) => waitIn(pace, rested[i], now))));
  }

  #notePassing(states: ReadonlyMap<string, string>, now: Instant): void {
    for (const [topic, { payload }] of this.#restraints.passing) {
      if (states.get(topic) !== payload) this.#passingSince.delete(topic);
      else if (!this.#passingSince.has(topic)) this.#passingSince.set(topic, now);
    }
  }

  /** How long it takes until a passing payload has lasted. Where nothing is known yet, it is better than nothing. */
  #passingFor(topic: string, now: Instant): Ms {
    const since = this.#passingSince.get(topic);
    const passing = this.#restraints.passing.get(topic);
    return ms(passing && since !== undefined && this.#sent.has(topic) ? Math.max(0, since + passing.after - now) : 0);
  }

  #pacesOf(topic: string): readonly MessagePace[] {
    return this.#restraints.paces.get(topic) ?? [];
  }
}
