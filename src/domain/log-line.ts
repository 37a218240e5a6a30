import type { Moment } from './units.ts';

/** How much a line of the log matters, from the least to the most. */
export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** A line of the log, for people: when, how serious, from which room of the code, which event, and its fields as JSON. */
export type LogLine = {
  readonly seq: number;
  readonly at: Moment;
  readonly level: LogLevel;
  readonly room: string;
  readonly event: string;
  readonly fields: string;
};
