/** Boxes of the group, and questions of boxes that are not known yet. A message holds the answers to both. */
const MOST_KNOWN = 16;
const MOST_UNKNOWN = 8;

/**
 * The questions of others that the next message answers. Those of boxes that are known have places of their own, so that whoever sends
 * recorded messages again cannot push them out.
 */
export class Answers {
  readonly #known = new Map<string, string>();
  #unknown: readonly string[] = [];

  get all(): readonly string[] {
    return [...new Set([...this.#known.values(), ...this.#unknown])];
  }

  /** A box that is known has asked this last. */
  known(id: string, question: string): void {
    this.#known.delete(id);
    this.#known.set(id, question);
    const [oldest] = this.#known.keys();
    if (this.#known.size > MOST_KNOWN && oldest !== undefined) this.#known.delete(oldest);
  }

  /** A box has asked this that is not known yet, or somebody who sends again what such a box once said. */
  unknown(question: string): void {
    this.#unknown = [...this.#unknown.filter((each) => each !== question), question].slice(-MOST_UNKNOWN);
  }
}
