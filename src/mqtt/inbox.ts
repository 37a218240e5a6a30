import type { Command } from '../domain/command.ts';
import { commandOf } from './commands.ts';
import type { Topics } from './topics.ts';
import { ONLINE } from './topics.ts';

/** One message as it came in. */
export type Incoming = { readonly topic: string; readonly payload: Buffer; readonly retain: boolean };

export type InboxListener = {
  readonly onCommand: (command: Command) => void;
  /** Somebody waits on this command topic for the state that comes of it. */
  readonly onAsked: (topic: string) => void;
  /** Home Assistant has just started. */
  readonly onBirth: () => void;
  /** Something came that cannot be obeyed. The fields hold no payload, so that there are only so many different ones. */
  readonly onNonsense: (fields: object, event: string) => void;
};

/** Sorts what comes in: a birth, a command, or nonsense. Throws only what a listener throws. */
export function sort({ topic, payload, retain }: Incoming, topics: Topics, to: InboxListener): void {
  if (topic === topics.status) {
    // A retained birth is an old one, and everything has been said when we connected.
    if (!retain && payload.toString() === ONLINE) to.onBirth();
    return;
  }
  if (!Object.values(topics.set).includes(topic)) return;
  // A retained command is an old one too: it would be obeyed again at every start.
  if (retain) {
    to.onNonsense({ topic, todo: `mosquitto_pub -r -n -t '${topic}'` }, 'mqtt.retained_command_ignored');
    return;
  }
  const command = commandOf(topic, payload.toString(), topics.set);
  if (command.ok) to.onCommand(command.value);
  else to.onNonsense({ topic, why: command.why }, 'mqtt.bad_command');
  to.onAsked(topic);
}
