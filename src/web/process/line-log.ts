import { ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';
import { RateLimiter } from '../../shared/async/rate-limiter.ts';
import type { Log } from '../../shared/log.ts';
import { valueWithoutSecrets } from '../../shared/secrets.ts';
import type { Up } from './wire.ts';

/** A visitor must not be able to fill the log. */
const LINES = { most: 50, span: ms(10_000) };
/** Characters of the fields of one line. */
const LONGEST = 20_000;

type Level = Extract<Up, { kind: 'log' }>['level'];

/** The log of the page's process: each line goes to the daemon, which writes it. Children share its limit. */
export function lineLog(say: (message: Up) => void, clock: Clock): Log {
  const limit = new RateLimiter(clock, LINES);
  const child = (base: object): Log => {
    const at = (level: Level) => (fields: object, event: string) => {
      if (limit.take()) say({ kind: 'log', level, event, fields: plain({ ...base, ...fields }) });
    };
    return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error'), child: (more) => child({ ...base, ...more }) };
  };
  return child({});
}

/** Errors become plain objects here, since JSON would lose them. */
function plain(fields: object): Record<string, unknown> {
  const plainFields = valueWithoutSecrets({ ...fields }) as Record<string, unknown>;
  return JSON.stringify(plainFields).length > LONGEST ? { cut: true } : plainFields;
}
