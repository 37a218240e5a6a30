import type { Report } from '../../domain/report.ts';

/** The report of this moment, made when asked for, and those who want to hear of each change. */
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
