import { EventEmitter } from 'node:events';
import type { MqttConfig } from '../../config/schema.ts';
import type { Ms } from '../../domain/units.ts';
import { ms } from '../../domain/units.ts';
import { until } from '../../shared/async/linked-abort.ts';
import { withTimeout } from '../../shared/async/timeout.ts';
import { connectionReason } from '../errors.ts';
import { allowedQos } from '../link/limits.ts';
import { ONLINE } from '../payloads.ts';
import type { Session } from '../session.ts';
import { send } from '../session.ts';
import type { Topics } from '../topics.ts';
import { retainedOf, topicsOf } from '../topics.ts';
import { AnnouncedNames } from './announced-names.ts';

/** A retained message follows at once on a subscription; after this long there is none. */
const RETAINED_TIMEOUT = ms(2000);

const MARGIN_MS = 5000;

/** Cleans up what was announced under former names, and remembers the present ones. */
export async function settleNames(session: Session, config: MqttConfig, stateDir: string | undefined): Promise<void> {
  if (stateDir === undefined) return;
  const announced = new AnnouncedNames(stateDir);
  const oldNames = announced.read();
  // The broker notices after one and a half keepalives that a session of ours was cut off.
  const patience = ms(2 * config.keepalive + MARGIN_MS);
  const former = oldNames ? await cleanUp(session, topicsOf(oldNames), patience) : 'gone';
  if (former === 'in-use') session.warn({ id: oldNames?.id }, 'mqtt.former_id_in_use');
  if (former === 'unknown') return;
  try {
    await announced.write(config);
  } catch (err) {
    session.warn({ why: connectionReason(err) }, 'mqtt.names_unwritable');
  }
}

/** The former names are cleaned up, in use by another box, or unknown because the connection ended first. */
type Former = 'gone' | 'in-use' | 'unknown';

/**
 * Takes the device of a renamed box out of Home Assistant, and its retained states off the broker. Another box may have the former name by
 * now, as after an SD card was cloned and the copy renamed: so nothing is touched until no box is `online` under it. The broker may need
 * `patience` to notice that our own former session is dead.
 */
async function cleanUp(session: Session, former: Topics, patience: Ms): Promise<Former> {
  const present = new Set(retainedOf(session.topics));
  const stale = retainedOf(former).filter((topic) => !present.has(topic));
  const hasMoved = stale.includes(former.availability);
  if (hasMoved && !(await isAbandoned(session, former.availability, patience))) return session.ended.aborted ? 'unknown' : 'in-use';
  for (const topic of stale) await send(session, { topic, payload: '', retain: true });
  return session.ended.aborted ? 'unknown' : 'gone';
}

/** Whether no box is online under that name, or the one that is goes offline within `patience`. */
async function isAbandoned({ client, limits, clock, ended }: Session, availability: string, patience: Ms): Promise<boolean> {
  const heard = new EventEmitter<{ change: [] }>();
  let last: string | undefined;
  const listen = (topic: string, payload: Buffer): void => {
    if (topic !== availability) return;
    last = payload.toString();
    heard.emit('change');
  };
  client.on('message', listen);
  try {
    await withTimeout(RETAINED_TIMEOUT, client.subscribeAsync(availability, { qos: allowedQos(limits, 1) }), clock, ended);
    const answer = await withTimeout(
      RETAINED_TIMEOUT,
      until(heard, () => last, ended),
      clock,
      ended,
    );
    if (!answer.ok) return !ended.aborted;
    return (
      await withTimeout(
        patience,
        until(heard, () => last !== ONLINE || undefined, ended),
        clock,
        ended,
      )
    ).ok;
  } catch {
    return false; // The connection ended, or the broker refuses to answer: better to leave a ghost than to delete another box's device.
  } finally {
    client.off('message', listen);
    if (client.connected) void client.unsubscribeAsync(availability).catch(() => undefined);
  }
}
