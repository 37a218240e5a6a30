import type { MqttConfig } from '../../config/schema.ts';
import type { Ms } from '../../domain/units.ts';
import { ms } from '../../domain/units.ts';
import { until } from '../../shared/async/linked-abort.ts';
import { withTimeout } from '../../shared/async/timeout.ts';
import { connectionReason } from '../errors.ts';
import { ONLINE } from '../payloads.ts';
import type { Session } from '../session.ts';
import { send } from '../session.ts';
import { formerConfigOf, retainedOf, topicsOf } from '../topics.ts';
import type { Announced, AnnouncedNames } from './announced-names.ts';
import { isOwnDevice } from './discovery-move.ts';
import { RETAINED_TIMEOUT, retainedOn, whileHearing } from './retained.ts';

const MARGIN_MS = 5000;

/** Cleans up what was announced under former names, and remembers the present ones. */
export async function settleNames(session: Session, config: MqttConfig, announced: AnnouncedNames): Promise<void> {
  const oldNames = announced.read();
  // The broker notices after one and a half keepalives that a session of ours was cut off.
  const patience = ms(2 * config.keepalive + MARGIN_MS);
  const former = oldNames ? await cleanUp(session, oldNames, patience) : 'gone';
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
async function cleanUp(session: Session, names: Announced, patience: Ms): Promise<Former> {
  const former = topicsOf(names);
  const present = new Set(retainedOf(session.topics));
  const stale = retainedOf(former).filter((topic) => !present.has(topic));
  const hasMoved = stale.includes(former.availability);
  if (hasMoved && !(await isAbandoned(session, former.availability, patience))) return session.ended.aborted ? 'unknown' : 'in-use';
  for (const topic of [...(await formerDevice(session, names, stale.includes(former.config))), ...stale]) {
    await send(session, { topic, payload: '', retain: true });
  }
  return session.ended.aborted ? 'unknown' : 'gone';
}

/** Where an earlier release announced the device that `hasMoved` away from there, if its announcement is still there. */
async function formerDevice(session: Session, names: Announced, hasMoved: boolean): Promise<readonly string[]> {
  if (names.isMoved || !hasMoved) return [];
  const topic = formerConfigOf(names);
  return isOwnDevice(await retainedOn(session, topic), names.id) ? [topic] : [];
}

/** Whether no box is online under that name, or the one that is goes offline within `patience`. */
async function isAbandoned(session: Session, availability: string, patience: Ms): Promise<boolean> {
  const { clock, ended } = session;
  try {
    return await whileHearing(session, availability, RETAINED_TIMEOUT, async ({ heard, last }) => {
      if (last() === undefined) return !ended.aborted;
      const gone = until(heard, () => last() !== ONLINE || undefined, ended);
      return (await withTimeout(patience, gone, clock, ended)).ok;
    });
  } catch {
    return false; // The connection ended, or the broker refuses to answer: better to leave a ghost than to delete another box's device.
  }
}
