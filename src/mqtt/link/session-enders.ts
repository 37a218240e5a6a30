import type { Instant } from '../../domain/units.ts';
import { elapsed, ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';
import { BROKE_OFF, ConnectionLost, HUNG_UP } from '../errors.ts';
import type { Qos } from './limits.ts';

/** A message as it went out. */
export type SentMessage = { readonly topic: string; readonly bytes: number; readonly qos: Qos };

/** What ended a session, and whether it is left out from now on. */
export type Blame = SentMessage & { readonly isLeftOut: boolean };

type Open = SentMessage & { readonly at: Instant };
type LeftOut = { readonly most: number; readonly since: Instant };

/** A broker that ends a session later than this does so for another reason. */
const AT_ONCE = ms(10_000);
/** After this long it is tried again: somebody may have changed the broker's settings. */
const FORGOTTEN = ms(86_400_000);
/** If more than these topics seem to end sessions, the fault is not in the messages, and all of them are sent again. */
const MOST_TOPICS = 4;
/** Messages without an answer that are remembered. */
const MOST_OPEN = 64;
/** In bytes. What is smaller is not refused for its size. */
const SMALL = 2048;
/** The next try has at most this share of the size that was too large. */
const NEXT_SHARE = 0.25;
/**
 * The ends that a message may have caused: a connection that is closed without a word, or the reasons of MQTT 5 (3.14.2.1) that speak of what
 * was sent.
 */
const BLAMING: readonly (number | undefined)[] = [
  ...[HUNG_UP, BROKE_OFF, 0x80, 0x81, 0x82, 0x83, 0x87, 0x90, 0x93, 0x94, 0x95, 0x97, 0x99, 0x9a, 0x9b],
];

/**
 * Finds the message that makes a broker end the session, where the broker announced no limit, as with MQTT 3.1.1: otherwise it would be sent
 * first thing after every sign-in, and the box would come and go for ever. A topic that ends two sessions in a row is left out for a day, or,
 * if the message was large, sent only at a quarter of that size.
 */
export class SessionEnders {
  readonly #clock: Clock;
  #open: readonly Open[] = [];
  #last: string | undefined;
  readonly #leftOut = new Map<string, LeftOut>();
  #qos: { readonly most: Qos; readonly since: Instant } | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A new session: what was open in the last one is settled. */
  began(): void {
    this.#open = [];
  }

  sending(message: SentMessage): void {
    this.#open = [...this.#open, { ...message, at: this.#clock.now() }].slice(-MOST_OPEN);
  }

  /** The broker has answered: it took this message and all before it. */
  answered(topic: string): void {
    this.#open = this.#open.slice(1 + this.#open.findIndex((each) => each.topic === topic));
  }

  /** The largest packet that may be sent on a topic, bytes: 0 if nothing may, infinite if nothing is known against it. */
  mostFor(topic: string): number {
    const known = this.#leftOut.get(topic);
    return known && !this.#isOver(known.since) ? known.most : Number.POSITIVE_INFINITY;
  }

  /** The highest QoS that has ended no session. */
  get qos(): Qos {
    return this.#qos && !this.#isOver(this.#qos.since) ? this.#qos.most : 2;
  }

  /** A session has ended. Returns the message that seems to be the cause, if one does. `spared` must always be sent. */
  ended(cause: unknown, spared: readonly string[]): Blame | undefined {
    const culprit = cause instanceof ConnectionLost && BLAMING.includes(cause.code) ? this.#culprit(spared) : undefined;
    this.#open = [];
    const isSecond = culprit !== undefined && culprit.topic === this.#last;
    this.#last = isSecond ? undefined : culprit?.topic;
    if (!culprit) return undefined;
    const { topic, bytes, qos } = culprit;
    // Exactly once is what many brokers do not do, and 3.1.1 has no way to say so.
    if (qos === 2) this.#qos = { most: 1, since: this.#clock.now() };
    else if (isSecond) this.#leaveOut(topic, bytes);
    return { topic, bytes, qos, isLeftOut: isSecond && qos < 2 };
  }

  /** The first one that waits for its answer; if that wants none, the largest of all that were sent just before the end. */
  #culprit(spared: readonly string[]): Open | undefined {
    const recent = this.#open.filter(({ at, topic }) => elapsed(at, this.#clock.now()) < AT_ONCE && !spared.includes(topic));
    const [first] = recent;
    return first === undefined || first.qos > 0 ? first : recent.reduce((one, other) => (other.bytes > one.bytes ? other : one));
  }

  #leaveOut(topic: string, bytes: number): void {
    if (!this.#leftOut.has(topic) && this.#leftOut.size >= MOST_TOPICS) this.#leftOut.clear();
    this.#leftOut.set(topic, { most: bytes > SMALL ? Math.floor(bytes * NEXT_SHARE) : 0, since: this.#clock.now() });
  }

  readonly #isOver = (since: Instant): boolean => elapsed(since, this.#clock.now()) > FORGOTTEN;
}
