import pino from 'pino';
import type { Log } from '../../shared/log.ts';
import type { LogRing } from '../../shared/log-ring.ts';
import { valueWithoutSecrets } from '../../shared/secrets.ts';

const STANDARD_ERROR = 2;

/** The daemon's log: one JSON line for each event. Whatever a room or a program says, no address in it is written with its secrets. */
export const openLog = (level: string, destination: pino.DestinationStream = pino.destination(STANDARD_ERROR)): Log =>
  pino({ level, base: null, redact: ['*.password', 'password'], formatters: { log: withoutSecretsIn } }, destination);

/** Standard error, with the newest lines kept in memory as well. */
export const remembering = (
  ring: LogRing,
  destination: pino.DestinationStream = pino.destination(STANDARD_ERROR),
): pino.DestinationStream => ({
  write: (line) => {
    ring.write(line);
    destination.write(line);
  },
});

const withoutSecretsIn = (fields: object): Record<string, unknown> => valueWithoutSecrets({ ...fields }) as Record<string, unknown>;
