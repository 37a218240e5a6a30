import { assertBroker } from '../config/addresses.ts';
import type { MqttConfig } from '../config/schema.ts';
import type { Result } from '../domain/result.ts';
import { done, failed } from '../domain/result.ts';
import { connectOnce, guestOf } from './connection.ts';
import { ConnectionLost } from './errors.ts';
import { topicsOf } from './topics.ts';

/** A broker as somebody has just typed it. */
export type TypedBroker = Pick<MqttConfig, 'url' | 'username' | 'password'>;

/** Signs in to a broker under a name of its own, and leaves again. Fails with a sentence for people, without secrets. */
export async function tryBroker(config: MqttConfig, typed: TypedBroker, signal: AbortSignal): Promise<Result<void, string>> {
  if (typed.url === '') return failed('say the address of the broker, such as mqtt://homeassistant.local');
  try {
    assertBroker(typed.url);
  } catch (err) {
    return failed((err as Error).message);
  }
  const guest = guestOf({ ...config, ...typed, password_file: '' }, 'setup');
  try {
    const { client } = await connectOnce(guest, topicsOf(guest), signal);
    await client.endAsync();
    return done(undefined);
  } catch (err) {
    if (signal.aborted) return failed('no answer in time');
    if (err instanceof ConnectionLost) return failed(err.message);
    throw err;
  }
}
