import { EventEmitter } from 'node:events';
import { chmodSync, chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';
import { LinkedAbort } from '../../shared/async/linked-abort.ts';
import type { Log } from '../../shared/log.ts';
import { listenOnce } from '../../shared/process/ports.ts';
import { accountOf, programFolders, programIn } from '../../shared/process/programs.ts';
import type { Upkeep } from '../../shared/process/service.ts';
import { Service } from '../../shared/process/service.ts';
import type { ServiceCommand } from '../../shared/process/service-process.ts';
import { OutputError } from '../wav-file.ts';
import type { SnapserverListener } from './configuration.ts';
import { SNAPSERVER_FILES, snapserverConfiguration } from './configuration.ts';
import { Control, SnapserverError } from './control.ts';
import { Fifo } from './fifo.ts';
import { RoomLevels } from './room-levels.ts';
import type { Level, Room } from './rooms.ts';
import { levelIn, misadjusted, roomsOf } from './rooms.ts';

export type SnapcastWorld = {
  readonly clock: Clock;
  readonly log: Log;
  readonly stateDir: string;
  /** Where to look for snapserver; by default on the PATH and in the system's own folders. */
  readonly folders?: readonly string[];
};

/**
 * How often the rooms are checked, and how long the answer may take. Both are short: mpv waits for a server that hangs, and must not be
 * taken for dead.
 */
const CHECK_EVERY = ms(5000);
const ANSWER_LIMIT = ms(3000);

/**
 * moodbox's own snapserver: a child process that carries the music from the pipe to the snapclients. Also sets the volume of all
 * snapclients. Emits `serving` when that changes, and `rooms` when a room comes, goes or is set.
 */
export class Snapserver extends EventEmitter<{ serving: []; rooms: [] }> implements AsyncDisposable {
  readonly #listening: SnapserverListener;
  readonly #world: SnapcastWorld;
  readonly #folder: string;
  readonly #fifo: Fifo;
  readonly #service: Service;
  #control: Control | undefined;
  #controlPort = 0;
  #level: Level;
  readonly #own: RoomLevels;
  #rooms: readonly Room[] = [];
  #serving = true;

  private constructor(listening: SnapserverListener, level: Level, world: SnapcastWorld, folder: string, fifo: Fifo) {
    super();
    this.#listening = listening;
    this.#level = level;
    this.#world = world;
    this.#folder = folder;
    this.#fifo = fifo;
    this.#own = RoomLevels.open(join(world.stateDir, 'rooms.json'), world.log);
    this.#fifo.startDraining();
    const upkeep: Upkeep = {
      ...{ event: 'snapcast', ...listening },
      advice: (code: string | undefined) => adviceFor(listening, code),
      command: () => this.#command(),
      whileServing: (signal: AbortSignal) => this.#serve(signal),
      onServing: (serving: boolean) => this.#setServing(serving),
    };
    this.#service = new Service(upkeep, world);
  }

  /**
   * Makes the folder and the pipe, and starts the server. Throws `OutputError` if the folder cannot be made. A missing snapserver is
   * logged, and started as soon as it is installed.
   */
  static async open(listening: SnapserverListener, level: Level, world: SnapcastWorld): Promise<Snapserver> {
    const folder = join(world.stateDir, 'snapserver');
    return new Snapserver(listening, level, world, folder, await prepared(folder, world.clock));
  }

  /** Where mpv writes to. */
  get fifo(): string {
    return this.#fifo.path;
  }

  /** False if it does not run: mpv's sound is thrown away then. True while nothing is known. */
  get serving(): boolean {
    return this.#serving;
  }

  /** Sets the level of all rooms, also of those that connect later. Settles when the rooms have been told; never rejects. */
  async set(change: Partial<Level>): Promise<void> {
    this.#level = { ...this.#level, ...change };
    const control = this.#control;
    if (!control) return;
    await this.#adjustRooms(control).catch((err: unknown) => this.#world.log.debug({ err }, 'snapcast.untold'));
  }

  /** The rooms that are known, each with what was set for it alone. */
  get rooms(): readonly Room[] {
    return this.#rooms.map((room) => ({ ...room, level: this.#own.of(room.id) }));
  }

  /** Sets the share of one room. Settles when it has been told; false if there is no such room. Never rejects. */
  async setRoom(id: string, change: Partial<Level>): Promise<boolean> {
    if (!this.#rooms.some((room) => room.id === id)) return false;
    this.#own.set(id, change);
    this.emit('rooms');
    await this.set({});
    return true;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#service[Symbol.asyncDispose]();
    await this.#own[Symbol.asyncDispose]();
    this.#fifo[Symbol.dispose]();
  }

  async #command(): Promise<ServiceCommand> {
    const folders = this.#world.folders ?? programFolders(process.env.PATH);
    const program = programIn(folders, 'snapserver');
    if (!program) throw new Error("snapserver is missing: 'apt install snapserver'; it is picked up by itself");
    const account = await accountOf('_snapserver');
    this.#controlPort = await listenOnce('127.0.0.1', 0);
    writeFileSync(join(this.#folder, SNAPSERVER_FILES.configuration), snapserverConfiguration(this.#listening, this.#controlPort));
    if (account) {
      chownSync(this.#folder, account.uid, account.gid);
      this.#fifo.give(account);
    }
    const setpriv = programIn(folders, 'setpriv');
    const how = { name: 'snapserver', kind: 'snapserver', args: ['-c', SNAPSERVER_FILES.configuration] } as const;
    return { ...how, program, setpriv, folder: this.#folder, account };
  }

  #setServing(serving: boolean): void {
    if (this.#serving === serving) return;
    this.#serving = serving;
    this.emit('serving');
  }

  /** Keeps the rooms at their level while the server answers. */
  async #serve(signal: AbortSignal): Promise<void> {
    this.#fifo.stopDraining();
    try {
      using control = await Control.join(this.#controlPort, signal);
      this.#control = control;
      for (;;) {
        await this.#adjustRooms(control);
        await this.#untilNews(control, signal);
      }
    } finally {
      this.#control = undefined;
      this.#fifo.startDraining();
    }
  }

  /** Waits for news from the server, or for the next regular check. Rejects when either side is gone. */
  async #untilNews(control: Control, signal: AbortSignal): Promise<void> {
    using wait = new LinkedAbort(signal, control.gone);
    const onNews = (): void => wait.abort('news');
    control.once('news', onNews);
    await this.#world.clock.sleep(CHECK_EVERY, wait.signal).catch(() => undefined);
    control.off('news', onNews);
    signal.throwIfAborted();
    control.gone.throwIfAborted();
  }

  /** Sets the wanted level in each connected room. The last command counts, because snapserver handles them in order. */
  async #adjustRooms(control: Control): Promise<void> {
    using limit = new LinkedAbort(control.gone).abortAfter(
      ANSWER_LIMIT,
      this.#world.clock,
      () => new SnapserverError('snapserver does not answer'),
    );
    const rooms = roomsOf(await control.call('Server.GetStatus', {}, limit.signal));
    this.#know(rooms);
    const commands = misadjusted(rooms, (id) => levelIn(this.#level, this.#own.of(id))).map(({ id, level }) =>
      control.call('Client.SetVolume', { id, volume: level }, limit.signal),
    );
    await Promise.all(commands);
  }

  #know(rooms: readonly Room[]): void {
    const before = this.#rooms;
    this.#rooms = rooms;
    if (placesIn(rooms) === placesIn(before)) return;
    const names = rooms.filter(({ connected }) => connected).map(({ name }) => name);
    this.#world.log.info({ rooms: names.sort() }, 'snapcast.rooms');
    this.emit('rooms');
  }
}

/** Which rooms there are, as a text to compare. */
const placesIn = (rooms: readonly Room[]): string => JSON.stringify(rooms.map(({ id, name, connected }) => [id, name, connected]).sort());

/** Makes the folder, which only we may enter, and the pipe in it. */
async function prepared(folder: string, clock: Clock): Promise<Fifo> {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    chmodSync(folder, 0o700);
    return await Fifo.make(join(folder, SNAPSERVER_FILES.fifo), clock);
  } catch (err) {
    throw new OutputError(`player.output: ${folder} cannot be made ready: ${(err as Error).message}`, { cause: err });
  }
}

function adviceFor({ host, port }: SnapserverListener, code: string | undefined): string {
  if (code !== 'EADDRINUSE') return `cannot listen on ${host} port ${port} (${code}): see player.output`;
  const disable = 'sudo systemctl disable --now snapserver';
  return `port ${port} is in use, perhaps by Debian's snapserver service: '${disable}', or another port in player.output`;
}
