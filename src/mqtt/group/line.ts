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
import type { Membership, MessageFault } from './membership.ts';
import { isSigned } from './membership.ts';
import { commandIn, commandMessage, handOverIn, handOverMessage, kindOfCommand, messageOf, viewIn } from './message.ts';
import { membershipOf } from './secret.ts';

type Warn = (fields: object, event: string) => void;
type GroupConfig = Pick<MqttConfig, 'base_topic' | 'group' | 'id' | 'group_secret' | 'group_secret_file'>;

/**
 * Why a message is not taken for one of the group's. The other faults are everyday: a box that has just come, or a message that came
 * twice.
 */
const REFUSALS: Readonly<Partial<Record<MessageFault, string>>> = {
  unsigned: 'it is not signed: give every box of the group the same mqtt.group_secret',
  forged: 'it is signed with another secret: give every box of the group the same mqtt.group_secret',
};
const NO_SECRET = 'it is signed, and this box cannot tell by whom: give every box of the group the same mqtt.group_secret';

/** The group's part of the box's one MQTT connection. Nothing is retained: an old view is worth nothing. */
export class MqttGroupLine implements GroupLine {
  /** The topics to subscribe to. */
  readonly topics: readonly string[];
  readonly #group: string;
  readonly #id: string;
  readonly #view: RegExp;
  readonly #availability: RegExp;
  /** Undefined in a group without a secret. */
  readonly #membership: Membership | undefined;
  readonly #outbox: Outbox;
  readonly #warn: Warn;
  /** Anybody can make up names of boxes, so the number of these warnings is limited. */
  readonly #warnings = new LogOnce(16);
  readonly #events = new EventEmitter<{ news: [GroupNews] }>();

  constructor(config: GroupConfig, outbox: Outbox, warn: Warn) {
    const { base_topic, group, id } = config;
    this.#group = `${base_topic}/group/${group}`;
    this.#id = id;
    this.topics = [`${this.#group}/+`, this.#commandsTo(id), `${base_topic}/+/availability`];
    this.#view = oneLevel(`${this.#group}/`, '');
    this.#availability = oneLevel(`${base_topic}/`, '/availability');
    this.#membership = membershipOf(config, warn);
    this.#outbox = outbox;
    this.#warn = warn;
  }

  tell(view: PeerView): void {
    const topic = `${this.#group}/${this.#id}`;
    this.#outbox.renew(topic, this.#signed(topic, messageOf(view)));
  }

  pass(command: Command, to: string): void {
    const topic = this.#commandsTo(to);
    // A slider that is dragged sends many values, and only the last counts: they must not push out what else is waiting.
    const message = this.#signed(topic, commandMessage(command));
    if (command.type === 'volume') this.#outbox.renew(topic, message, command.type);
    else this.#outbox.add(topic, message);
  }

  askToHandOver(to: string, leader: string): void {
    const topic = this.#commandsTo(leader);
    this.#outbox.add(topic, this.#signed(topic, handOverMessage(to)));
  }

  onNews(listener: (news: GroupNews) => void): () => void {
    this.#events.on('news', listener);
    return () => void this.#events.off('news', listener);
  }

  /**
   * A message of the group without its signature, or any other as it is; undefined if no box of the group wrote it. Called before anything
   * newer replaces it, so that whoever has no secret cannot keep a box from being heard.
   */
  opens(message: Incoming): Incoming | undefined {
    const { topic, payload, retain } = message;
    const sender = this.#view.exec(topic)?.[1];
    if (retain || sender === this.#id || (sender === undefined && topic !== this.#commandsTo(this.#id))) return message;
    if (!this.#membership) return isSigned(payload) ? this.#refuse(sender, NO_SECRET) : message;
    const opened = this.#membership.open(topic, payload);
    if (!opened.ok) return this.#refuse(sender, REFUSALS[opened.why]);
    return sender === undefined || sender === opened.value.from ? { ...message, payload: opened.value.payload } : undefined;
  }

  #refuse(box: string | undefined, why: string | undefined): undefined {
    if (why === undefined || !this.#warnings.isNew(`${box} ${why}`)) return;
    this.#warn({ box: box ?? 'unknown', why }, 'group.unsigned');
    if (box !== undefined) this.#events.emit('news', { kind: 'refused', id: box, why });
  }

  #signed(topic: string, message: string): string {
    return this.#membership?.sign(topic, message) ?? message;
  }

  /**
   * What a newer message replaces: an older one with the same key, for views of the same box and commands of the same kind. Undefined for a
   * message that does not belong to the group.
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
    const heir = handOverIn(payload);
    if (heir !== undefined) {
      this.#events.emit('news', { kind: 'hand-over', to: heir });
      return;
    }
    const command = parseCommand(commandIn(payload));
    if (command.ok) this.#events.emit('news', { kind: 'command', command: command.value });
    else this.#warn({}, 'group.bad_command');
  }

  readonly #commandsTo = (id: string): string => `${this.#group}/${id}/set`;
}

/** Matches topics with the id of a box between `before` and `after`. */
const oneLevel = (before: string, after: string): RegExp => new RegExp(`^${escaped(before)}([a-zA-Z0-9_-]{1,64})${after}$`);

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
