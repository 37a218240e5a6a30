/** What opens last closes first; a failing closer never stops the others. Node 20 has no AsyncDisposableStack. */
export class Scope implements AsyncDisposable {
  readonly #owned: AsyncDisposable[] = [];

  own<T extends AsyncDisposable>(thing: T): T {
    this.#owned.push(thing);
    return thing;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const last = this.#owned.pop();
    if (!last) return;
    try {
      await last[Symbol.asyncDispose]();
    } finally {
      await this[Symbol.asyncDispose]();
    }
  }
}
