/** Owns resources and closes them in reverse order; one that fails does not stop the others. Node 20 has no AsyncDisposableStack. */
export class Scope implements AsyncDisposable {
  readonly #owned: AsyncDisposable[] = [];

  own<T extends AsyncDisposable>(resource: T): T {
    this.#owned.push(resource);
    return resource;
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
