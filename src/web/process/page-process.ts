import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { WebConfig } from '../../config/schema.ts';
import { ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';
import { LinkedAbort } from '../../shared/async/linked-abort.ts';
import { withTimeout } from '../../shared/async/timeout.ts';
import type { Log } from '../../shared/log.ts';
import { environmentFor } from '../../shared/process/environment.ts';
import { onLines } from '../../shared/process/lines.ts';
import { programFolders, programIn } from '../../shared/process/programs.ts';
import type { StartLimit } from '../../shared/process/start-limit.ts';
import { tied } from '../../shared/process/tied.ts';
import type { BoxClient } from '../port.ts';
import { keepDoor } from './door.ts';
import type { NotOpened, Opened } from './wire.ts';
import { tell } from './wire.ts';

/** The path is the same from src/web/process and from dist/web/process. */
const PROGRAM = fileURLToPath(new URL('../../../dist/web/process/main.js', import.meta.url));
/** Little memory and few threads: a page has little to do, and under a flood it shall fail before the machine does. */
const FLAGS = ['--max-old-space-size=64', '--max-semi-space-size=1', '--v8-pool-size=1', '--disallow-code-generation-from-strings'];
const SMALL = { UV_THREADPOOL_SIZE: '2', MALLOC_ARENA_MAX: '1' };
/** It says every 10 s that it is alive. */
const SILENCE = ms(60_000);
/** Closing takes the server a second at most. */
const CLOSE_LIMIT = ms(2000);
const LONGEST_LINE = 300;

/** The page's process could not listen; `code` is the system's, if it gave one, and `why` a sentence for people. */
export class CannotListen extends Error {
  readonly code: string | undefined;
  readonly why: string | undefined;
  constructor({ code, why }: Pick<NotOpened, 'code' | 'why'>) {
    super(`the page's process cannot listen: ${why ?? code ?? 'no reason given'}`);
    this.code = code ?? undefined;
    this.why = why ?? undefined;
  }
}

/** The page's process ended, hung or misbehaved, which another start may mend. */
export class PageLost extends Error {}

/** `stateDir`: where the PINs and the sessions are kept. */
export type PageWorld = { readonly clock: Clock; readonly log: Log; readonly stateDir: string };
/** `again`: another one ended by itself before. `limit`: how long it may take to listen, extended if it takes longer. */
export type PageLife = PageWorld & { readonly again: boolean; readonly limit: StartLimit };

/**
 * One life of the page's process: starts it, calls `onOpened` when it listens, and answers it until the signal is aborted, then ends it.
 * Rejects with `PageLost` if it ends, hangs or misbehaves before, and with `CannotListen` if it cannot listen.
 */
export async function runPage(
  config: WebConfig,
  box: BoxClient,
  { again, clock, limit, log, stateDir }: PageLife,
  onOpened: (opened: Opened) => void,
  signal: AbortSignal,
): Promise<void> {
  const child = startChild(log);
  const gone = once(child, 'close').catch(() => undefined);
  using over = new LinkedAbort(signal);
  const fails = (err: Error): void => over.abort(err);
  child.once('error', fails);
  child.once('exit', (code, by) => fails(new PageLost(`the page's process ended (${by ?? `status ${code}`})`)));
  let isOpen = false;
  const life = new Life(clock, () => {
    if (!isOpen) limit.extend();
    fails(new PageLost(isOpen ? "the page's process hangs" : "the page's process takes too long to start"));
  });
  const line = child.stdio[3] as Socket | undefined; // missing if it could not be started
  if (line) {
    keepDoor(line, {
      ...{ box, clock, log },
      onOpened: (opened) => {
        isOpen = true;
        life.expect(SILENCE);
        onOpened(opened);
      },
      onFailed: (failed) => fails(new CannotListen(failed)),
      onAlive: () => life.expect(SILENCE),
      onMisbehaved: (why) => fails(new PageLost(`the page's process misbehaves: ${why}`)),
    });
    tell(line, { kind: 'start', config, stateDir, again });
  }
  try {
    life.expect(limit.span);
    if (!over.signal.aborted) await once(over.signal, 'abort');
  } finally {
    life[Symbol.dispose]();
    if (line && signal.aborted) tell(line, { kind: 'stop' });
    else child.kill('SIGKILL');
    if (child.pid !== undefined && !(await withTimeout(CLOSE_LIMIT, gone, clock)).ok) child.kill('SIGKILL');
    line?.destroy();
  }
  if (!signal.aborted) throw over.signal.reason;
}

/** Node's own flags aside it gets nothing of ours: no passwords of the environment, no open file but its line. */
function startChild(log: Log): ChildProcess {
  if (!existsSync(PROGRAM)) throw new Error(`${PROGRAM} is missing: run 'npm run build'`);
  const setpriv = programIn(programFolders(process.env.PATH), 'setpriv');
  const [command, ...args] = tied(setpriv, process.execPath, [...FLAGS, PROGRAM]);
  const child = spawn(command, args, {
    ...{ cwd: '/', detached: true, env: { ...environmentFor('other'), NODE_ENV: process.env.NODE_ENV, ...SMALL } },
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  if (child.stderr) onLines(child.stderr as Readable, (line) => log.warn({ line: line.slice(0, LONGEST_LINE) }, 'web.said'));
  return child;
}

/** Calls `onSilence` unless it is told in time to expect the next sign of life. */
class Life implements Disposable {
  readonly #clock: Clock;
  readonly #onSilence: () => void;
  #waiting = new AbortController();

  constructor(clock: Clock, onSilence: () => void) {
    this.#clock = clock;
    this.#onSilence = onSilence;
  }

  expect(within: number): void {
    this.#waiting.abort();
    this.#waiting = new AbortController();
    this.#clock.sleep(ms(within), this.#waiting.signal).then(this.#onSilence, () => undefined);
  }

  [Symbol.dispose](): void {
    this.#waiting.abort();
  }
}
