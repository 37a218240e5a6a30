import { EventEmitter } from 'node:events';
import type { Command } from '../domain/command.ts';
import type { GroupBox, GroupNews, GroupState, PeerView } from '../domain/group.ts';
import type { Refusal } from '../domain/refusal.ts';
import { refusal } from '../domain/refusal.ts';
import type { BrokerState } from '../domain/report.ts';
import type { Result } from '../domain/result.ts';
import { done, failed } from '../domain/result.ts';
import type { Instant } from '../domain/units.ts';
import { elapsed, ms } from '../domain/units.ts';
import { captureFeeling } from '../mood/feeling.ts';
import type { MoodSettings, RoomState } from '../mood/room.ts';
import { presenceIn, sightIn } from '../mood/room.ts';
import { senseReading } from '../mood/senses.ts';
import type { Clock } from '../shared/async/clock.ts';
import type { Log } from '../shared/log.ts';
import type { GroupPeers, GroupStep, Self } from './group-state.ts';
import { beginGroup, connect, hear, lose, turn, yieldTo } from './group-state.ts';
import type { Agreed, Captured, Coordinator, GroupLine, Own } from './port.ts';

export type GroupCoordinatorParts = {
  readonly line: GroupLine;
  /** The broker that the line goes through. */
  readonly broker: {
    readonly state: BrokerState;
    onState(listener: (state: BrokerState) => void): () => void;
  };
  readonly clock: Clock;
  readonly log: Log;
};

/** How often a box sends its view: once a second, less the jitter of a timer. */
const SEND_EVERY = ms(950);
/** The shortest time between two news events, however often others change their minds. The next sighting takes in the rest. */
const NEWS_SPACING = ms(100);

/**
 * What concerns one box alone: the privacy switch of its camera, its yt-dlp, the sensors of its room, what is to be said in it, and who
 * else plays on its loudspeaker.
 */
const LOCAL_COMMANDS: ReadonlySet<Command['type']> = new Set(['camera', 'update', 'presence', 'announce', 'guest', 'moodbox_now']);

/** The boxes of one group, as this one knows them. Sends them its view, listens to theirs, and lets the pure `turn` decide. */
export class GroupCoordinator implements Coordinator {
  readonly #parts: GroupCoordinatorParts;
  readonly #name: string;
  readonly #self: Self;
  readonly #of: MoodSettings['of'];
  readonly #events = new EventEmitter<{ command: [Command]; news: [] }>();
  #group: GroupPeers;
  #turn: GroupStep | undefined;
  #lastSent: { readonly at: Instant; readonly decision: string } | undefined;
  #newsAt: Instant | undefined;
  /** Commands that were refused: each is logged once, however often it comes. */
  readonly #refused = new Set<Command['type']>();
  /** Boxes whose messages do not count, by id, and why. The line limits how many there can be. */
  readonly #refusedBoxes = new Map<string, string>();

  constructor(parts: GroupCoordinatorParts, name: string, self: Omit<Self, 'settings'>, settings: MoodSettings) {
    this.#parts = parts;
    this.#name = name;
    this.#self = { ...self, settings };
    this.#of = settings.of;
    const now = parts.clock.now();
    this.#group = connect(beginGroup(now), parts.broker.state.kind === 'connected', now);
    parts.line.onNews((news) => this.#onGroupNews(news));
    parts.broker.onState(({ kind }) => {
      this.#group = connect(this.#group, kind === 'connected', this.#now);
    });
  }

  get state(): GroupState {
    const refused = this.#refusedBoxes.size > 0 && { refused: [...this.#refusedBoxes].map(([id, why]) => ({ id, why })) };
    if (!this.#turn) return { name: this.#name, members: [this.#self.id], will: 'playing', sees: false, ...refused };
    const { agreed, leader, own, views } = this.#turn;
    const plays = agreed.plays ? this.#self.id : leader?.id;
    const sees = views.some(({ sight }) => sight.kind !== 'blind');
    return {
      name: this.#name,
      members: views.map(({ id }) => id),
      will: own.shared.transport,
      sees,
      ...(plays !== undefined && { plays }),
      ...refused,
    };
  }

  agree({ room, blind, shared }: Own, at: Instant): Agreed {
    const sight = blind ? ({ kind: 'blind' } as const) : sightIn(room, at, this.#of);
    const before = this.#turn;
    this.#turn = turn(
      this.#group,
      this.#self,
      { sight, presence: presenceIn(room).kind, sense: senseReading(room.senses, at), shared },
      at,
    );
    this.#group = this.#turn.group;
    this.#publish(this.#turn.own);
    if (before?.agreed.plays !== this.#turn.agreed.plays) this.#parts.log.info(this.state, 'group.player');
    return this.#turn.agreed;
  }

  capture(room: RoomState, at: Instant, settings: MoodSettings): Captured | undefined {
    const feeling = this.#turn && captureFeeling(this.#group.feeling, this.#turn.agreed.reading, at, settings);
    if (!feeling) return undefined;
    this.#group = { ...this.#group, feeling };
    return { room, mood: feeling.mood };
  }

  passes(command: Command): boolean {
    if (LOCAL_COMMANDS.has(command.type)) return false;
    const leader = this.#group.line.up ? this.#turn?.leader : undefined;
    if (leader) this.#parts.line.pass(command, leader.id);
    // Somebody who presses Play on a box that is cut off does not wait for the others.
    else if (!this.#group.line.up && command.type === 'play') this.#group = { ...this.#group, alone: true };
    return leader !== undefined;
  }

  get boxes(): readonly GroupBox[] {
    const plays = this.state.plays;
    return (this.#turn?.views ?? []).map(({ id, sight, sound, presence }) => ({
      ...{ id, sight, sound, presence },
      ...{ here: id === this.#self.id, plays: id === plays },
    }));
  }

  handOver(to: string): Result<void, Refusal> {
    const { plays } = this.state;
    const views = this.#turn?.views ?? [];
    const box = views.find(({ id }) => id === to);
    if (plays === to) return failed(refusal('box_plays', { box: to }));
    if (!this.#group.line.up) return failed(refusal('broker_away'));
    if (!box || box.role.kind === 'joining') return failed(refusal('box_gone', { box: to }));
    if (!box.sound && views.some(({ sound }) => sound)) return failed(refusal('box_mute', { box: to }));
    if (plays === undefined) return failed(refusal('no_player'));
    if (plays === this.#self.id) this.#yield(to);
    else this.#parts.line.askToHandOver(to, plays);
    return done(undefined);
  }

  #yield(to: string): void {
    this.#parts.log.info({ to }, 'group.hands_over');
    this.#group = yieldTo(this.#group, to, this.#now);
    this.#events.emit('news');
  }

  onCommand(listener: (command: Command) => void): () => void {
    this.#events.on('command', listener);
    return () => void this.#events.off('command', listener);
  }

  onNews(listener: () => void): () => void {
    this.#events.on('news', listener);
    return () => void this.#events.off('news', listener);
  }

  get #now(): Instant {
    return this.#parts.clock.now();
  }

  #onGroupNews(news: GroupNews): void {
    switch (news.kind) {
      case 'view':
        this.#onView(news.view);
        return;
      case 'gone':
        this.#group = lose(this.#group, news.id, this.#now);
        return;
      case 'refused':
        this.#refusedBoxes.set(news.id, news.why);
        return;
      case 'command':
        this.#onGroupCommand(news.command);
        return;
      case 'hand-over':
        this.#onHandOver(news.to);
    }
  }

  #onGroupCommand(command: Command): void {
    // No box of ours passes these on: nobody who can write to the group's topics may look into a room.
    if (LOCAL_COMMANDS.has(command.type)) this.#refuse(command);
    // It came while the leader changed. Passing it on again could go in circles.
    else if (this.#turn?.agreed.plays) this.#events.emit('command', command);
    else this.#parts.log.debug({ command }, 'group.command_late');
  }

  /** Only the box that plays can hand over, and it looks again whether the other can take over. */
  #onHandOver(to: string): void {
    const handed = this.#turn?.agreed.plays ? this.handOver(to) : failed(refusal('other_player'));
    if (!handed.ok) this.#parts.log.debug({ to, why: handed.why.sentence }, 'group.hand_over_late');
  }

  #refuse({ type }: Command): void {
    if (!this.#refused.has(type)) this.#parts.log.warn({ type }, 'group.bad_command');
    this.#refused.add(type);
  }

  #onView(view: PeerView): void {
    if (view.id === this.#self.id) return;
    this.#refusedBoxes.delete(view.id);
    const known = this.#group.peers.get(view.id)?.view;
    this.#group = hear(this.#group, view, this.#now);
    if (known && decisionIn(known) === decisionIn(view)) return;
    if (this.#newsAt !== undefined && elapsed(this.#newsAt, this.#now) < NEWS_SPACING) return;
    this.#newsAt = this.#now;
    this.#events.emit('news');
  }

  /** A decision is sent at once; what is seen waits for its turn. */
  #publish(own: PeerView): void {
    const decision = decisionIn(own);
    if (this.#lastSent && this.#lastSent.decision === decision && elapsed(this.#lastSent.at, this.#now) < SEND_EVERY) return;
    this.#lastSent = { at: this.#now, decision };
    this.#parts.line.tell(own);
  }
}

/** Switching a camera off counts as a decision: what it saw must not be sent a moment longer. */
const decisionIn = ({ role, mood, shared, sight, yields }: PeerView): string =>
  JSON.stringify([role, mood, shared, sight.kind === 'blind', yields]);
