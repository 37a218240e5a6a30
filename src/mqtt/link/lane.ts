/**
 * Lets one message at a time wait for its answer, whoever sends it: so no broker's receive maximum is exceeded (MQTT 5, 3.2.2.3.3), not
 * even one of 1.
 */
export class Lane {
  #last: Promise<unknown> = Promise.resolve();

  /** Calls `send` when all before it have been answered, and settles like it. */
  add<T>(send: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(send, send);
    this.#last = mine.catch(() => undefined);
    return mine;
  }
}
