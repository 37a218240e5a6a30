import pino from 'pino';
import type { Log } from '../shared/log.ts';
import { valueWithoutSecrets } from '../shared/secrets.ts';

const STANDARD_ERROR = 2;

/** The daemon's log: one JSON line for each event. Whatever a room or a program says, no address in it is written with its secrets. */
export const openLog = (level: string, destination: pino.DestinationStream = pino.destination(STANDARD_ERROR)): Log =>
  pino({ level, base: null, redact: ['*.password', 'password'], formatters: { log: withoutSecretsIn } }, destination);

const withoutSecretsIn = (fields: object): Record<string, unknown> => valueWithoutSecrets({ ...fields }) as Record<string, unknown>;
