import { fallback, looseObject, number, string } from 'valibot';
import type { LogLevel, LogLine } from '../../domain/log-line.ts';
import { LOG_LEVELS } from '../../domain/log-line.ts';
import { moment } from '../../domain/units.ts';
import { jsonFitting } from '../../shared/json.ts';
import type { KeptLine } from '../../shared/log-ring.ts';

/** A line as pino writes it. */
const WRITTEN = looseObject({ level: number(), time: number(), msg: fallback(string(), ''), room: fallback(string(), '') });
/** The code that sets the first PIN is on the console and in the system's log, and nowhere else. */
const CODE_EVENT = 'web.setup_code';
const CUT = 'this line was too long to keep';

/** The lines of a level or above, oldest first. A line that was cut off keeps its place. */
export const linesOf = (kept: readonly KeptLine[], least: LogLevel): readonly LogLine[] =>
  kept.map(lineOf).filter(({ level }) => LOG_LEVELS.indexOf(level) >= LOG_LEVELS.indexOf(least));

function lineOf({ seq, text }: KeptLine): LogLine {
  const written = jsonFitting(WRITTEN, text);
  if (!written) return { seq, at: timeIn(text), level: 'error', room: '', event: CUT, fields: text };
  const { level, time, msg, room, ...fields } = written;
  const told = msg === CODE_EVENT ? { ...fields, code: '…' } : fields;
  return { seq, at: moment(time), level: wordOf(level), room, event: msg, fields: JSON.stringify(told) };
}

/** pino's numbers: 20 is debug, 30 info, 40 warn, 50 error. */
function wordOf(level: number): LogLevel {
  if (level >= 50) return 'error';
  if (level >= 40) return 'warn';
  return level >= 30 ? 'info' : 'debug';
}

/** pino writes the time near the beginning, so a line that was cut off still has it. */
const timeIn = (text: string) => moment(Number(/"time":(\d{1,15})/.exec(text)?.[1] ?? 0));
