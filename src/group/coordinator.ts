import { EventEmitter } from 'node:events';
import type { Command } from '../domain/command.ts';
import type { GroupNews, GroupState, PeerView } from '../domain/group.ts';
import type { BrokerState } from '../domain/report.ts';
import type { Instant } from '../domain/units.ts';
import { elapsed, ms } from '../domain/units.ts';
import { captureFeeling } from '../mood/feeling.ts';
import type { MoodSettings, RoomState } from '../mood/room.ts';
import { presenceIn, sightIn } from '../mood/room.ts';
import type { Clock } from '../shared/async/clock.ts';
import type { Log } from '../shared/log.ts';
import type { GroupPeers, GroupStep, Self } from './group-state.ts';
import { beginGroup, connect, hear, lose, turn } from './group-state.ts';
import type { Agreed, Captured, Coordinator, GroupLine, Own } from './port.ts';

export type GroupCoordinatorParts = {
  readonly line: GroupLine;
  /** Where the line leads. */
  readonly broker: {
    readonly state: BrokerState;
    onState(listener: (state: BrokerState) => void): () => void;
  };
  readonly clock: Clock;
  readonly log: Log;
};

/** How often a box speaks: once a second, less the jitter of a timer. */
const BEAT = ms(950);
/** However often others change their minds, it is looked into so often; the next sighting sees the rest. */
const NEWS = ms(100);

/** Each box has a camera of its own, whose privacy switch is nobody else's, its own yt-dlp, and sensors that watch its own room. */
const OWN: ReadonlySet<Command['type']> = new Set(['camera', 'update', 'presence']);

/** The boxes of one group, as this one knows them. Tells them its view, listens to theirs, and lets the pure `turn` decide. */
export class GroupCoordinator implements Coordinator {
  readonly #parts: GroupCoordinatorParts;
  readonly #name: string;
  readonly #self: Self;
  readonly #of: MoodSettings['of'];
  readonly #told = new EventEmitter<{ command: [Command]; news: [] }>();
  #circle: GroupPeers;
  #turn: GroupStep | undefined;
  #spoke: { readonly at: Instant; readonly decided: string } | undefined;
  #lastNews: Instant | undefined;
  /** What was handed over and is nobody's business; said once for each, however often it comes. */
  readonly #refused = new Set<Command['type']>();

  constructor(parts: GroupCoordinatorParts, name: string, self: Omit<Self, 'manners'>, manners: MoodSettings) {
    this.#parts = parts;
    this.#name = name;
    this.#self = { ...self, manners };
    this.#of = manners.of;
    const now = parts.clock.now();
    this.#circle = connect(beginGroup(now), parts.broker.state.kind === 'connected', now);
    parts.line.onNews((news) => this.#heard(news));
    parts.broker.onState(({ kind }) => {
      this.#circle = connect(this.#circle, kind === 'connected', this.#now);
    });
  }

  get state(): GroupState {
    if (!this.#turn) return { name: this.#name, members: [this.#self.id], will: 'playing', sees: false };
    const { agreed, leader, own, views } = this.#turn;
    const plays = agreed.plays ? this.#self.id : leader?.id;
    const sees = views.some(({ sight }) => sight.kind !== 'blind');
    return { name: this.#name, members: views.map(({ id }) => id), will: own.desires.will, sees, ...(plays !== undefined && { plays }) };
  }

  agree({ room, blind, desires }: Own, at: Instant): Agreed {
    const sight = blind ? ({ kind: 'blind' } as const) : sightIn(room, at, this.#of);
    const before = this.#turn;
    this.#turn = turn(this.#circle, this.#self, { sight, presence: presenceIn(room).kind, desires }, at);
    this.#circle = this.#turn.circle;
    this.#speak(this.#turn.own);
    if (before?.agreed.plays !== this.#turn.agreed.plays) this.#parts.log.info(this.state, 'group.player');
    return this.#turn.agreed;
  }

  capture(room: RoomState, at: Instant, manners: MoodSettings): Captured | undefined {
    const feeling = this.#turn && captureFeeling(this.#circle.feeling, this.#turn.agreed.reading, at, manners);
    if (!feeling) return undefined;
    this.#circle = { ...this.#circle, feeling };
    return { room, mood: feeling.mood };
  }

  passes(command: Command): boolean {
    if (OWN.has(command.type)) return false;
    const leader = this.#circle.line.up ? this.#turn?.leader : undefined;
    if (leader) this.#parts.line.pass(command, leader.id);
    // Who stands before a box that is cut off and asks for music waits for no other box.
    else if (!this.#circle.line.up && command.type === 'play') this.#circle = { ...this.#circle, alone: true };
    return leader !== undefined;
  }

  onCommand(listener: (command: Command) => void): () => void {
    this.#told.on('command', listener);
    return () => void this.#told.off('command', listener);
  }

  onNews(listener: () => void): () => void {
    this.#told.on('news', listener);
    return () => void this.#told.off('news', listener);
  }

  get #now(): Instant {
    return this.#parts.clock.now();
  }

  #heard(news: GroupNews): void {
    switch (news.kind) {
      case 'view':
        this.#hear(news.view);
        return;
      case 'gone':
        this.#circle = lose(this.#circle, news.id, this.#now);
        return;
      case 'command':
        this.#handed(news.command);
    }
  }

  #handed(command: Command): void {
    // No box of ours hands these over: whoever writes to the group's topics must not look into a room.
    if (OWN.has(command.type)) this.#refuse(command);
    // Handed over in the moment of a change: passing it on again could go in circles.
    else if (this.#turn?.agreed.plays) this.#told.emit('command', command);
    else this.#parts.log.debug({ command }, 'group.command_late');
  }

  #refuse({ type }: Command): void {
    if (!this.#refused.has(type)) this.#parts.log.warn({ type }, 'group.bad_command');
    this.#refused.add(type);
  }

  #hear(view: PeerView): void {
    if (view.id === this.#self.id) return;
    const known = this.#circle.members.get(view.id)?.view;
    this.#circle = hear(this.#circle, view, this.#now);
    if (known && decidedIn(known) === decidedIn(view)) return;
    if (this.#lastNews !== undefined && elapsed(this.#lastNews, this.#now) < NEWS) return;
    this.#lastNews = this.#now;
    this.#told.emit('news');
  }

  /** What has been decided is told at once, what is seen with the next beat. */
  #speak(own: PeerView): void {
    const decided = decidedIn(own);
    if (this.#spoke && this.#spoke.decided === decided && elapsed(this.#spoke.at, this.#now) < BEAT) return;
    this.#spoke = { at: this.#now, decided };
    this.#parts.line.tell(own);
  }
}

/** A camera that was switched off counts as decided: what it saw must not be told a moment longer. */
const decidedIn = ({ role, mood, desires, sight }: PeerView): string => JSON.stringify([role, mood, desires, sight.kind === 'blind']);
