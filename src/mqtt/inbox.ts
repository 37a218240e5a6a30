import type { Command } from '../domain/command.ts';
import { commandOf } from './commands.ts';
import { ONLINE } from './payloads.ts';
import type { SensorWord } from './sensor-payload.ts';
import { sensorWordIn } from './sensor-payload.ts';
import type { Topics } from './topics.ts';

/** One message as it came in. */
export type Incoming = { readonly topic: string; readonly payload: Buffer; readonly retain: boolean };

export type InboxListener = {
  /** The device on the sensor's own topic (`presence.topic`) tells its state. */
  readonly onSensor: (word: SensorWord) => void;
  readonly onCommand: (command: Command) => void;
  /** Somebody waits on this command topic for the state that comes of it. */
  readonly onAsked: (topic: string) => void;
  /** Home Assistant has just started. */
  readonly onBirth: () => void;
  /** Something came that cannot be obeyed. The fields hold no payload, so that there are only so many different ones. */
  readonly onNonsense: (fields: object, event: string) => void;
};

/** Where a box listens: its own topics, and the one of a presence sensor, empty where there is none. */
export type InboxParts = { readonly topics: Topics; readonly sensor: string };

/** Sorts what comes in: a birth, a sensor's word, a command, or nonsense. Throws only what a listener throws. */
export function dispatch(message: Incoming, { topics, sensor }: InboxParts, to: InboxListener): void {
  const { topic, payload, retain } = message;
  // A sensor's state is no command: a retained one still holds, and is how a box that has just started learns of it.
  if (topic === sensor) {
    sensed(message, to);
    return;
  }
  if (topic === topics.status) {
    // A retained birth is an old one, and everything has been said when we connected.
    if (!retain && payload.toString() === ONLINE) to.onBirth();
    return;
  }
  if (!Object.values(topics.set).includes(topic)) return;
  // A retained command is an old one too: it would be obeyed again at every start. A word of presence that nobody takes back would hold for ever.
  if (retain) {
    to.onNonsense({ topic, todo: `mosquitto_pub -r -n -t '${topic}'` }, 'mqtt.retained_command_ignored');
    return;
  }
  const command = commandOf(topic, payload.toString(), topics.set);
  if (command.ok) to.onCommand(command.value);
  else to.onNonsense({ topic, why: command.why }, 'mqtt.bad_command');
  to.onAsked(topic);
}

function sensed({ topic, payload }: Incoming, { onSensor, onNonsense }: InboxListener): void {
  const word = sensorWordIn(payload.toString());
  if (word === undefined) onNonsense({ topic, why: 'not a word of presence: docs/home-assistant.md lists them' }, 'mqtt.bad_sensor');
  else onSensor(word);
}
