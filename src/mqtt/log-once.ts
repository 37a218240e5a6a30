/** Remembers which warnings were logged, so that each kind is logged once, however often it comes. */
export class LogOnce {
  readonly #known = new Set<string>();
  readonly #most: number;

  /** After `most` kinds nothing counts as new, so memory and log stay bounded. */
  constructor(most = 64) {
    this.#most = most;
  }

  isNew(kind: string): boolean {
    if (this.#known.has(kind) || this.#known.size >= this.#most) return false;
    this.#known.add(kind);
    return true;
  }
}
