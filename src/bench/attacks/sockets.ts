import type { Socket } from 'node:net';
import { connect } from 'node:net';

/** Where an attack goes, and from which of this machine's addresses. */
export type Target = { readonly port: number; readonly from: string };
/** What an attacker does on each socket as soon as it is open. */
export type Conduct = (socket: Socket) => void;

/** Milliseconds before a closed socket is opened again, so that the attacker has time for its other sockets. */
const REST = 5;

/** Keeps so many sockets open until the signal is aborted, each with that conduct; what the page closes is opened again. */
export function keepOpen(count: number, { port, from }: Target, signal: AbortSignal, conduct: Conduct): void {
  const open = (): void => {
    if (signal.aborted) return;
    const socket = connect({ host: '127.0.0.1', port, localAddress: from, signal });
    socket.on('error', () => undefined);
    socket.on('close', () => setTimeout(open, REST));
    socket.on('connect', () => conduct(socket));
  };
  for (let i = 0; i < count; i += 1) open();
}

/** Writes these bytes again and again, as fast as they are taken. */
export function pour(socket: Socket, bytes: Buffer | string): void {
  const more = (): void => {
    while (socket.writable && socket.write(bytes));
  };
  socket.on('drain', more).resume();
  more();
}

/** Writes these bytes again and again, so many milliseconds apart. */
export function drip(socket: Socket, bytes: string, ms: number): void {
  const timer = setInterval(() => socket.write(bytes), ms);
  socket.on('close', () => clearInterval(timer)).resume();
}

/** Sends this request, and again after each piece of an answer, as a client does that keeps its socket. */
export function repeat(socket: Socket, request: string): void {
  socket.on('data', () => socket.write(request));
  socket.write(request);
}
