import { createHmac, randomBytes } from 'node:crypto';

/** More than the lists of a page hold. */
const MOST = 4000;
const TOKEN_BYTES = 12;

/**
 * Names for things whose own ids must not reach the network, since these may be paths, addresses or serial numbers. The same thing keeps
 * its name until the daemon ends. What was named longest ago is forgotten.
 */
export class OpaqueNames<T> {
  readonly #key = randomBytes(32);
  readonly #idOf: (thing: T) => string;
  readonly #things = new Map<string, T>();

  constructor(idOf: (thing: T) => string) {
    this.#idOf = idOf;
  }

  /** The name of a thing: 16 characters. */
  nameOf(thing: T): string {
    const name = createHmac('sha256', this.#key).update(this.#idOf(thing)).digest().subarray(0, TOKEN_BYTES).toString('base64url');
    this.#things.delete(name);
    this.#things.set(name, thing);
    const [oldest] = this.#things.keys();
    if (this.#things.size > MOST && oldest !== undefined) this.#things.delete(oldest);
    return name;
  }

  /** The thing of that name; undefined if it was never named, or is forgotten. */
  thingOf(name: string): T | undefined {
    return this.#things.get(name);
  }
}
