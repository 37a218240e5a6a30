import { EventEmitter } from 'node:events';
import type { MqttConfig } from '../../config/schema.ts';
import type { Ms } from '../../domain/units.ts';
import { ms } from '../../domain/units.ts';
import { until } from '../../shared/async/linked-abort.ts';
import { withTimeout } from '../../shared/async/timeout.ts';
import { connectionReason } from '../errors.ts';
import { ONLINE } from '../payloads.ts';
import type { Session } from '../session.ts';
import { send } from '../session.ts';
import type { Topics } from '../topics.ts';
import { retainedOf, topicsOf } from '../topics.ts';
import { AnnouncedNames } from './announced-names.ts';

/** A retained message comes at once with a subscription; after so long there is none. */
const RETAINED = ms(2000);

const SLACK_MS = 5000;

/** Takes back what was announced under other names, and remembers the present ones. */
export async function settleNames(session: Session, config: MqttConfig, stateDir: string | undefined): Promise<void> {
  if (stateDir === undefined) return;
  const announced = new AnnouncedNames(stateDir);
  const before = announced.read();
  // A session of our own that was cut off is noticed by the broker after one and a half of its keepalives.
  const patience = ms(2 * config.keepalive + SLACK_MS);
  const former = before ? await takeBack(session, topicsOf(before), patience) : 'gone';
  if (former === 'in-use') session.complain({ id: before?.id }, 'mqtt.former_id_in_use');
  if (former === 'unknown') return;
  try {
    await announced.write(config);
  } catch (err) {
    session.complain({ why: connectionReason(err) }, 'mqtt.names_unwritable');
  }
}

/** What became of the former names: taken back, alive elsewhere, or the connection ended first. */
type Former = 'gone' | 'in-use' | 'unknown';

/**
 * Takes the device of a renamed box out of Home Assistant, and its retained states off the broker. The former name may meanwhile be
 * another box's, as after an SD card was cloned and the copy renamed; so it is touched only once nobody is `online` under it. Our
 * own former session may take `patience` to be noticed as dead by the broker.
 */
async function takeBack(session: Session, former: Topics, patience: Ms): Promise<Former> {
  const present = new Set(retainedOf(session.topics));
  const stale = retainedOf(former).filter((topic) => !present.has(topic));
  const moved = stale.includes(former.availability);
  if (moved && !(await isAbandoned(session, former.availability, patience))) return session.ended.aborted ? 'unknown' : 'in-use';
  for (const topic of stale) await send(session, { topic, payload: '', retain: true });
  return session.ended.aborted ? 'unknown' : 'gone';
}

async function isAbandoned({ client, clock, ended }: Session, availability: string, patience: Ms): Promise<boolean> {
  const heard = new EventEmitter<{ change: [] }>();
  let last: string | undefined;
  const listen = (topic: string, payload: Buffer): void => {
    if (topic !== availability) return;
    last = payload.toString();
    heard.emit('change');
  };
  client.on('message', listen);
  try {
    await withTimeout(RETAINED, client.subscribeAsync(availability, { qos: 1 }), clock, ended);
    const said = await withTimeout(
      RETAINED,
      until(heard, () => last, ended),
      clock,
      ended,
    );
    if (!said.ok) return !ended.aborted;
    return (
      await withTimeout(
        patience,
        until(heard, () => last !== ONLINE || undefined, ended),
        clock,
        ended,
      )
    ).ok;
  } catch {
    return false; // The connection ended, or the broker refuses to tell: better a ghost than somebody else's device.
  } finally {
    client.off('message', listen);
    if (client.connected) void client.unsubscribeAsync(availability).catch(() => undefined);
  }
}
