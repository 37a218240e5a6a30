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
import { commandIn, handedOver, messageOf, viewIn } from './message.ts';

type Complain = (fields: object, event: string) => void;

/** The group's part of the box's one MQTT connection. Nothing of it is retained: what was said before is worth nothing. */
export class MqttGroupLine implements GroupLine {
  /** What has to be subscribed to. */
  readonly asked: readonly string[];
  readonly #group: string;
  readonly #id: string;
  readonly #view: RegExp;
  readonly #availability: RegExp;
  readonly #outbox: Outbox;
  readonly #complain: Complain;
  /** Anybody can make up the names of boxes: of these complaints there are only so many. */
  readonly #complaints = new LogOnce(16);
  readonly #told = new EventEmitter<{ news: [GroupNews] }>();

  constructor({ base_topic, group, id }: Pick<MqttConfig, 'base_topic' | 'group' | 'id'>, outbox: Outbox, complain: Complain) {
    this.#group = `${base_topic}/group/${group}`;
    this.#id = id;
    this.asked = [`${this.#group}/+`, this.#commandsTo(id), `${base_topic}/+/availability`];
    this.#view = oneLevel(`${this.#group}/`, '');
    this.#availability = oneLevel(`${base_topic}/`, '/availability');
    this.#outbox = outbox;
    this.#complain = complain;
  }

  tell(view: PeerView): void {
    this.#outbox.renew(`${this.#group}/${this.#id}`, messageOf(view));
  }

  pass(command: Command, to: string): void {
    const topic = this.#commandsTo(to);
    // A slider that is dragged says where it is, and only that counts: it must not push out what else waits.
    if (command.type === 'volume') this.#outbox.renew(topic, handedOver(command), command.type);
    else this.#outbox.add(topic, handedOver(command));
  }

  onNews(listener: (news: GroupNews) => void): () => void {
    this.#told.on('news', listener);
    return () => void this.#told.off('news', listener);
  }

  /** Takes a message that is the group's business; false for any other. What is retained is from before we came, and is dropped. */
  takes({ topic, payload, retain }: Incoming): boolean {
    const speaker = this.#view.exec(topic)?.[1];
    const box = this.#availability.exec(topic)?.[1];
    const isCommand = topic === this.#commandsTo(this.#id);
    if (speaker === undefined && box === undefined && !isCommand) return false;
    if (retain || speaker === this.#id) return true;
    if (speaker !== undefined) this.#heardView(speaker, payload);
    else if (isCommand) this.#heardCommand(payload);
    else if (box !== undefined && payload.toString() === OFFLINE) this.#told.emit('news', { kind: 'gone', id: box });
    return true;
  }

  #heardView(speaker: string, payload: Buffer): void {
    const view = viewIn(speaker, payload);
    if (view.ok) this.#told.emit('news', { kind: 'view', view: view.value });
    else if (this.#complaints.isNew(`${speaker} ${view.why}`)) this.#complain({ box: speaker, why: view.why }, 'group.bad_view');
  }

  #heardCommand(payload: Buffer): void {
    const command = parseCommand(commandIn(payload));
    if (command.ok) this.#told.emit('news', { kind: 'command', command: command.value });
    else this.#complain({}, 'group.bad_command');
  }

  readonly #commandsTo = (id: string): string => `${this.#group}/${id}/set`;
}

/** Matches topics with one box's id between the two. */
const oneLevel = (before: string, after: string): RegExp => new RegExp(`^${literally(before)}([a-zA-Z0-9_-]{1,64})${after}$`);

const literally = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
