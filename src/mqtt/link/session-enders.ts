import type { Instant } from '../../domain/units.ts';
import { elapsed, ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';
import { BROKE_OFF, ConnectionLost, HUNG_UP } from '../errors.ts';
import { Concessions, FORGOTTEN } from './concessions.ts';
import type { BrokerLimits, Qos } from './limits.ts';

/** A message as it went out. */
export type SentMessage = { readonly topic: string; readonly bytes: number; readonly qos: Qos };

/**
 * What ended a session. `isLeftOut`: it is left out from now on. `isLearnt`: the next session does something else, so it may come at once.
 */
export type Blame = SentMessage & { readonly isLeftOut: boolean; readonly isLearnt: boolean };

type Open = SentMessage & { readonly at: Instant };
type LeftOut = { readonly most: number; readonly since: Instant };

/** A broker that ends a session later than this does so for another reason. */
const AT_ONCE = ms(10_000);
/** A broker that has refused so many topics refuses a kind of them: each further one needs to end only one session. */
const SOME_TOPICS = 2;
/** If more than these topics seem to end sessions, the fault is not in the messages, and all of them are sent again. */
const MOST_TOPICS = 40;
/** MQTT 5, 3.14.2.1: what the broker says if it ends a session over it. */
const RETAIN_NOT_SUPPORTED = 0x9a;
const QOS_NOT_SUPPORTED = 0x9b;
/** Messages without an answer that are remembered. */
const MOST_OPEN = 64;
/** In bytes. What is smaller is not refused for its size. */
const SMALL = 2048;
/** The next try has at most this share of the size that was too large. */
const NEXT_SHARE = 0.25;
/**
 * The ends that a message may have caused: a connection that is closed without a word, or the reasons of MQTT 5 (3.14.2.1) that speak of
 * what was sent.
 */
const BLAMING: readonly (number | undefined)[] = [
  ...[HUNG_UP, BROKE_OFF, 0x80, 0x81, 0x82, 0x83, 0x87, 0x90, 0x93, 0x94, 0x95, 0x97, 0x99, 0x9a, 0x9b],
];

/**
 * Finds the message that makes a broker end the session, where the broker announced no limit, as with MQTT 3.1.1: otherwise it would be
 * sent first thing after every sign-in, and the box would come and go for ever. A topic that ends two sessions in a row is left out for a
 * day, or, if the message was large, sent only at a quarter of that size. If a message ends them that must be sent, the box does without
 * retained messages or a high QoS.
 */
export class SessionEnders {
  readonly #clock: Clock;
  readonly #concessions: Concessions;
  #began: Instant;
  #open: readonly Open[] = [];
  #last: string | undefined;
  readonly #leftOut = new Map<string, LeftOut>();
  /** A concession was made for the next session, and no message has been taken since. */
  #isTrying = false;
  #answersSince: Instant | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#concessions = new Concessions(clock);
    this.#began = clock.now();
  }

  /** A new session: what was open in the last one is settled. */
  began(): void {
    this.#open = [];
    this.#began = this.#clock.now();
  }

  sending(message: SentMessage): void {
    this.#open = [...this.#open, { ...message, at: this.#clock.now() }].slice(-MOST_OPEN);
  }

  /** The broker has answered: it took this message and all before it. */
  answered(topic: string): void {
    this.#open = this.#open.slice(1 + this.#open.findIndex((each) => each.topic === topic));
  }

  /** The same, of a message that was published. */
  published(topic: string): void {
    this.#isTrying = false;
    this.answered(topic);
  }

  /** The largest packet that may be sent on a topic, bytes: 0 if nothing may, infinite if nothing is known against it. */
  mostFor(topic: string): number {
    const known = this.#leftOut.get(topic);
    return known && !this.#isOver(known.since) ? known.most : Number.POSITIVE_INFINITY;
  }

  /** The highest QoS that has ended no session, and whether retained messages have ended none. */
  get allowed(): Pick<BrokerLimits, 'qos' | 'retain'> {
    return this.#concessions.allowed;
  }

  /** The lowest QoS: 1 while messages have to be answered, to find out which of them ends the sessions. */
  get leastQos(): Qos {
    return this.#answersSince !== undefined && !this.#isOver(this.#answersSince) ? 1 : 0;
  }

  /** A session has ended. Returns the message that seems to be the cause, if one does. `spared` must always be sent. */
  ended(cause: unknown, spared: readonly string[]): Blame | undefined {
    const code = cause instanceof ConnectionLost ? cause.code : undefined;
    const recent = BLAMING.includes(code) && cause instanceof ConnectionLost ? this.#recent() : [];
    const culprit = culpritOf(recent);
    this.#open = [];
    for (const [topic, { since }] of this.#leftOut) if (this.#isOver(since)) this.#leftOut.delete(topic);
    const before = this.#last;
    this.#last = culprit?.topic;
    if (!culprit) return undefined;
    const { at: _, ...message } = culprit;
    if (this.#concedes(code, culprit)) return { ...message, isLeftOut: false, isLearnt: true };
    if (culprit.qos === 0 && recent.length > 1 && this.leastQos === 0) {
      this.#answersSince = this.#clock.now();
      return { ...message, isLeftOut: false, isLearnt: true };
    }
    const isSecond = culprit.topic === before;
    if (spared.includes(culprit.topic) || this.#isStillTrying)
      return { ...message, isLeftOut: false, isLearnt: this.#doesWithout(isSecond) };
    const isLeftOut = isSecond || this.#leftOut.size >= SOME_TOPICS;
    if (isLeftOut) this.#leaveOut(culprit);
    return { ...message, isLeftOut, isLearnt: isLeftOut };
  }

  /** Whether the broker said, or most likely meant, that it does not take the QoS, or retained messages. */
  #concedes(code: number | undefined, { qos }: Open): boolean {
    // Exactly once is what many brokers do not do, and 3.1.1 has no way to say so.
    if (qos === 2 || (code === QOS_NOT_SUPPORTED && qos > 0)) this.#concessions.make({ qos: qos === 2 ? 1 : 0 });
    else if (code === RETAIN_NOT_SUPPORTED && this.allowed.retain) this.#concessions.make({ retain: false });
    else return false;
    return true;
  }

  /** Ended as soon as it began, after a concession that was not enough. */
  get #isStillTrying(): boolean {
    return this.#isTrying && elapsed(this.#began, this.#clock.now()) < AT_ONCE;
  }

  /** Makes a concession, if this is not the first time. What was left out until then was not the cause. */
  #doesWithout(isSecond: boolean): boolean {
    if (!isSecond && !this.#isStillTrying) return false;
    this.#leftOut.clear();
    this.#isTrying = this.#concessions.makeNext();
    return this.#isTrying;
  }

  #recent(): readonly Open[] {
    return this.#open.filter(({ at }) => elapsed(at, this.#clock.now()) < AT_ONCE);
  }

  #leaveOut({ topic, bytes }: SentMessage): void {
    if (!this.#leftOut.has(topic) && this.#leftOut.size >= MOST_TOPICS) this.#leftOut.clear();
    this.#leftOut.set(topic, { most: bytes > SMALL ? Math.floor(bytes * NEXT_SHARE) : 0, since: this.#clock.now() });
    this.#last = undefined;
  }

  readonly #isOver = (since: Instant): boolean => elapsed(since, this.#clock.now()) > FORGOTTEN;
}

/** The first one that waits for its answer; if that wants none, the largest of all that were sent just before the end. */
function culpritOf(recent: readonly Open[]): Open | undefined {
  const [first] = recent;
  return first === undefined || first.qos > 0 ? first : recent.reduce((one, other) => (other.bytes > one.bytes ? other : one));
}
