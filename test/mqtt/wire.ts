import { once } from 'node:events';
import type { Server, Socket } from 'node:net';
import { connect, createServer } from 'node:net';

/** Byte 8 of a CONNECT with the protocol name MQTT: 4 is 3.1.1, 5 is 5. */
const levelOf = (connectPacket: Buffer): number => connectPacket[8] ?? 0;

/** Says in 3.1.1's words that this version is not wanted, as an old broker does. */
export const refuse = (socket: Socket): void => void socket.end(Buffer.from([0x20, 0x02, 0x00, 0x01]));
export const hangUp = (socket: Socket): void => void socket.end();

/** A wire between a publisher and its broker that a test may cut, or that meets MQTT 5 as an old broker would. */
export class Wire implements AsyncDisposable {
  readonly levels: number[] = [];
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #near = new Set<Socket>();

  private constructor(target: number, meetMqtt5?: (socket: Socket) => void) {
    this.#server = createServer((near) => {
      this.#near.add(this.#keep(near));
      near.once('close', () => this.#near.delete(near));
      near.once('data', (first) => {
        this.levels.push(levelOf(first));
        if (meetMqtt5 && levelOf(first) === 5) return meetMqtt5(near);
        const far = this.#keep(connect(target, '127.0.0.1'));
        far.write(first);
        near.pipe(far).pipe(near);
      });
    });
  }

  static async open(target: number, meetMqtt5?: (socket: Socket) => void): Promise<Wire> {
    const wire = new Wire(target, meetMqtt5);
    wire.#server.listen(0, '127.0.0.1');
    await once(wire.#server, 'listening');
    return wire;
  }

  get url(): string {
    return `mqtt://127.0.0.1:${(this.#server.address() as { port: number }).port}`;
  }

  /** Says something in the broker's name to everybody who is connected, and hangs up. */
  dismiss(packet: readonly number[]): void {
    for (const socket of this.#near) socket.end(Buffer.from(packet));
  }

  /** To the broker it looks like a client that was killed: no goodbye. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cut();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #keep(socket: Socket): Socket {
    this.#sockets.add(socket);
    return socket.on('error', () => undefined).once('close', () => this.#sockets.delete(socket));
  }
}
