import type { Request, RequestHandler, Response } from 'express';
import type { Refusal } from '../../domain/refusal.ts';
import { callerIn } from '../access/guarded.ts';
import { refuse } from '../access/refuse.ts';
import type { BoxClient, EndpointAnswer } from '../port.ts';
import { checkedInput } from './answering.ts';
import type { EndpointRoute } from './endpoints.ts';
import { ENDPOINT_ROUTES, endpointOf } from './endpoints.ts';

/** A day. Only the visitor's own browser keeps it: whoever comes through the same proxy may not be let in. */
const LASTING = 'private, max-age=86400, immutable';

type Add = (route: EndpointRoute, ...handlers: readonly RequestHandler[]) => void;

/** What may stand before a handler: `json` reads a small body, `limits` counts the calls of an address. */
export type EndpointGuards = { readonly json: readonly RequestHandler[]; readonly limits: RequestHandler };

/** Adds every endpoint that the daemon answers. */
export function addEndpoints(add: Add, box: BoxClient, { json, limits }: EndpointGuards): void {
  for (const route of ENDPOINT_ROUTES) {
    const hasBody = /^(?:POST|PUT) /.test(route);
    add(route, limits, ...(hasBody ? json : []), (req, res) => call(route, req, res, box));
  }
}

async function call(route: EndpointRoute, req: Request, res: Response, box: BoxClient): Promise<void> {
  const input: unknown = req.method === 'POST' || req.method === 'PUT' ? req.body : { ...req.query };
  const checked = checkedInput(route, input);
  if (!checked.ok) return refuse(res, 400, checked.why);
  const { address, standing } = callerIn(res);
  const answer = await box.ask(route, input, { level: standing, address });
  if (answer.ok) send(route, res, answer.value);
  else refuseCall(res, answer.why);
}

function send(route: EndpointRoute, res: Response, answer: EndpointAnswer): void {
  res.set('cache-control', endpointOf(route).isLasting ? LASTING : 'no-store');
  if (answer.kind === 'json') {
    res.json(answer.value);
    return;
  }
  const { output } = endpointOf(route);
  res.type('file' in output ? output.file : 'application/octet-stream');
  if (answer.name !== undefined) res.attachment(answer.name);
  res.send(answer.bytes);
}

const refuseCall = (res: Response, why: Refusal): void => refuse(res, why.wait === undefined ? 409 : 429, why);
