import type { BaseIssue } from 'valibot';
import { safeParse } from 'valibot';
import { mayDo } from '../../domain/access.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { after, refusal } from '../../domain/refusal.ts';
import type { Result } from '../../domain/result.ts';
import { done, failed } from '../../domain/result.ts';
import { ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';
import { RateLimiter } from '../../shared/async/rate-limiter.ts';
import { withTimeout } from '../../shared/async/timeout.ts';
import type { EndpointAnswer, PageVisitor } from '../port.ts';
import type { FileAnswer, Handler } from './endpoint.ts';
import { type EndpointRoute, endpointOf, type PageAnswers } from './endpoints.ts';

/** How often all pages together may call one endpoint that names no rate. */
const RATE = { most: 60, span: ms(10_000) };
/** No handler may work for longer. */
const LONGEST = ms(20_000);

/**
 * The daemon's side of the endpoints: checks level, input and rate of everything that the page's process passes on, and ends every wait.
 * Rejects if a handler breaks its promise.
 */
export class Answering {
  readonly #answers: PageAnswers;
  readonly #clock: Clock;
  readonly #limits = new Map<EndpointRoute, RateLimiter>();

  constructor(answers: PageAnswers, clock: Clock) {
    this.#answers = answers;
    this.#clock = clock;
  }

  async ask(route: EndpointRoute, input: unknown, by: PageVisitor): Promise<Result<EndpointAnswer, Refusal>> {
    const { level, output, rate = RATE } = endpointOf(route);
    if (!mayDo(by.level, level)) return failed(refusal('more_rights'));
    const checked = checkedInput(route, input);
    if (!checked.ok) return failed({ sentence: checked.why });
    if (!this.#limitOf(route).take()) return failed(after(rate.span, refusal('requests_wait')));
    const handler = this.#answers[route] as Handler<never> as (input: unknown, by: PageVisitor) => Promise<Result<unknown, Refusal>>;
    const answer = await withTimeout(LONGEST, handler(checked.value, by), this.#clock);
    if (!answer.ok) return failed(after(LONGEST, refusal('box_slow')));
    if (!answer.value.ok) return answer.value;
    const { value } = answer.value;
    return done('file' in output ? { kind: 'file', ...(value as FileAnswer) } : { kind: 'json', value });
  }

  #limitOf(route: EndpointRoute): RateLimiter {
    const known = this.#limits.get(route);
    if (known) return known;
    const limit = new RateLimiter(this.#clock, endpointOf(route).rate ?? RATE);
    this.#limits.set(route, limit);
    return limit;
  }
}

/** The input of an endpoint as its schema makes it; the failure says what is wrong, and where. */
export function checkedInput(route: EndpointRoute, input: unknown): Result<unknown, string> {
  const schema = endpointOf(route).input;
  if (!schema) return done(undefined);
  const { issues, output, success } = safeParse(schema, input, { abortEarly: true });
  return success ? done(output) : failed(sentenceOf(issues[0]));
}

function sentenceOf({ kind, message: said, path, received, type }: BaseIssue<unknown>): string {
  const at = (path ?? []).map(({ key }) => String(key)).join('.');
  // An object misses a key: the schema's own words are for programmers.
  const message = kind === 'schema' && /^(strict_|loose_)?object$/.test(type) && received === 'undefined' ? 'is missing' : said;
  return at === '' ? message : `${at}: ${message}`;
}
