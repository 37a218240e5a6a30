import { EventEmitter } from 'node:events';
import type { MqttConfig } from '../../config/schema.ts';
import type { Command } from '../../domain/command.ts';
import { parseCommand } from '../../domain/command.ts';
import type { GroupNews, PeerView } from '../../domain/group.ts';
import type { GroupLine } from '../../group/port.ts';
import type { Incoming } from '../inbox.ts';
import { LogOnce } from '../log-once.ts';
import type { Outbox } from '../outbox.ts';
import { OFFLINE } from '../payloads.ts';
import { commandIn, commandMessage, kindOfCommand, messageOf, viewIn } from './message.ts';

type Warn = (fields: object, event: string) => void;

/** The group's part of the box's one MQTT connection. Nothing is retained: an old view is worth nothing. */
export class MqttGroupLine implements GroupLine {
  /** The topics to subscribe to. */
  readonly topics: readonly string[];
  readonly #group: string;
  readonly #id: string;
  readonly #view: RegExp;
  readonly #availability: RegExp;
  readonly #outbox: Outbox;
  readonly #warn: Warn;
  /** Anybody can make up names of boxes, so the number of these warnings is limited. */
  readonly #warnings = new LogOnce(16);
  readonly #events = new EventEmitter<{ news: [GroupNews] }>();

  constructor({ base_topic, group, id }: Pick<MqttConfig, 'base_topic' | 'group' | 'id'>, outbox: Outbox, warn: Warn) {
    this.#group = `${base_topic}/group/${group}`;
    this.#id = id;
    this.topics = [`${this.#group}/+`, this.#commandsTo(id), `${base_topic}/+/availability`];
    this.#view = oneLevel(`${this.#group}/`, '');
    this.#availability = oneLevel(`${base_topic}/`, '/availability');
    this.#outbox = outbox;
    this.#warn = warn;
  }

  tell(view: PeerView): void {
    this.#outbox.renew(`${this.#group}/${this.#id}`, messageOf(view));
  }

  pass(command: Command, to: string): void {
    const topic = this.#commandsTo(to);
    // A slider that is dragged sends many values, and only the last counts: they must not push out what else is waiting.
    if (command.type === 'volume') this.#outbox.renew(topic, commandMessage(command), command.type);
    else this.#outbox.add(topic, commandMessage(command));
  }

  onNews(listener: (news: GroupNews) => void): () => void {
    this.#events.on('news', listener);
    return () => void this.#events.off('news', listener);
  }

  /**
   * What a newer message replaces: an older one with the same key, for views of the same box and commands of the same kind. Undefined for a
   * message that is none of the group's.
   */
  keyOf({ topic, payload }: Incoming): string | undefined {
    if (topic === this.#commandsTo(this.#id)) return `${topic} ${kindOfCommand(payload)}`;
    return this.#view.test(topic) || this.#availability.test(topic) ? topic : undefined;
  }

  /** Takes a message of the group; false for any other. A retained one is older than our connection, and is dropped. */
  takes({ topic, payload, retain }: Incoming): boolean {
    const sender = this.#view.exec(topic)?.[1];
    const box = this.#availability.exec(topic)?.[1];
    const isCommand = topic === this.#commandsTo(this.#id);
    if (sender === undefined && box === undefined && !isCommand) return false;
    if (retain || sender === this.#id) return true;
    if (sender !== undefined) this.#onView(sender, payload);
    else if (isCommand) this.#onCommand(payload);
    else if (box !== undefined && payload.toString() === OFFLINE) this.#events.emit('news', { kind: 'gone', id: box });
    return true;
  }

  #onView(sender: string, payload: Buffer): void {
    const view = viewIn(sender, payload);
    if (view.ok) this.#events.emit('news', { kind: 'view', view: view.value });
    else if (this.#warnings.isNew(`${sender} ${view.why}`)) this.#warn({ box: sender, why: view.why }, 'group.bad_view');
  }

  #onCommand(payload: Buffer): void {
    const command = parseCommand(commandIn(payload));
    if (command.ok) this.#events.emit('news', { kind: 'command', command: command.value });
    else this.#warn({}, 'group.bad_command');
  }

  readonly #commandsTo = (id: string): string => `${this.#group}/${id}/set`;
}

/** Matches topics with the id of a box between `before` and `after`. */
const oneLevel = (before: string, after: string): RegExp => new RegExp(`^${escaped(before)}([a-zA-Z0-9_-]{1,64})${after}$`);

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
