import type { CaptureOutcome } from './capture.ts';

/** Where those wait who want to know what comes of a capture. */
export class CaptureDesk {
  #waiting: readonly ((outcome: CaptureOutcome) => void)[] = [];

  /** What comes of the next capture. */
  next(): Promise<CaptureOutcome> {
    return new Promise((resolve) => {
      this.#waiting = [...this.#waiting, resolve];
    });
  }

  answer(outcome: CaptureOutcome): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const each of waiting) each(outcome);
  }
}
