import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { ms } from '../../domain/units.ts';
import type { Clock } from '../async/clock.ts';
import { withTimeout } from '../async/timeout.ts';
import { endChild } from './end-child.ts';
import type { ProgramKind } from './environment.ts';
import { environmentFor } from './environment.ts';
import { onLines } from './lines.ts';
import { endsBeforeUs } from './memory.ts';
import { canConnect, loopbackFor } from './ports.ts';
import type { Account } from './programs.ts';
import type { StartLimit } from './start-limit.ts';
import { tied } from './tied.ts';

const POLL = ms(50);
const GRACE = { asked: ms(3000), killed: ms(2000) };
const LONGEST_LINE = 300;

/** How to start a service (a program that accepts connections) as our child. */
export type ServiceCommand = {
  /** The name that people know, such as `mosquitto`. */
  readonly name: string;
  /** What it may learn of our environment; `other` if left out. */
  readonly kind?: ProgramKind;
  readonly program: string;
  readonly args: readonly string[];
  /** The path of util-linux's `setpriv`, if installed: it makes the program end with us, even if we are killed. */
  readonly setpriv: string | undefined;
  /** Its working directory. */
  readonly folder: string;
  readonly account: Account | undefined;
};

/** `ended` is aborted when the service ends, with an Error that says how. */
export type RunningService = { readonly child: ChildProcess; readonly ended: AbortSignal };

/**
 * Starts a program in its folder, under its own account, so that it ends when we do (prctl(2), PR_SET_PDEATHSIG). It gets a session of its
 * own, so a Ctrl-C in the terminal does not end it before we have sent our last messages. `onLine` gets its standard error.
 */
export function launch(
  { name, kind = 'other', program, args, setpriv, folder, account }: ServiceCommand,
  onLine: (line: string) => void,
): RunningService {
  const [command, ...rest] = tied(setpriv, program, args, 'TERM');
  const child = spawn(command, rest, {
    ...{ cwd: folder, detached: true, env: environmentFor(kind), stdio: ['ignore', 'ignore', 'pipe'] },
    ...account,
  });
  endsBeforeUs(child.pid);
  const over = new AbortController();
  let lastLine = '';
  if (child.stderr) {
    onLines(child.stderr, (line) => {
      lastLine = line.slice(0, LONGEST_LINE);
      onLine(lastLine);
    });
  }
  child.once('error', (err) => over.abort(new Error(`${name} cannot be started: ${err.message}`)));
  // `close` comes after its output has been read, `exit` may come before.
  child.once('close', (code, signal) =>
    over.abort(new Error(`${name} ended (${signal ?? `status ${code}`})${lastLine && `: ${lastLine}`}`)),
  );
  return { child, ended: over.signal };
}

/** Where a service listens. */
type Place = { readonly host: string; readonly port: number };

/** Waits until the service `name` accepts a connection. Rejects if it ends first, or does not within the limit, which is extended then. */
export async function untilAccepting(
  name: string,
  { host, port }: Place,
  ended: AbortSignal,
  { clock, limit }: { readonly clock: Clock; readonly limit: StartLimit },
): Promise<void> {
  const connecting = async (): Promise<void> => {
    while (!ended.aborted && !(await canConnect(loopbackFor(host), port))) await clock.sleep(POLL, ended).catch(() => undefined);
  };
  const opened = await withTimeout(limit.span, connecting(), clock, ended);
  if (ended.aborted) throw ended.reason;
  if (opened.ok) return;
  limit.extend();
  throw new Error(`${name} takes no connection`);
}

/** Ends the program: by SIGTERM, so that it can save its state, and after 3 s by SIGKILL. */
export async function endService({ child }: RunningService, clock: Clock): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  await endChild((signal) => child.kill(signal), once(child, 'exit'), GRACE, clock);
}
