import { pbkdf2Sync } from 'node:crypto';
import { loopbackFor } from '../../shared/process/ports.ts';
import { hostAndPort } from '../link/address.ts';

/** Where our own broker listens. `anonymous` only if nobody but this machine can reach it. */
export type BrokerListener = { readonly host: string; readonly port: number; readonly anonymous: boolean };

/** File names inside the broker's folder, which is its working directory: it needs access to no other folder. */
export const BROKER_FILES = { configuration: 'mosquitto.conf', passwords: 'passwords', access: 'access', database: 'retained.db' } as const;

/** mosquitto's own format and default: PBKDF2-SHA512, 101 rounds, 12 bytes of salt, marked `$7$`. */
const ROUNDS = 101;
export const SALT_BYTES = 12;
const HASH_BYTES = 64;

/** Whether only this machine can reach a listener there. */
export const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);

/**
 * The configuration of a small house broker (mosquitto.conf(5)). Retained messages survive a restart and are written every five minutes, to
 * spare the SD card; the limits keep a runaway client from taking the box down with it.
 */
export const mosquittoConfiguration = ({ host, port, anonymous }: BrokerListener): string =>
  [
    '# Written by moodbox at every start; changes are lost.',
    `listener ${port} ${host}`,
    'max_connections 64',
    anonymous ? 'allow_anonymous true' : `allow_anonymous false\npassword_file ${BROKER_FILES.passwords}\nacl_file ${BROKER_FILES.access}`,
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

/** The access list of a broker with a password: `username` may use every topic except the broker's own ($SYS), nobody else may use any. */
export const accessOf = (username: string): string =>
  `# Written by moodbox at every start; changes are lost.\nuser ${username}\ntopic readwrite #\n`;

/** One line of mosquitto's password file: a hash, not the password itself. */
export function passwordLine(username: string, password: string, salt: Buffer): string {
  const hash = pbkdf2Sync(password, salt, ROUNDS, HASH_BYTES, 'sha512');
  return `${username}:$7$${ROUNDS}$${salt.toString('base64')}$${hash.toString('base64')}\n`;
}

/** The address that a client on this machine uses. */
export const addressOn = (host: string, port: number): string => `mqtt://${hostAndPort(loopbackFor(host), port)}`;
