import { parseCommand } from '../domain/command.ts';
import type { Refusal } from '../domain/refusal.ts';
import { after, refusal } from '../domain/refusal.ts';
import type { Report } from '../domain/report.ts';
import type { Result } from '../domain/result.ts';
import { done, failed } from '../domain/result.ts';
import { ms } from '../domain/units.ts';
import type { Clock } from '../shared/async/clock.ts';
import { LatestSlot } from '../shared/async/latest-slot.ts';
import { RateLimiter } from '../shared/async/rate-limiter.ts';
import { Answering } from './api/answering.ts';
import type { EndpointRoute } from './api/endpoints.ts';
import type { Box, BoxClient, EndpointAnswer, Health, PageCaller, PageVisitor } from './port.ts';
import type { ReportView } from './view.ts';
import { viewOf } from './view.ts';

/** All pages together. A slider that is dragged sends about five commands a second. */
const COMMANDS = { most: 300, span: ms(10_000) };
/** Reading the room at once costs a picture and the network. */
const CAPTURES = { most: 20, span: ms(60_000) };

/** The box in its own process: the door at which everything that a page sends is checked, and counted over all pages. */
export class LocalBox implements BoxClient, Disposable {
  readonly #box: Box;
  readonly #newest = new LatestSlot<Report>();
  readonly #unsubscribe: () => void;
  readonly #commands: RateLimiter;
  readonly #captures: RateLimiter;
  readonly #answering: Answering;

  constructor(box: Box, clock: Clock) {
    this.#box = box;
    this.#unsubscribe = box.onReport((report) => this.#newest.put(report));
    this.#commands = new RateLimiter(clock, COMMANDS);
    this.#captures = new RateLimiter(clock, CAPTURES);
    this.#answering = new Answering(box.answers, clock);
  }

  async report(): Promise<ReportView> {
    return viewOf(this.#box.report());
  }

  async change(signal: AbortSignal): Promise<ReportView> {
    await this.#newest.take(signal);
    return this.report();
  }

  async command(input: unknown, { level, address }: PageCaller): Promise<Result<ReportView, Refusal>> {
    const command = parseCommand(input);
    if (!command.ok) return failed({ sentence: command.why });
    if (!this.#commands.take()) return failed(after(COMMANDS.span, refusal('commands_wait')));
    if (command.value.type === 'capture' && !this.#captures.take()) {
      return failed(after(CAPTURES.span, refusal('captures_wait')));
    }
    const taken = this.#box.command(command.value, { door: 'page', level, address });
    return taken.ok ? done(viewOf(this.#box.report())) : taken;
  }

  async health(): Promise<Health> {
    return this.#box.health();
  }

  ask(route: EndpointRoute, input: unknown, by: PageVisitor): Promise<Result<EndpointAnswer, Refusal>> {
    return this.#answering.ask(route, input, by);
  }

  [Symbol.dispose](): void {
    this.#unsubscribe();
  }
}
