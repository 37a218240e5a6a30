import { array, literal, object, string, union } from 'valibot';
import type { MqttConfig } from '../../config/schema.ts';
import { ms } from '../../domain/units.ts';
import { jsonFitting } from '../../shared/json.ts';
import type { Session } from '../session.ts';
import { send } from '../session.ts';
import type { Names } from '../topics.ts';
import { formerConfigOf } from '../topics.ts';
import type { AnnouncedNames } from './announced-names.ts';
import { RETAINED_TIMEOUT, retainedOn } from './retained.ts';

/** Home Assistant takes the entities off their old topic, and keeps what people have set for them (2024.11 or newer). */
const MIGRATE = JSON.stringify({ migrate_discovery: true });
/** Time for Home Assistant to let go of a device, or to find it again. */
const HANDOVER = ms(1500);
const SHORT_WAIT = ms(500);

/**
 * Earlier releases announced the device on `<prefix>/device/<id>/config`, a name that another program may use too. Tells Home Assistant
 * that the device moves, before it is announced at its new place. Returns the old topic, if an announcement of this box is still there; to
 * be called before anything else is sent.
 */
export async function beginMove(session: Session, config: MqttConfig, announced: AnnouncedNames): Promise<string | undefined> {
  const known = announced.read();
  const names: Names = known ?? config;
  // A renamed box gets a new device, and the clean-up after the renaming takes the old one.
  if (known?.isMoved || names.id !== config.id || names.discovery_prefix !== config.discovery_prefix) return undefined;
  const topic = formerConfigOf(config);
  // A box that remembers nothing is most likely new: its entities should not come late for something that is hardly ever there.
  if (!isOwnDevice(await retainedOn(session, topic, known ? RETAINED_TIMEOUT : SHORT_WAIT), config.id)) return undefined;
  if (config.discovery) {
    await send(session, { topic, payload: MIGRATE, retain: false });
    await pause(session);
  }
  return topic;
}

/** Clears the old topic, once the device has been announced at its new place, and announces it again for a Home Assistant that was slow. */
export async function endMove(session: Session, topic: string): Promise<void> {
  await pause(session);
  await send(session, { topic, payload: '', retain: true });
  await pause(session);
  session.outbox.repeat([session.topics.config]);
}

/** What every release of moodbox says of its device. */
const OWN_DEVICE = object({
  o: object({ name: literal('moodbox') }),
  dev: object({ identifiers: union([string(), array(string())]) }),
});

/** Whether an announcement is that of the box with this id: another program may well use the same topic. */
export function isOwnDevice(payload: string | undefined, id: string): boolean {
  const device = jsonFitting(OWN_DEVICE, payload ?? '');
  return device !== undefined && [device.dev.identifiers].flat().includes(`moodbox_${id}`);
}

const pause = ({ clock, ended }: Session): Promise<void> => clock.sleep(HANDOVER, ended).catch(() => undefined);
