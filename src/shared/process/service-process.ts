import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { ms } from '../../domain/units.ts';
import type { Clock } from '../async/clock.ts';
import { withTimeout } from '../async/timeout.ts';
import { endChild } from './end-child.ts';
import { onLines } from './lines.ts';
import { canConnect, loopbackFor } from './ports.ts';
import type { Account } from './programs.ts';

const START = ms(5000);
const POLL = ms(50);
const GRACE = { asked: ms(3000), killed: ms(2000) };
const LONGEST_LINE = 300;

/** A program that serves, as a child of ours. */
export type ServiceCommand = {
  /** As people know it, such as `mosquitto`. */
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  /** `setpriv` of util-linux, where it is: it makes the program end with us, even if we are killed. */
  readonly setpriv: string | undefined;
  /** Its working directory. */
  readonly folder: string;
  readonly account: Account | undefined;
};

/** `ended` is aborted when it ends, with an Error that says how. */
export type RunningService = { readonly child: ChildProcess; readonly ended: AbortSignal };

/**
 * Starts a program in its folder, as its own account, and bound to our life (prctl(2), PR_SET_PDEATHSIG). A session of its
 * own keeps a Ctrl-C in the terminal from it, so that last words can still be said. `onLine` hears what it says.
 */
export function launch({ name, program, args, setpriv, folder, account }: ServiceCommand, onLine: (line: string) => void): RunningService {
  const bound = setpriv ? [setpriv, '--pdeathsig', 'TERM', program, ...args] : [program, ...args];
  const child = spawn(bound[0] ?? program, bound.slice(1), {
    ...{ cwd: folder, detached: true, stdio: ['ignore', 'ignore', 'pipe'] },
    ...account,
  });
  const over = new AbortController();
  let last = '';
  if (child.stderr) {
    onLines(child.stderr, (line) => {
      last = line.slice(0, LONGEST_LINE);
      onLine(last);
    });
  }
  child.once('error', (err) => over.abort(new Error(`${name} cannot be started: ${err.message}`)));
  // `close` comes when its last words have been read, too.
  child.once('close', (code, signal) => over.abort(new Error(`${name} ended (${signal ?? `status ${code}`})${last && `: ${last}`}`)));
  return { child, ended: over.signal };
}

/** Done when `name` takes a connection. Throws when it does not within 5 s, or ends before. */
export async function untilAccepting(name: string, host: string, port: number, ended: AbortSignal, clock: Clock): Promise<void> {
  const knock = async (): Promise<void> => {
    while (!ended.aborted && !(await canConnect(loopbackFor(host), port))) await clock.sleep(POLL, ended).catch(() => undefined);
  };
  const opened = await withTimeout(START, knock(), clock, ended);
  if (ended.aborted) throw ended.reason;
  if (!opened.ok) throw new Error(`${name} takes no connection`);
}

/** Ends the program: asked first, so that it saves what it keeps, and killed after 3 s. */
export async function endService({ child }: RunningService, clock: Clock): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  await endChild((signal) => child.kill(signal), once(child, 'exit'), GRACE, clock);
}
