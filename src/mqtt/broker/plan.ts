import { join } from 'node:path';
import type { MqttConfig } from '../../config/schema.ts';
import { listenOnce } from '../../shared/process/ports.ts';
import type { Account } from '../../shared/process/programs.ts';
import { accountOf, programIn } from '../../shared/process/programs.ts';
import { secretOf } from '../credentials.ts';
import { connectionReason } from '../errors.ts';
import type { Certificate } from './certificate.ts';
import { certificateIn } from './certificate.ts';
import type { FolderContent, SignIn } from './folder.ts';
import type { AccessRules, Listener } from './mosquitto.ts';
import { addressOn, BROKER_FILES, isLoopback } from './mosquitto.ts';

/** Everything that a broker of our own needs to start. */
export type BrokerPlan = {
  readonly program: string;
  /** `setpriv` of util-linux, if installed: it ends the broker with us, even if we are killed. */
  readonly setpriv: string | undefined;
  readonly folder: string;
  /** The listener without TLS. */
  readonly host: string;
  readonly port: number;
  readonly content: FolderContent;
  readonly account: Account | undefined;
  readonly url: string;
  /** The Unix socket that is for the box alone; undefined if the path of the folder is too long for one. */
  readonly socket: string | undefined;
};

/** The longest path of a Unix socket, bytes (unix(7)). */
const LONGEST_SOCKET = 107;

/** We cannot run a broker of our own, and waiting will not help. The message says what will; `url` would have been its address. */
export class BrokerUnavailable extends Error {
  readonly why: 'not-installed' | 'no-account' | 'no-password' | 'bad-password' | 'bad-certificate' | 'bad-host' | 'no-folder';
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
  const network = config.broker_host.replace(/^\[(.*)\]$/, '$1');
  const isTls = config.broker_cert !== '';
  const host = isTls && !config.broker_plain && !isLoopback(network) ? (network.includes(':') ? '::1' : '127.0.0.1') : network;
  const program = programIn(folders, 'mosquitto');
  const url = addressOn(host, config.broker_port);
  if (!program)
    throw new BrokerUnavailable('not-installed', "mosquitto is missing: 'sudo apt-get install mosquitto', or set mqtt.url", url);
  const signIn = signInOf(config, url);
  if (!signIn && !isLoopback(network)) {
    const needed = `a broker on ${network} wants mqtt.username and mqtt.password (or mqtt.password_file)`;
    throw new BrokerUnavailable('no-password', `${needed}; without them leave mqtt.broker_host at 127.0.0.1`, url);
  }
  const certificate = isTls ? certificateFor(config, url) : undefined;
  const listeners = await listenersOf(config, { host, network, url });
  const port = listeners[0].port;
  const folder = join(stateDir, 'broker');
  const socket = join(folder, BROKER_FILES.socket);
  const hasSocket = Buffer.byteLength(socket) <= LONGEST_SOCKET;
  const reader = signIn && readerOf(config, url);
  return {
    ...{ program, setpriv: programIn(folders, 'setpriv'), folder, host, port, account: await accountFor(url), url: addressOn(host, port) },
    socket: hasSocket ? socket : undefined,
    content: {
      openings: { listeners, anonymous: signIn === undefined, socket: hasSocket },
      accounts: [signIn, reader].filter((each) => each !== undefined),
      access: signIn && accessFor(config, signIn, reader),
      certificate,
    },
  };
}

type Places = { readonly host: string; readonly network: string; readonly url: string };

/** The listener without TLS comes first. */
async function listenersOf(config: MqttConfig, { host, network, url }: Places): Promise<readonly [Listener, ...Listener[]]> {
  const plain = { host, port: config.broker_port || (await freePort(host, url)), tls: false };
  if (config.broker_cert === '') return [plain];
  return [plain, { host: network, port: config.broker_tls_port || (await freePort(network, url)), tls: true }];
}

function accessFor(
  { base_topic, discovery_prefix, status_topic }: MqttConfig,
  { username }: SignIn,
  reader: SignIn | undefined,
): AccessRules {
  const topics = [`${base_topic}/#`, `${discovery_prefix}/#`, status_topic];
  return { household: username, ...(reader && { reader: { name: reader.username, topics } }) };
}

function certificateFor(config: MqttConfig, url: string): Certificate {
  const read = certificateIn(config);
  if (!read.ok) throw new BrokerUnavailable('bad-certificate', read.why, url);
  return read.value;
}

const signInOf = (config: MqttConfig, url: string): SignIn | undefined =>
  accountNamed('mqtt.username', config.username, passwordFor(config, 'password', url), url);

const readerOf = (config: MqttConfig, url: string): SignIn | undefined =>
  accountNamed('mqtt.broker_reader', config.broker_reader, passwordFor(config, 'broker_reader_password', url), url);

function accountNamed(key: string, username: string, password: string | undefined, url: string): SignIn | undefined {
  if (username === '' || password === undefined) return undefined;
  if (!/[:\r\n]/.test(username)) return { username, password };
  throw new BrokerUnavailable('bad-password', `${key} must not hold a colon or a line break`, url);
}

function passwordFor(config: MqttConfig, key: 'password' | 'broker_reader_password', url: string): string | undefined {
  try {
    return secretOf(config, key);
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
