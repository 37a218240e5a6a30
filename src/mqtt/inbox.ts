import type { Command } from '../domain/command.ts';
import type { Clock } from '../shared/async/clock.ts';
import { commandOf } from './commands.ts';
import { NewestGate } from './newest-gate.ts';
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
  readonly onNonsense: (fields: object, event: string, kind?: string) => void;
};

/** The line to the other boxes, as the inbox needs it. */
type GroupInbox = {
  /** Messages with the same key replace each other; undefined if it does not belong to the group. */
  readonly keyOf: (message: Incoming) => string | undefined;
  /** The message without its signature; undefined if no box of the group wrote it. */
  readonly opens: (message: Incoming) => Incoming | undefined;
  readonly takes: (message: Incoming) => boolean;
};

export type InboxWorld = {
  readonly clock: Clock;
  /** Aborted when nothing may be obeyed any more. */
  readonly signal: AbortSignal;
  readonly group: GroupInbox | undefined;
};

/**
 * Takes messages as they come, and passes on at most ten a second of each topic, the newest. So a runaway automation, or a slider that
 * sends thousands of values, neither keeps the box busy nor costs it the broker.
 */
export class Inbox {
  readonly #parts: InboxParts;
  readonly #world: InboxWorld;
  readonly #to: InboxListener;
  readonly #own: NewestGate;
  /** Other boxes have a gate of their own: names that somebody makes up must not keep commands out. */
  readonly #others: NewestGate;

  constructor(parts: InboxParts, world: InboxWorld, to: InboxListener) {
    this.#parts = parts;
    this.#world = world;
    this.#to = to;
    this.#own = new NewestGate({ ...world, onFlood: (topic, dropped) => this.#flooded(topic, dropped, topic) });
    this.#others = new NewestGate({ ...world, onFlood: (topic, dropped) => this.#flooded(topic, dropped, 'group') });
  }

  take(came: Incoming): void {
    const { group } = this.#world;
    const message = group ? group.opens(came) : came;
    if (!message) return;
    const key = group?.keyOf(message);
    if (group && key !== undefined) this.#others.put(key, () => void group.takes(message));
    // What is retained comes once, after the subscription, and is no command.
    else if (message.retain) dispatch(message, this.#parts, this.#to);
    else this.#own.put(message.topic, () => dispatch(message, this.#parts, this.#to));
  }

  #flooded(topic: string, dropped: number, kind: string): void {
    const todo = 'only the newest were obeyed, ten a second: look for what sends so many';
    this.#to.onNonsense({ topic, dropped, todo }, 'mqtt.flood', `flood ${kind}`);
  }
}

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
