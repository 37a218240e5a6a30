import { pbkdf2Sync } from 'node:crypto';
import { loopbackFor } from '../../shared/process/ports.ts';
import { hostAndPort } from '../link/address.ts';

/** Where our own broker listens to others. */
export type Listener = { readonly host: string; readonly port: number; readonly tls: boolean };

/** Who may reach our own broker. `anonymous` only if nobody but this machine can. `socket`: whether the box has a socket of its own. */
export type Openings = { readonly listeners: readonly Listener[]; readonly anonymous: boolean; readonly socket: boolean };

/** File names inside the broker's folder, which is its working directory: it needs access to no other folder. */
export const BROKER_FILES = {
  configuration: 'mosquitto.conf',
  passwords: 'passwords',
  access: 'access',
  database: 'retained.db',
  certificate: 'certificate.pem',
  key: 'key.pem',
  socket: 'box.sock',
} as const;

/** mosquitto's own format and default: PBKDF2-SHA512, 101 rounds, 12 bytes of salt, marked `$7$`. */
const ROUNDS = 101;
export const SALT_BYTES = 12;
const HASH_BYTES = 64;

/** Whether only this machine can reach a listener there. */
export const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);

/**
 * How many clients a listener takes. A process of 1024 open files has room for two listeners and the box; a home has a dozen clients, the
 * rest is for somebody who opens connections and says nothing.
 */
const MOST_CLIENTS = 480;
/** The box itself, and somebody who looks after it. */
const MOST_ON_SOCKET = 8;

/**
 * The configuration of a small house broker (mosquitto.conf(5)). The box has a socket that only its own account can open, so nobody who
 * fills the other listeners keeps it out. Retained messages survive a restart and are written every five minutes, to spare the SD card; the
 * limits keep a runaway client from taking the box down with it.
 */
export const mosquittoConfiguration = ({ listeners, anonymous, socket }: Openings): string =>
  [
    '# Written by moodbox at every start; changes are lost.',
    'per_listener_settings true',
    ...(socket ? [`listener 0 ${BROKER_FILES.socket}`, `max_connections ${MOST_ON_SOCKET}`, 'allow_anonymous true'] : []),
    ...listeners.flatMap((listener) => linesOf(listener, anonymous)),
    // The publisher of a retained message may have used a port that is closed now.
    'check_retain_source false',
    'persistence true',
    'persistence_location ./',
    `persistence_file ${BROKER_FILES.database}`,
    'autosave_interval 300',
    'persistent_client_expiration 1d',
    'max_packet_size 1048576',
    'max_inflight_messages 20',
    'max_queued_messages 1000',
    'max_queued_bytes 4194304',
    'memory_limit 67108864',
    'log_dest stderr',
    'log_timestamp false',
    'log_type error',
    'log_type warning',
    'connection_messages false',
    '',
  ].join('\n');

const linesOf = ({ host, port, tls }: Listener, anonymous: boolean): readonly string[] => [
  `listener ${port} ${host}`,
  `max_connections ${MOST_CLIENTS}`,
  ...(tls ? [`certfile ${BROKER_FILES.certificate}`, `keyfile ${BROKER_FILES.key}`, 'tls_version tlsv1.2'] : []),
  ...(anonymous
    ? ['allow_anonymous true']
    : ['allow_anonymous false', `password_file ${BROKER_FILES.passwords}`, `acl_file ${BROKER_FILES.access}`]),
];

/** Who may use the broker beyond the box. The household may use every topic except the broker's own ($SYS); a reader reads `topics`. */
export type AccessRules = { readonly household: string; readonly reader?: { readonly name: string; readonly topics: readonly string[] } };

/** The access list of a broker with a password. Nobody who is not named may use any topic. */
export const accessOf = ({ household, reader }: AccessRules): string =>
  [
    '# Written by moodbox at every start; changes are lost.',
    `user ${household}`,
    'topic readwrite #',
    ...(reader ? [`user ${reader.name}`, ...reader.topics.map((topic) => `topic read ${topic}`)] : []),
    '',
  ].join('\n');

/** One line of mosquitto's password file: a hash, not the password itself. */
export function passwordLine(username: string, password: string, salt: Buffer): string {
  const hash = pbkdf2Sync(password, salt, ROUNDS, HASH_BYTES, 'sha512');
  return `${username}:$7$${ROUNDS}$${salt.toString('base64')}$${hash.toString('base64')}\n`;
}

/** The address that a client on this machine uses. */
export const addressOn = (host: string, port: number): string => `mqtt://${hostAndPort(loopbackFor(host), port)}`;
