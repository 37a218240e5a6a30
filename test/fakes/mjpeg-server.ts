import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export type Behaviour = {
  /** Ends the stream after so many pictures. */
  readonly stopAfter?: number;
  /** Ends it by cutting the connection instead. */
  readonly cut?: boolean;
  /** Falls silent after so many pictures, with the connection open. */
  readonly silentAfter?: number;
  /** Takes the connection and never says a word. */
  readonly mute?: boolean;
  readonly contentLength?: boolean;
  readonly boundary?: string;
  readonly status?: number;
  readonly contentType?: string;
};

export type MjpegServer = {
  readonly url: string;
  /** Connections that are open now. */
  readonly connections: () => number;
  /** The Authorization headers that came. */
  readonly authorizations: (string | undefined)[];
  behaviour: Behaviour;
};

/** A camera's web server on loopback: the pictures again and again, fifty a second, as multipart/x-mixed-replace. */
export async function mjpegServer(pictures: readonly Buffer[], behaviour: Behaviour = {}): Promise<MjpegServer> {
  let open = 0;
  const server = createServer((request, response) => {
    made.authorizations.push(request.headers.authorization);
    serve(pictures, made.behaviour, request, response);
  });
  server.on('connection', (socket) => {
    open += 1;
    socket.once('close', () => {
      open -= 1;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const made: MjpegServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/video`,
    connections: () => open,
    authorizations: [],
    behaviour,
  };
  onTestFinished(async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  });
  return made;
}

function serve(pictures: readonly Buffer[], by: Behaviour, request: IncomingMessage, response: ServerResponse): void {
  if (by.mute) return;
  const boundary = by.boundary ?? 'frame';
  response.writeHead(by.status ?? 200, { 'content-type': by.contentType ?? `multipart/x-mixed-replace; boundary=${boundary}` });
  if (by.status || by.contentType) return void response.end('no pictures here');
  let sent = 0;
  const timer = setInterval(() => {
    if (sent === by.silentAfter) return clearInterval(timer);
    if (sent === by.stopAfter) return by.cut ? request.socket.destroy() : response.end();
    const picture = pictures[sent % pictures.length] ?? Buffer.alloc(0);
    const length = by.contentLength === false ? '' : `Content-Length: ${picture.length}\r\n`;
    response.write(`--${boundary.replace(/^--/, '')}\r\nContent-Type: image/jpeg\r\n${length}\r\n`);
    response.write(picture);
    response.write('\r\n');
    sent += 1;
  }, 20);
  response.once('close', () => clearInterval(timer));
}
