import type { Log } from '../../src/shared/log.ts';

export type Line = { readonly level: 'debug' | 'info' | 'warn' | 'error'; readonly event: string; readonly fields: object };

/** A log that keeps its lines; children write into the same list. */
export class FakeLog implements Log {
  readonly lines: Line[] = [];

  debug = (fields: object, event: string): void => this.#keep('debug', fields, event);
  info = (fields: object, event: string): void => this.#keep('info', fields, event);
  warn = (fields: object, event: string): void => this.#keep('warn', fields, event);
  error = (fields: object, event: string): void => this.#keep('error', fields, event);
  child = (): Log => this;

  /** The events so far, oldest first. */
  get events(): readonly string[] {
    return this.lines.map(({ event }) => event);
  }

  #keep(level: Line['level'], fields: object, event: string): void {
    this.lines.push({ level, event, fields });
  }
}
