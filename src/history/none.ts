import type { Opinion } from '../domain/history.ts';
import type { History } from './port.ts';

/** For those who want nothing to be kept. */
export class NoHistory implements History {
  readonly state = { kind: 'off' } as const;

  record(): void {}

  opinions(): readonly Opinion[] {
    return [];
  }

  recent(): readonly string[] {
    return [];
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}
