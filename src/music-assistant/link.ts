import { EventEmitter } from 'node:events';
import type { SourceState } from '../domain/music.ts';
import type { Result } from '../domain/result.ts';
import { done, failed } from '../domain/result.ts';
import type { Instant, Moment } from '../domain/units.ts';
import { elapsed, later, ms } from '../domain/units.ts';
import { shownAddress } from '../shared/address.ts';
import { backoff } from '../shared/async/backoff.ts';
import type { Clock } from '../shared/async/clock.ts';
import { LinkedAbort, until } from '../shared/async/linked-abort.ts';
import { withTimeout } from '../shared/async/timeout.ts';
import type { Log } from '../shared/log.ts';
import type { AssistantAnswer, AssistantArguments, AssistantEvent } from './connection.ts';
import { AssistantConnection } from './connection.ts';
import type { AssistantFault } from './fault.ts';
import { LINE_BROKEN } from './fault.ts';
import { daysLeft, daysLeftIn, RENEWAL, readToken } from './token.ts';
import type { AssistantPlayerState, AssistantQueue } from './wire.ts';
import { playerIn, playersIn, queueIn, queuesIn } from './wire.ts';

export type AssistantSettings = { readonly url: string; readonly token_file: string; readonly player: string };

export type LinkWorld = { readonly clock: Clock; readonly log: Log; readonly today: () => Moment };

/** What the queue of the player does, and where it was at that moment. The position may be some seconds off. */
export type KnownQueue = AssistantQueue & { readonly at: Instant };

/** An outage shorter than a minute costs a song or two. */
const rest = backoff(ms(1_000), ms(30_000));
const CLOSE_LIMIT = ms(2_000);
const DAY = 86_400_000;

/**
 * Keeps a connection to a Music Assistant for as long as it is open, and mirrors one player and its queue, which the server tells of by
 * itself. `changes` says that any of this is different.
 */
export class AssistantLink implements AsyncDisposable {
  readonly changes = new EventEmitter<{ change: [] }>().setMaxListeners(0);
  readonly #settings: AssistantSettings;
  readonly #world: LinkWorld;
  readonly #closing = new AbortController();
  readonly #running: Promise<void>;
  #connection: AssistantConnection | undefined;
  #player: AssistantPlayerState | undefined;
  #queue: KnownQueue | undefined;
  /** Why it is not connected; undefined while it is, and before the first attempt has ended. */
  #fault: AssistantFault | undefined;
  #retriesAt: Instant;
  #warnedAt: Moment | undefined;

  constructor(settings: AssistantSettings, world: LinkWorld) {
    this.#settings = settings;
    this.#world = world;
    this.#retriesAt = world.clock.now();
    this.#running = this.#run(this.#closing.signal);
  }

  /** Where the server is, for people. */
  get place(): string {
    return shownAddress(this.#settings.url);
  }

  /** Whether the player can be told to play now. */
  get isReady(): boolean {
    return this.#connection !== undefined && this.#player?.available === true;
  }

  get player(): AssistantPlayerState | undefined {
    return this.#player;
  }

  /** Whether the player plays something that is not from its queue. */
  get isUsedElsewhere(): boolean {
    const { active_source, playback_state, player_id, state } = this.#player ?? {};
    return (playback_state ?? state) === 'playing' && typeof active_source === 'string' && active_source !== player_id;
  }

  get queue(): KnownQueue | undefined {
    return this.#queue;
  }

  /** Why nothing can be played now; undefined if something can. */
  get fault(): AssistantFault | undefined {
    if (!this.#connection) return this.#fault ?? { why: 'offline', detail: 'it has not answered yet' };
    return this.isReady ? undefined : { why: 'unheard', detail: `its player ${this.#settings.player} is not there at the moment` };
  }

  get state(): SourceState {
    if (!this.#connection && !this.#fault) return { kind: 'looking' };
    const { fault } = this;
    if (!fault || fault.why === 'gone') return { kind: 'ready' };
    const left = this.#connection ? 0 : Math.max(0, elapsed(this.#world.clock.now(), this.#retriesAt));
    return { kind: 'resting', why: fault.why, left: ms(left) };
  }

  /** Settles when the first attempt to connect has ended. Rejects with the signal's reason. */
  async settled(signal: AbortSignal): Promise<void> {
    await until(this.changes, () => (this.#connection || this.#fault ? true : undefined), signal);
  }

  /** Asks for something to be done. Settles within 10 s, and soon after an abort. */
  async ask(command: string, args: AssistantArguments, signal: AbortSignal): Promise<AssistantAnswer> {
    return (await this.#connection?.ask(command, args, signal)) ?? failed(this.fault ?? LINE_BROKEN);
  }

  /** The queue has been told to move to that position, in seconds, and has agreed. */
  movedTo(elapsed_time: number): void {
    if (this.#queue) this.#keep({ ...this.#queue, elapsed_time });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    await withTimeout(CLOSE_LIMIT, this.#running, this.#world.clock);
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { clock, log } = this.#world;
    for (let failures = 0; !signal.aborted; ) {
      const fault = await this.#live(signal, () => {
        failures = 0;
      });
      if (signal.aborted) return;
      if (this.#fault?.detail !== fault.detail) log.warn({ server: this.place, why: fault.detail }, 'music_assistant.lost');
      const pause = rest(failures);
      failures += 1;
      this.#retriesAt = later(clock.now(), pause);
      this.#fault = fault;
      this.changes.emit('change');
      await clock.sleep(pause, signal).catch(() => undefined);
    }
  }

  /** One connection, until it ends. Resolves to why it did. */
  async #live(signal: AbortSignal, began: () => void): Promise<AssistantFault> {
    const { clock, log } = this.#world;
    const token = readToken(this.#settings.token_file);
    if (!token.ok) return token.why;
    this.#tellEnd(token.value && daysLeft(token.value, this.#world.today()));
    const parts = { url: this.#settings.url, token: token.value?.secret, clock, heard: (event: AssistantEvent) => this.#hear(event) };
    const opened = await AssistantConnection.open(parts, signal);
    if (!opened.ok) return opened.why;
    await using connection = opened.value;
    const looked = await this.#lookAround(connection, signal);
    if (!looked.ok) return looked.why;
    began();
    log.info({ server: this.place, player: this.#settings.player }, 'music_assistant.connected');
    this.#connection = connection;
    this.#fault = undefined;
    this.changes.emit('change');
    using over = new LinkedAbort(connection.gone, signal);
    while (!over.signal.aborted) {
      await clock.sleep(ms(DAY), over.signal).catch(() => undefined);
      this.#tellEnd(daysLeftIn(this.#settings.token_file, this.#world.today()));
    }
    this.#connection = undefined;
    this.#queue = undefined;
    return connection.fault;
  }

  async #lookAround(connection: AssistantConnection, signal: AbortSignal): Promise<Result<undefined, AssistantFault>> {
    const players = await connection.ask('players/all', {}, signal);
    if (!players.ok) return players;
    const queues = await connection.ask('player_queues/all', {}, signal);
    if (!queues.ok) return queues;
    const all = playersIn(players.value);
    const player = all.find((each) => isCalled(each, this.#settings.player));
    if (!player) return failed(unknownPlayer(this.#settings.player, all));
    this.#player = player;
    const queue = queuesIn(queues.value).find(({ queue_id }) => queue_id === player.player_id);
    if (queue) this.#keep(queue);
    return done(undefined);
  }

  #hear({ about, data, event }: AssistantEvent): void {
    if (about !== this.#player?.player_id) return;
    if (event === 'queue_updated' || event === 'queue_added') {
      const queue = queueIn(data);
      if (queue) this.#keep(queue);
    } else if (event === 'queue_time_updated' && typeof data === 'number' && this.#queue)
      this.#keep({ ...this.#queue, elapsed_time: data });
    else if (event === 'player_updated' || event === 'player_added') this.#player = playerIn(data) ?? this.#player;
    else if (event === 'player_removed') this.#player = { ...this.#player, available: false };
    else return;
    this.changes.emit('change');
  }

  #keep(queue: AssistantQueue): void {
    this.#queue = { ...queue, at: this.#world.clock.now() };
  }

  /** Says once a day that the token is about to end. `days`: as `daysLeft` counts them. */
  #tellEnd(days: number | undefined): void {
    const { log, today } = this.#world;
    if (days === undefined || (this.#warnedAt !== undefined && today() - this.#warnedAt < DAY)) return;
    this.#warnedAt = today();
    log.warn({ days, advice: RENEWAL }, 'music_assistant.token_ends');
  }
}

/** By its id, or by its name, however it is written. */
const isCalled = ({ display_name, name, player_id }: AssistantPlayerState, wanted: string): boolean =>
  player_id === wanted || [name, display_name].some((each) => each?.trim().toLowerCase() === wanted.trim().toLowerCase());

const unknownPlayer = (wanted: string, all: readonly AssistantPlayerState[]): AssistantFault => {
  const names = all.map(({ display_name, name, player_id }) => display_name ?? name ?? player_id).slice(0, 20);
  const known = names.length > 0 ? `it has ${names.join(', ')}` : 'it has none';
  return { why: 'unheard', detail: `it has no player called ${wanted} (music_assistant.player); ${known}` };
};
