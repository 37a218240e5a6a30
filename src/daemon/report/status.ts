import type { Report } from '../../domain/report.ts';

/** Makes the current report on demand, and passes a new one to its listeners at each change. */
export class Status {
  readonly #make: () => Report;
  readonly #listeners = new Set<(report: Report) => void>();

  constructor(make: () => Report) {
    this.#make = make;
  }

  report(): Report {
    return this.#make();
  }

  changed(): void {
    if (this.#listeners.size === 0) return;
    const report = this.#make();
    for (const listener of this.#listeners) listener(report);
  }

  onReport(listener: (report: Report) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
