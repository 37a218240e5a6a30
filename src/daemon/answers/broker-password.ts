import { brokerAddressIn } from '../../config/broker-address.ts';
import { has, valueAt, valueIn } from '../../config/layers.ts';
import type { Reading } from '../../config/load.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { refusal } from '../../domain/refusal.ts';

/**
 * Why these settings would send a saved password to a broker it was not saved for; undefined if they would not. The page never
 * tells a password, so nobody may fetch one by naming a broker of their own. `changed`: the keys that were typed just now.
 */
export function strayPassword(before: Reading, tried: Reading, changed: readonly string[]): Refusal | undefined {
  if (brokerOf(tried) === '' || (told(tried, 'mqtt.password') === '' && told(tried, 'mqtt.password_file') === '')) return undefined;
  const isMoved = brokerOf(tried) !== brokerOf(before);
  if (isOfPage(tried)) return isMoved && isOfPage(before) && !changed.includes('mqtt.password') ? refusal('password_type') : undefined;
  const isSame = !isMoved && isOfPage(tried) === isOfPage(before);
  if (
    isSame ||
    brokerOf(tried) !== placeIn(valueIn(tried.page, 'mqtt.url')) ||
    brokerOf(tried) === placeIn(valueIn(tried.file, 'mqtt.url'))
  )
    return undefined;
  return told(tried, 'mqtt.password_file') === '' && has(tried.file, 'mqtt.password')
    ? refusal('password_type')
    : refusal('password_elsewhere');
}

const told = ({ values }: Reading, key: string): string => String(valueAt(values, key) ?? '');

/** Whether the password in force was typed on the page; one in a file of its own wins over it. */
const isOfPage = (reading: Reading): boolean => has(reading.page, 'mqtt.password') && told(reading, 'mqtt.password_file') === '';

const brokerOf = (reading: Reading): string => placeIn(told(reading, 'mqtt.url'));

/** Where a broker is, without a login; an address that cannot be read, as it is. */
function placeIn(url: unknown): string {
  const text = String(url ?? '');
  const read = brokerAddressIn(text);
  if (!read.ok) return text;
  const { host, path, port, scheme } = read.value;
  return JSON.stringify([scheme, host, port, path]);
}
