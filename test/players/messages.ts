import { readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ms, percent } from '../../src/domain/units.ts';
import type { SpokenMessage } from '../../src/players/port.ts';

/** A server on loopback; `asked` are the paths that were asked for. */
export async function serve(answer: RequestListener) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { asked, port, at: (path: string) => `http://127.0.0.1:${port}/${path}`, [Symbol.asyncDispose]: close };
}

/** Serves files by their names. */
export function files(named: Readonly<Record<string, string>>): RequestListener {
  return ({ url = '' }, response) => {
    const file = named[url.slice(1)];
    if (file === undefined) response.writeHead(404).end();
    else response.writeHead(200).end(readFileSync(file));
  };
}

export const message = (url: string, more: Partial<SpokenMessage> = {}): SpokenMessage => ({
  ...{ url, volume: percent(60), duck: percent(50), longest: ms(60_000), largest: 5_000_000 },
  ...more,
});
