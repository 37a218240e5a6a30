import { join } from 'node:path';
import type { MqttConfig } from '../../config/schema.ts';
import { listenOnce } from '../../shared/process/ports.ts';
import type { Account } from '../../shared/process/programs.ts';
import { accountOf, programIn } from '../../shared/process/programs.ts';
import { passwordOf } from '../credentials.ts';
import { connectionReason } from '../errors.ts';
import type { SignIn } from './folder.ts';
import { addressOn, isLoopback } from './mosquitto.ts';

/** Everything that a broker of our own needs to start. */
export type BrokerPlan = {
  readonly program: string;
  /** `setpriv` of util-linux, if installed: it ends the broker with us, even if we are killed. */
  readonly setpriv: string | undefined;
  readonly folder: string;
  readonly host: string;
  readonly port: number;
  readonly signIn: SignIn | undefined;
  readonly account: Account | undefined;
  readonly url: string;
};

/** We cannot run a broker of our own, and waiting will not help. The message says what will; `url` would have been its address. */
export class BrokerUnavailable extends Error {
  readonly why: 'not-installed' | 'no-account' | 'no-password' | 'bad-password' | 'bad-host' | 'no-folder';
  readonly url: string;
  constructor(why: BrokerUnavailable['why'], message: string, url: string) {
    super(message);
    this.name = 'BrokerUnavailable';
    this.why = why;
    this.url = url;
  }
}

/** Plans the broker, with programs from `folders`. Throws `BrokerUnavailable` for whatever makes it impossible. */
export async function planOf(config: MqttConfig, stateDir: string, folders: readonly string[]): Promise<BrokerPlan> {
  // An IPv6 address in brackets, as in an address of the web, is meant all the same.
  const host = config.broker_host.replace(/^\[(.*)\]$/, '$1');
  const program = programIn(folders, 'mosquitto');
  const url = addressOn(host, config.broker_port);
  if (!program)
    throw new BrokerUnavailable('not-installed', "mosquitto is missing: 'sudo apt-get install mosquitto', or set mqtt.url", url);
  const signIn = signInOf(config, url);
  if (!signIn && !isLoopback(host)) {
    const needed = `a broker on ${host} wants mqtt.username and mqtt.password (or mqtt.password_file)`;
    throw new BrokerUnavailable('no-password', `${needed}; without them leave mqtt.broker_host at 127.0.0.1`, url);
  }
  const port = config.broker_port || (await freePort(host, url));
  const setpriv = programIn(folders, 'setpriv');
  const folder = join(stateDir, 'broker');
  return { program, setpriv, folder, host, port, signIn, account: await accountFor(url), url: addressOn(host, port) };
}

function signInOf(config: MqttConfig, url: string): SignIn | undefined {
  const password = passwordFor(config, url);
  if (config.username === '' || password === undefined) return undefined;
  if (!/[:\r\n]/.test(config.username)) return { username: config.username, password };
  throw new BrokerUnavailable('bad-password', 'mqtt.username must not hold a colon or a line break', url);
}

function passwordFor(config: MqttConfig, url: string): string | undefined {
  try {
    return passwordOf(config);
  } catch (err) {
    throw new BrokerUnavailable('bad-password', connectionReason(err), url);
  }
}

async function accountFor(url: string): Promise<Account | undefined> {
  try {
    return await accountOf('mosquitto');
  } catch {
    throw new BrokerUnavailable('no-account', "the account 'mosquitto' is missing: 'apt install --reinstall mosquitto'", url);
  }
}

async function freePort(host: string, url: string): Promise<number> {
  try {
    return await listenOnce(host, 0);
  } catch (err) {
    throw new BrokerUnavailable('bad-host', `mqtt.broker_host: cannot listen on '${host}' (${connectionReason(err)})`, url);
  }
}

/** What to do about a port that cannot be opened, by the system's error code. */
export function adviceFor(host: string, port: number, code: string | undefined): string {
  if (code !== 'EADDRINUSE') return `cannot listen on ${host} port ${port} (${code}): see mqtt.broker_host and mqtt.broker_port`;
  const address = addressOn(host, port);
  const cause = `port ${port} is in use, perhaps by Debian's mosquitto service`;
  return `${cause}: set mqtt.url to ${address} to use it, or mqtt.broker_port to another port`;
}
