import type { InferInput } from 'valibot';
import type { AnswerOf, Endpoint } from '../../../src/web/api/endpoint.ts';
import type { ENDPOINTS, EndpointRoute } from '../../../src/web/api/endpoints.ts';
import type { Called } from './call.ts';
import { call } from './call.ts';

type Query = Readonly<Record<string, string | number | boolean | undefined>>;
type InputFor<R extends EndpointRoute> = (typeof ENDPOINTS)[R] extends { readonly input: infer S extends Endpoint['input'] }
  ? R extends `GET ${string}` | `DELETE ${string}`
    ? Query
    : Frozen<InferInput<NonNullable<S>>>
  : undefined;

/** Values that are only read: a body may be made of readonly parts. */
type Frozen<T> = T extends readonly (infer E)[] ? readonly Frozen<E>[] : T extends object ? { readonly [K in keyof T]: Frozen<T[K]> } : T;

/** What an endpoint answers. */
export type AnswerTo<R extends EndpointRoute> = AnswerOf<(typeof ENDPOINTS)[R]>;

/**
 * Asks one of the box's endpoints, such as `ask('GET /api/history', { since, until })`. Never rejects; see `call`. An endpoint that answers
 * with a file is not asked: its address is `addressOf`.
 */
export function ask<R extends EndpointRoute>(route: R, input: InputFor<R>, limit?: number): Promise<Called<AnswerTo<R>>> {
  const [method, path] = partsOf(route);
  if (method === 'GET' || method === 'DELETE') return call(method, withQuery(path, input as Query | undefined), undefined, limit);
  return call(method, path, input ?? {}, limit);
}

/** The address of an endpoint that answers with a file, for an image or a download. */
export const addressOf = <R extends EndpointRoute & `GET ${string}`>(route: R, query: Query = {}): string =>
  withQuery(partsOf(route)[1], query);

/** The method, and the path relative to the page. */
function partsOf(route: EndpointRoute): readonly ['GET' | 'POST' | 'PUT' | 'DELETE', string] {
  const [method = 'GET', path = ''] = route.split(' ');
  return [method as 'GET', path.slice(1)];
}

function withQuery(path: string, query: Query = {}): string {
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined);
  const text = pairs.map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(String(value))}`).join('&');
  return text === '' ? path : `${path}?${text}`;
}
