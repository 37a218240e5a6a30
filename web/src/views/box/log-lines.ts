import type { LogAnswer } from '../../../../src/web/api/box-shapes.ts';

/** How many lines the page keeps; the box keeps as many. */
const MOST = 500;
export const LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type Level = (typeof LEVELS)[number];
export type Line = LogAnswer['lines'][number];

/** The lines with newer ones. After a restart of the box its numbers begin anew, and so does the list. */
export function joined(known: readonly Line[], { last, lines }: LogAnswer): readonly Line[] {
  const before = known[known.length - 1]?.seq ?? 0;
  return last < before ? lines : [...known, ...lines].slice(-MOST);
}

/** Whether a line is of this level or above, and from this room; from any if it is empty. */
export const fits = (line: Pick<Line, 'level' | 'room'>, least: Level, room: string): boolean =>
  LEVELS.indexOf(line.level) >= LEVELS.indexOf(least) && (room === '' || line.room === room);
