import type { Feedback, PastPlay } from '../domain/history.ts';
import type { History } from './port.ts';

/** Keeps nothing (`history.enabled: false`). */
export class NoHistory implements History {
  readonly state = { kind: 'off' } as const;

  record(): void {}

  opinions(): readonly Feedback[] {
    return [];
  }

  plays(): readonly PastPlay[] {
    return [];
  }

  withdraw(): boolean {
    return true;
  }

  recent(): readonly string[] {
    return [];
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}
