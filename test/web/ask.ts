import { once } from 'node:events';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';

export type Answer = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: string };
export type Question = { readonly method?: string; readonly headers?: Readonly<Record<string, string>>; readonly body?: string };

/** One request over a real socket, with any headers: unlike fetch, also Host, Origin and Sec-Fetch-Site. */
export async function ask(url: string, { method = 'GET', headers = {}, body }: Question = {}): Promise<Answer> {
  const res = await new Promise<IncomingMessage>((resolve, reject) => {
    request(url, { method, headers, agent: false }, resolve).once('error', reject).end(body);
  });
  return { status: res.statusCode ?? 0, headers: res.headers, body: await text(res) };
}

/** Posts a command as the page does. */
export const command = (url: string, said: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer> =>
  ask(`${url}/api/commands`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(said) });

/** A live stream, event by event. */
export interface Stream extends AsyncDisposable {
  readonly status: number;
  readonly headers: Headers;
  /** The next event as its lines; undefined when the server has ended the stream. */
  next(): Promise<string | undefined>;
}

/** `query`: behind the address, with its question mark. `from`: the address on this machine from which it is asked. */
export async function listen(url: string, query = '', from?: string): Promise<Stream> {
  const asked = request(`${url}/api/events${query}`, { agent: false, ...(from !== undefined && { localAddress: from }) }).end();
  const [res] = (await once(asked, 'response')) as [IncomingMessage];
  res.on('error', () => undefined);
  const events = eventsOf(res);
  return {
    status: res.statusCode ?? 0,
    headers: new Headers(res.headers as Record<string, string>),
    next: async () => (await events.next()).value,
    [Symbol.asyncDispose]: async () => void asked.destroy(),
  };
}

async function* eventsOf(res: IncomingMessage): AsyncGenerator<string, undefined> {
  let rest = '';
  for await (const chunk of res.setEncoding('utf8')) {
    const blocks = (rest + chunk).split('\n\n');
    rest = blocks.pop() ?? '';
    yield* blocks;
  }
}

/** The report that an event carries. */
export const reportIn = (event: string | undefined): Record<string, unknown> => JSON.parse((event ?? '').replace(/^data: /, ''));
