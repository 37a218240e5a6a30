import type { Command } from '../domain/command.ts';
import { commandOf } from './commands.ts';
import { ONLINE } from './payloads.ts';
import type { SensorWord } from './sensor/payload.ts';
import { sensorWordIn } from './sensor/payload.ts';
import type { Topics } from './topics.ts';

/** One message as it came in. */
export type Incoming = { readonly topic: string; readonly payload: Buffer; readonly retain: boolean };

export type InboxListener = {
  /** The device on the sensor's own topic (`presence.topic`) has sent its state. */
  readonly onSensor: (word: SensorWord) => void;
  readonly onCommand: (command: Command) => void;
  /** A message came on this command topic: its sender waits for the resulting state. */
  readonly onCommandTopic: (topic: string) => void;
  /** Home Assistant has just started. */
  readonly onBirth: () => void;
  /** Something came that cannot be obeyed. The fields contain no payload, so that the number of different ones is bounded. */
  readonly onNonsense: (fields: object, event: string) => void;
};

/** Where a box listens: its own topics, and that of a presence sensor, empty if there is none. */
export type InboxParts = { readonly topics: Topics; readonly sensor: string };

/** Passes a message to the right listener: a birth, a sensor's state, a command, or nonsense. Throws only what a listener throws. */
export function dispatch(message: Incoming, { topics, sensor }: InboxParts, to: InboxListener): void {
  const { topic, payload, retain } = message;
  // A sensor's state is not a command: a retained one still holds, and tells a box that has just started.
  if (topic === sensor) {
    handleSensor(message, to);
    return;
  }
  if (topic === topics.status) {
    // A retained birth is an old one, and everything was sent when we connected.
    if (!retain && payload.toString() === ONLINE) to.onBirth();
    return;
  }
  if (!Object.values(topics.set).includes(topic)) return;
  // A retained command is an old one too: it would be obeyed again at every start. A retained presence would hold for ever if nobody
  // took it back.
  if (retain) {
    to.onNonsense({ topic, todo: `mosquitto_pub -r -n -t '${topic}'` }, 'mqtt.retained_command_ignored');
    return;
  }
  const command = commandOf(topic, payload.toString(), topics.set);
  if (command.ok) to.onCommand(command.value);
  else to.onNonsense({ topic, why: command.why }, 'mqtt.bad_command');
  to.onCommandTopic(topic);
}

function handleSensor({ topic, payload }: Incoming, { onSensor, onNonsense }: InboxListener): void {
  const word = sensorWordIn(payload.toString());
  if (word === undefined) onNonsense({ topic, why: 'not a word of presence: docs/home-assistant.md lists them' }, 'mqtt.bad_sensor');
  else onSensor(word);
}
