import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { ms } from '../domain/units.ts';
import type { Clock } from '../shared/clock.ts';
import type { Log } from '../shared/log.ts';
import { within } from '../shared/within.ts';
import type { BrokerPlan } from './broker-plan.ts';
import { FILES } from './mosquitto.ts';

const START = ms(5000);
const POLL = ms(50);
const KNOCK = ms(1000);
const TERM = ms(3000);
const KILL = ms(2000);
const LONGEST_LINE = 300;

/** A running mosquitto. `ended` is aborted when it ends, with an Error that says how. */
export type Running = { readonly child: ChildProcess; readonly ended: AbortSignal };

/**
 * Starts mosquitto in its folder, as its own account, and bound to our life (prctl(2), PR_SET_PDEATHSIG). A session of its
 * own keeps a Ctrl-C in the terminal from it, so that `offline` can still be said.
 */
export function launch(plan: BrokerPlan, log: Log): Running {
  const command = [plan.program, '-c', FILES.configuration];
  const [program = plan.program, ...args] = plan.setpriv ? [plan.setpriv, '--pdeathsig', 'TERM', ...command] : command;
  const child = spawn(program, args, { cwd: plan.folder, detached: true, stdio: ['ignore', 'ignore', 'pipe'], ...plan.account });
  const over = new AbortController();
  let last = '';
  if (child.stderr) {
    createInterface(child.stderr).on('line', (line) => {
      last = line.slice(0, LONGEST_LINE);
      log.debug({ line: last }, 'broker.said');
    });
  }
  child.once('error', (err) => over.abort(new Error(`mosquitto cannot be started: ${err.message}`)));
  // `close` comes when its last words have been read, too.
  child.once('close', (code, signal) => over.abort(new Error(`mosquitto ended (${signal ?? `status ${code}`})${last && `: ${last}`}`)));
  return { child, ended: over.signal };
}

/** Done when the broker takes a connection. Throws when it does not within 5 s, or ends before. */
export async function accepting({ url }: BrokerPlan, ended: AbortSignal, clock: Clock): Promise<void> {
  const { hostname, port } = new URL(url);
  const knock = async (): Promise<void> => {
    while (!ended.aborted && !(await knocked(hostname.replace(/^\[|\]$/g, ''), Number(port)))) {
      await clock.sleep(POLL, ended).catch(() => undefined);
    }
  };
  const opened = await within(START, knock(), clock, ended);
  if (ended.aborted) throw ended.reason;
  if (!opened.ok) throw new Error('mosquitto takes no connection');
}

async function knocked(host: string, port: number): Promise<boolean> {
  const socket = connect({ host, port, timeout: KNOCK });
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(KNOCK) });
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** Ends the broker: asked first, so that it saves what it retains, and killed after 3 s. */
export async function end({ child }: Running, clock: Clock): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  if ((await within(TERM, gone, clock)).ok) return;
  child.kill('SIGKILL');
  await within(KILL, gone, clock);
}
