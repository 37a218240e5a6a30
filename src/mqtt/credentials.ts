import { createPrivateKey } from 'node:crypto';
import type { BrokerAddress } from '../config/broker-address.ts';
import { brokerAddressIn } from '../config/broker-address.ts';
import type { MqttConfig } from '../config/schema.ts';
import { decodedPart } from '../shared/address.ts';
import { machineAuthorities } from '../shared/authorities.ts';
import { pemFault, readNamed, readSecret } from '../shared/named-file.ts';
import { ConnectionLost } from './errors.ts';
import { zoneMistake } from './link/address.ts';

export type SignedAddress = { readonly address: BrokerAddress; readonly username?: string; readonly password?: string };

/** The broker's address, and the credentials: those under keys of their own win over those in the address. Throws `ConnectionLost`. */
export function addressOf(config: MqttConfig): SignedAddress {
  const read = brokerAddressIn(config.url);
  if (!read.ok) throw new ConnectionLost(`mqtt.url: ${read.why}`);
  const address = read.value;
  const mistake = zoneMistake(address.host);
  if (mistake !== undefined) throw new ConnectionLost(mistake);
  const username = config.username || decoded(address.username);
  const password = secretOf(config, 'password') ?? decoded(address.password);
  return { address, ...given('username', username), ...given('password', password) };
}

const decoded = (part: string): string | undefined => (part === '' ? undefined : decodedPart(part));

/** The keys that hold a secret, each with a sibling `…_file`. */
type SecretKey = 'password' | 'broker_reader_password' | 'group_secret';

/** What each is called in a sentence. */
const WORD_FOR: Readonly<Record<SecretKey, string>> = { password: 'password', broker_reader_password: 'password', group_secret: 'secret' };

/** A secret, from its file if there is one; undefined if it is not set. Throws `ConnectionLost` if the file cannot be read. */
export function secretOf<Key extends SecretKey>(config: Pick<MqttConfig, Key | `${Key}_file`>, key: Key): string | undefined {
  const all: Readonly<Record<string, unknown>> = config;
  const path = String(all[`${key}_file`]);
  if (path !== '') return readSecret(path, (sentence) => new ConnectionLost(`mqtt.${key}_file: ${sentence}`), WORD_FOR[key]);
  return String(all[key]) || undefined;
}

/** The bytes of the file under a key of the configuration; nothing if the key is empty. Throws `ConnectionLost` if it cannot be read. */
export function fileOf(key: string, path: string): Buffer | undefined {
  return path === '' ? undefined : readNamed(path, (sentence) => new ConnectionLost(`mqtt.${key}: ${sentence}`));
}

/** The authorities to check a broker against: the private one in the configuration, else the machine's. Throws `ConnectionLost`. */
export const authoritiesOf = ({ ca }: Pick<MqttConfig, 'ca'>): Buffer | undefined =>
  ca === '' ? machineAuthorities() : certificates('ca', ca);

/** What the box proves with who it is, if it does. Throws `ConnectionLost` if one of the files does not hold what it should. */
export const identityOf = ({ cert, key }: Pick<MqttConfig, 'cert' | 'key'>): { readonly cert?: Buffer; readonly key?: Buffer } => ({
  ...given('cert', certificates('cert', cert)),
  ...given('key', privateKey(key)),
});

function certificates(key: 'ca' | 'cert', path: string): Buffer | undefined {
  const content = fileOf(key, path);
  const fault = content && pemFault(path, content);
  if (fault !== undefined) throw new ConnectionLost(`mqtt.${key}: ${fault}`);
  return content;
}

function privateKey(path: string): Buffer | undefined {
  const content = fileOf('key', path);
  try {
    if (content) createPrivateKey(content);
  } catch {
    throw new ConnectionLost(`mqtt.key: ${path} holds no key in PEM format, or one with a passphrase, which nobody could type`);
  }
  return content;
}

/** An option that is left out if it has no value. */
export const given = <Name extends string, T>(name: Name, value: T | undefined): { [key in Name]?: T } =>
  (value === undefined ? {} : { [name]: value }) as { [key in Name]?: T };
