import { Socket } from 'node:net';
import { getPriority, setPriority } from 'node:os';
import { assertNever } from '../../domain/assert-never.ts';
import { ms } from '../../domain/units.ts';
import { systemClock } from '../../shared/async/clock.ts';
import { FixableError } from '../../shared/fixable-error.ts';
import type { HttpServer } from '../server.ts';
import { serve } from '../server.ts';
import { lineLog } from './line-log.ts';
import { RemoteBox } from './remote-box.ts';
import type { Down } from './wire.ts';
import { readDown, readLines, tell } from './wire.ts';

/** The page's process: the web server and nothing else. `PageProcess` starts it, with one line to the daemon as file descriptor 3. */

const ALIVE = ms(10_000);
/** The music, the camera and Home Assistant come first. */
const MODESTY = 5;
const LEAST_PRIORITY = 19;

const line = new Socket({ fd: 3, readable: true, writable: true });
// Without the daemon there is nothing to show: the daemon's end is ours, at once.
line.on('error', () => undefined).on('close', () => process.exit());
// Ctrl-C in a terminal may reach both processes; only the daemon reacts to it.
process.on('SIGINT', () => undefined);
try {
  setPriority(Math.min(LEAST_PRIORITY, getPriority() + MODESTY));
} catch {
  // Not allowed here. The page is only a little less modest then.
}

const box = new RemoteBox((message) => tell(line, message), systemClock);
const log = lineLog((message) => tell(line, message), systemClock);
let server: HttpServer | undefined;

async function start({ again, config, stateDir }: Extract<Down, { readonly kind: 'start' }>): Promise<void> {
  try {
    server = await serve(config, box, { clock: systemClock, log, stateDir, again });
    tell(line, { kind: 'opened', port: server.port, setup: server.setupCode ?? null });
  } catch (err) {
    const { code, message } = err as NodeJS.ErrnoException;
    tell(line, { kind: 'failed', code: code ?? null, why: err instanceof FixableError ? message : null });
  }
}

async function stop(): Promise<void> {
  await server?.[Symbol.asyncDispose]();
  process.exit();
}

function heard(message: Down): void {
  switch (message.kind) {
    case 'start':
      void start(message);
      break;
    case 'answer':
    case 'broken':
      box.answered(message);
      break;
    case 'stop':
      void stop();
      break;
    default:
      assertNever(message);
  }
}

readLines(
  line,
  Number.POSITIVE_INFINITY,
  (text) => heard(readDown(text)),
  () => undefined,
);
setInterval(() => tell(line, { kind: 'alive' }), ALIVE);
