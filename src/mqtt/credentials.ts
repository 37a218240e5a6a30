import { readFileSync } from 'node:fs';
import type { MqttConfig } from '../config/schema.ts';
import { ConnectionLost } from './errors.ts';

const PROTOCOLS = ['mqtt:', 'mqtts:', 'ws:', 'wss:'];

/** An address without the secrets that it may hold: no name, no password, no query. */
export function shownUrl(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  return parsed?.host ? `${parsed.protocol}//${parsed.host}${parsed.pathname.replace(/\/$/, '')}` : 'an address that cannot be read';
}

/** The address without credentials, and the credentials: the ones of their own keys win over those in the address. */
export function addressOf(config: MqttConfig): { url: string; username?: string; password?: string } {
  const url = URL.canParse(config.url) ? new URL(config.url) : undefined;
  // mqtt.js would take an unknown protocol for mqtt.
  if (!url?.host || !PROTOCOLS.includes(url.protocol)) {
    throw new ConnectionLost('mqtt.url must be such as mqtt://host:1883, mqtts://host, ws://host/path or wss://host/path');
  }
  const username = config.username || decoded(url.username);
  const password = passwordOf(config) ?? decoded(url.password);
  url.username = '';
  url.password = '';
  return { url: url.href, ...given('username', username), ...given('password', password) };
}

function decoded(part: string): string | undefined {
  try {
    return part === '' ? undefined : decodeURIComponent(part);
  } catch {
    throw new ConnectionLost('mqtt.url holds a % that stands for nothing: write %25 for a % in a name or password');
  }
}

/** The password, out of its file where there is one. Throws `ConnectionLost` where that file cannot be read. */
export function passwordOf(config: Pick<MqttConfig, 'password' | 'password_file'>): string | undefined {
  const kept = fileOf('password_file', config.password_file);
  return kept?.toString('utf8').replace(/\r?\n$/, '') ?? (config.password || undefined);
}

/** The bytes of a file that the configuration names; nothing where it names none. Throws `ConnectionLost` where it cannot be read. */
export function fileOf(key: string, path: string): Buffer | undefined {
  if (path === '') return undefined;
  try {
    return readFileSync(path);
  } catch (err) {
    throw new ConnectionLost(`mqtt.${key}: ${path} cannot be read (${(err as NodeJS.ErrnoException).code})`);
  }
}

/** Where Debian keeps the authorities that this machine trusts, those added with update-ca-certificates among them. */
const SYSTEM_CA = '/etc/ssl/certs/ca-certificates.crt';

/**
 * The authorities to check a broker with: the private one that the configuration names, else the machine's own. Node would take its
 * built-in list, which knows no authority of a house; it still does where the machine has none.
 */
export function authoritiesOf({ ca }: Pick<MqttConfig, 'ca'>, env: NodeJS.ProcessEnv = process.env): Buffer | undefined {
  if (ca !== '') return fileOf('ca', ca);
  try {
    return readFileSync(env.SSL_CERT_FILE || SYSTEM_CA);
  } catch {
    return undefined;
  }
}

/** An option that is only there where it has a value. */
export const given = <Name extends string, T>(name: Name, value: T | undefined): { [key in Name]?: T } =>
  (value === undefined ? {} : { [name]: value }) as { [key in Name]?: T };
