import type { Command } from '../../src/domain/command.ts';
import type { BrokerState, MoodChange, Report } from '../../src/domain/report.ts';
import type { Publisher } from '../../src/mqtt/port.ts';

/** A publisher whose broker is this very object: `reports` and `changes` are what the world got, `say` is the world talking back. */
export class FakePublisher implements Publisher {
  readonly reports: Report[] = [];
  readonly changes: MoodChange[] = [];
  readonly pictures: Uint8Array[] = [];
  #picture: Uint8Array | undefined;
  readonly #commands = new Set<(command: Command) => void>();
  readonly #states = new Set<(state: BrokerState) => void>();
  #state: BrokerState;
  #newest: Report | undefined;
  #closed = false;

  constructor(state: BrokerState = { kind: 'connected', url: 'mqtt://127.0.0.1:1883' }) {
    this.#state = state;
  }

  get state(): BrokerState {
    return this.#state;
  }

  /** The newest report is kept while the broker is away, and told when it is back; the ones before it are gone. */
  publish(report: Report): void {
    if (this.#closed) return;
    this.#newest = report;
    if (this.#state.kind === 'connected') this.reports.push(report);
  }

  announce(change: MoodChange): void {
    if (!this.#closed && this.#state.kind === 'connected') this.changes.push(change);
  }

  illustrate(picture: Uint8Array): void {
    if (this.#closed) return;
    this.#picture = picture;
    if (this.#state.kind === 'connected') this.pictures.push(picture);
  }

  onCommand(listener: (command: Command) => void): () => void {
    this.#commands.add(listener);
    return () => void this.#commands.delete(listener);
  }

  onState(listener: (state: BrokerState) => void): () => void {
    this.#states.add(listener);
    return () => void this.#states.delete(listener);
  }

  say(command: Command): void {
    for (const listener of this.#commands) listener(command);
  }

  become(state: BrokerState): void {
    this.#state = state;
    for (const listener of this.#states) listener(state);
    if (state.kind !== 'connected') return;
    if (this.#newest) this.reports.push(this.#newest);
    if (this.#picture) this.pictures.push(this.#picture);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.become({ kind: 'lost', url: this.#state.url, why: 'stopped' });
    this.#commands.clear();
    this.#states.clear();
  }
}
