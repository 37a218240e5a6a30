import { isIP } from 'node:net';
import type { BrokerAddress } from './broker-address.ts';
import { BROKER_EXAMPLES, brokerAddressIn } from './broker-address.ts';

const LABEL = /^[a-z\d_]([a-z\d_-]{0,61}[a-z\d_])?$/i;
const LISTEN = 'must be an address such as 127.0.0.1, 0.0.0.0 or ::1, or the name of a host';
const BROKER_SCHEMES = /^\s*(mqtt|mqtts|ws|wss):\/\//i;
const HIGHEST_PORT = 65_535;

/** An address to listen on: an IP address or a host name, without scheme and port. Throws a sentence for the user. */
export function assertHost(value: unknown): void {
  const host = typeof value === 'string' ? value : '';
  if (host.includes('://')) throw new Error(`${LISTEN}, without '${host.slice(0, host.indexOf('://') + 3)}'`);
  if (/^\[.*\]$/.test(host)) throw new Error(`${LISTEN}, without brackets`);
  if (isIP(host) === 0 && /^[^:]+:\d+$/.test(host)) throw new Error(`${LISTEN}, without a port: the port has a key of its own`);
  const problem = hostProblem(host);
  if (problem !== undefined) throw new Error(`${LISTEN}${host === '' ? '' : `; ${problem}`}`);
}

/** The address of an MQTT broker, or nothing. Throws a sentence that repeats no password. */
export function assertBroker(value: unknown): void {
  if (value === '') return;
  if (typeof value !== 'string' || !BROKER_SCHEMES.test(value)) throw new Error(BROKER_EXAMPLES);
  const read = brokerAddressIn(value);
  if (!read.ok && read.why !== BROKER_EXAMPLES) throw new Error(read.why);
  const problem = read.ok ? brokerProblem(read.value) : unreadable(value);
  if (problem !== undefined) throw new Error(`${BROKER_EXAMPLES}; ${problem}`);
}

/** An IPv6 zone is checked by the mqtt room, which knows the interfaces of this machine. */
const brokerProblem = ({ host, port }: BrokerAddress): string | undefined =>
  port === 0 ? 'no broker listens on port 0' : hostProblem(host.replace(/%.*$/, ''));

/** What is wrong with the host or the port of a network address; undefined for a file, for a device, and if nothing is. */
export function addressProblem(address: string): string | undefined {
  const authority = /^[a-z][a-z\d+.-]*:\/\/([^/?#]*)/i.exec(address)?.[1];
  if (authority === undefined) return undefined;
  const [, host = '', port] = /^(?:.*@)?(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(authority) ?? [];
  if (Number(port) > HIGHEST_PORT) return `${port} is not a port: ports go up to ${HIGHEST_PORT}`;
  return looksLikeIPv4(host) ? hostProblem(host) : cameraProblem(address);
}

/** An address of a camera without a login: with one, nobody can say which `:` and `/` belong to the password. */
const CAMERA = /^(?:https?|rtsps?):\/\/([^/?#@]*)(?:[/?#][^@]*)?$/i;

function cameraProblem(address: string): string | undefined {
  const authority = CAMERA.exec(address)?.[1];
  if (authority === undefined) return undefined;
  if (isIP(authority) === 6) return `an IPv6 address belongs in brackets: [${authority}]`;
  const [, bracketed, host = '', port = ''] = /^(?:\[(.*)\]|([^:]*))(?::(.*))?$/.exec(authority) ?? [];
  if (port !== '' && !/^\d+$/.test(port)) return `'${port}' is not a port: a port is a number`;
  if (bracketed === undefined) return host === '' ? 'it has no host' : undefined;
  return isIP(bracketed) === 6 ? undefined : `'${bracketed}' is not an IPv6 address`;
}

function hostProblem(host: string): string | undefined {
  if (isIP(host) !== 0) return undefined;
  if (looksLikeIPv4(host)) return `'${host}' is not an IPv4 address: it has four numbers from 0 to 255, such as 192.168.1.20`;
  const labels = host.replace(/\.$/, '').split('.');
  return host.length <= 253 && labels.every((label) => LABEL.test(label)) ? undefined : `'${host}' is not the name of a host`;
}

/** By the rule that browsers use: a host whose last part is a number is meant as an IPv4 address. */
const looksLikeIPv4 = (host: string): boolean => /(^|\.)(\d+|0x[\da-f]*)\.?$/i.test(host);

/** Why an address that has the right scheme cannot be parsed. It may hold a password, so nothing of it is repeated but its port. */
function unreadable(address: string): string {
  return (
    (/[@#?]/.test(address) ? undefined : addressProblem(address)) ??
    'it cannot be read: if it has a user name or a password, put them into mqtt.username and mqtt.password_file'
  );
}
