import type { Socket } from 'node:net';
import type { Clock } from '../../shared/async/clock.ts';
import { Allowance } from './allowance.ts';
import type { Limits } from './numbers.ts';

/** One address: its open sockets, oldest first, and how often it may still ask. */
type Visitor = { readonly key: string; readonly sockets: Set<Socket>; readonly allowance: Allowance };

/**
 * Counts the sockets and the requests of each address before anything that it sends is read. One address never takes all: it has its own
 * bound, and when all sockets are taken, the oldest one of the address with most of them makes room for an address with fewer.
 */
export class Visitors {
  readonly #limits: Limits;
  readonly #clock: Clock;
  /** The one that was quiet for longest comes first. */
  readonly #known = new Map<string, Visitor>();
  #open = 0;

  constructor(limits: Limits, clock: Clock) {
    this.#limits = limits;
    this.#clock = clock;
  }

  /** How many sockets are open. */
  get open(): number {
    return this.#open;
  }

  /**
   * Whether this address may open another socket; it then counts until it is closed. A proxy may open as many as all visitors together, as
   * often as it needs them: one of its visitors would otherwise use up what it may do for the others.
   */
  admits(key: string, socket: Socket, isProxy = false): boolean {
    const visitor = this.#visitor(key);
    const { all, each } = this.#limits.sockets;
    if (visitor.sockets.size >= (isProxy ? all : each) || (!isProxy && !visitor.allowance.take(this.#clock.now()))) return false;
    if (this.#open >= this.#limits.sockets.all && !this.#makeRoomFor(visitor)) return false;
    visitor.sockets.add(socket);
    this.#open += 1;
    socket.once('close', () => this.#left(visitor, socket));
    return true;
  }

  /** Whether this address may ask something now. */
  asks(key: string): boolean {
    return this.#visitor(key).allowance.take(this.#clock.now());
  }

  #visitor(key: string): Visitor {
    const { burst, perSecond } = this.#limits.requests;
    const rate = { burst, perSecond, debt: this.#limits.longestRest * perSecond };
    const visitor = this.#known.get(key) ?? { key, sockets: new Set(), allowance: new Allowance(rate, this.#clock.now()) };
    this.#known.delete(key);
    this.#known.set(key, visitor);
    if (this.#known.size > this.#limits.addresses) this.#forgetOne();
    return visitor;
  }

  /** Forgets the address that was quiet for longest, of those without a socket; there are fewer sockets than addresses. */
  #forgetOne(): void {
    for (const [key, { sockets }] of this.#known) {
      if (sockets.size > 0) continue;
      this.#known.delete(key);
      return;
    }
  }

  #makeRoomFor(visitor: Visitor): boolean {
    const heaviest = [...this.#known.values()].reduce((a, b) => (b.sockets.size > a.sockets.size ? b : a), visitor);
    if (heaviest.sockets.size <= visitor.sockets.size) return false;
    const [oldest] = heaviest.sockets;
    if (!oldest) return false;
    this.#left(heaviest, oldest);
    oldest.destroy();
    return true;
  }

  #left(visitor: Visitor, socket: Socket): void {
    if (visitor.sockets.delete(socket)) this.#open -= 1;
  }
}
