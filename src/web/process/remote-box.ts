import type { Refusal } from '../../domain/refusal.ts';
import { after, refusal } from '../../domain/refusal.ts';
import type { Result } from '../../domain/result.ts';
import { done, failed } from '../../domain/result.ts';
import type { Ms } from '../../domain/units.ts';
import { ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';
import { raceAbort } from '../../shared/async/linked-abort.ts';
import { RateLimiter } from '../../shared/async/rate-limiter.ts';
import { withTimeout } from '../../shared/async/timeout.ts';
import type { EndpointRoute } from '../api/endpoints.ts';
import type { BoxClient, EndpointAnswer, Health, PageCaller, PageVisitor } from '../port.ts';
import { BoxSilent } from '../port.ts';
import type { ReportView } from '../view.ts';
import type { CarriedAnswer, Down, Question, Up } from './wire.ts';
import { delivered } from './wire.ts';

const ANSWER_LIMIT = ms(5000);
/** Endpoints may take 20 s. */
const ENDPOINT_LIMIT = ms(25_000);
/** What the daemon's door takes of all pages together, and how many it answers at once. */
const CALLS = { most: 300, span: ms(10_000) };
const MOST_CALLS = 40;
const CALLED_TOO_OFTEN = after(CALLS.span, refusal('requests_wait'));
/** However many visitors ask: beyond this the last answer is repeated, which is then at most a second old. */
const FRESH = { most: 20, span: ms(1000) };
/** What the daemon's door takes of all pages together. */
const COMMANDS = { most: 200, span: ms(10_000) };

type Pending = { readonly resolve: (value: unknown) => void; readonly reject: (err: Error) => void };

/** The box, asked over the line to the daemon. Asks no more often than the daemon's door allows, whatever visitors do. */
export class RemoteBox implements BoxClient {
  readonly #say: (message: Up) => void;
  readonly #clock: Clock;
  readonly #pending = new Map<number, Pending>();
  readonly #report: Shared<ReportView>;
  readonly #health: Shared<Health>;
  readonly #commands: RateLimiter;
  readonly #calls: RateLimiter;
  #calling = 0;
  #change: Promise<unknown> | undefined;
  #asked = 0;

  constructor(say: (message: Up) => void, clock: Clock) {
    this.#say = say;
    this.#clock = clock;
    this.#report = new Shared(() => this.#within(ANSWER_LIMIT, 'report'), clock);
    this.#health = new Shared(() => this.#within(ANSWER_LIMIT, 'health'), clock);
    this.#commands = new RateLimiter(clock, COMMANDS);
    this.#calls = new RateLimiter(clock, CALLS);
  }

  report(): Promise<ReportView> {
    return this.#report.get();
  }

  /** A call that was aborted leaves its question open; the next call takes the answer. */
  async change(signal: AbortSignal): Promise<ReportView> {
    this.#change ??= this.#ask('change').promise;
    try {
      return (await raceAbort(this.#change, signal)) as ReportView;
    } finally {
      if (!signal.aborted) this.#change = undefined;
    }
  }

  async command(command: unknown, by: PageCaller): Promise<Result<ReportView, Refusal>> {
    if (!this.#commands.take()) return failed(after(COMMANDS.span, refusal('commands_wait')));
    return this.#within(ANSWER_LIMIT, 'command', { command, by });
  }

  health(): Promise<Health> {
    return this.#health.get();
  }

  async ask(route: EndpointRoute, input: unknown, by: PageVisitor): Promise<Result<EndpointAnswer, Refusal>> {
    if (this.#calling >= MOST_CALLS || !this.#calls.take()) return failed(CALLED_TOO_OFTEN);
    this.#calling += 1;
    try {
      const answer = await this.#within<Result<CarriedAnswer, Refusal>>(ENDPOINT_LIMIT, 'endpoint', { route, input, by });
      return answer.ok ? done(delivered(answer.value)) : answer;
    } finally {
      this.#calling -= 1;
    }
  }

  /** Takes an answer of the daemon. */
  answered(message: Extract<Down, { readonly kind: 'answer' | 'broken' }>): void {
    const pending = this.#pending.get(message.id);
    this.#pending.delete(message.id);
    if (message.kind === 'answer') pending?.resolve(message.value);
    else pending?.reject(new Error('the daemon could not answer; its log says why'));
  }

  async #within<T>(limit: Ms, question: Question, about?: unknown): Promise<T> {
    const { id, promise } = this.#ask(question, about);
    const answer = await withTimeout(limit, promise, this.#clock);
    if (answer.ok) return answer.value as T;
    this.#pending.delete(id);
    throw new BoxSilent(`the box has not answered for ${limit} ms`);
  }

  #ask(question: Question, about?: unknown): { readonly id: number; readonly promise: Promise<unknown> } {
    this.#asked += 1;
    const id = this.#asked;
    const promise = new Promise((resolve, reject) => this.#pending.set(id, { resolve, reject }));
    this.#say({ kind: 'ask', id, question, ...(about !== undefined && { with: about }) });
    return { id, promise };
  }
}

/** One question for all who ask at the same time. Beyond `FRESH` they get the last answer. */
class Shared<T> {
  readonly #ask: () => Promise<T>;
  readonly #limit: RateLimiter;
  #last: Promise<T> | undefined;
  #isOpen = false;

  constructor(ask: () => Promise<T>, clock: Clock) {
    this.#ask = ask;
    this.#limit = new RateLimiter(clock, FRESH);
  }

  get(): Promise<T> {
    if (this.#last && (this.#isOpen || !this.#limit.take())) return this.#last;
    this.#isOpen = true;
    this.#last = this.#ask().finally(() => {
      this.#isOpen = false;
    });
    return this.#last;
  }
}
