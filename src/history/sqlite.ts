import type { Feedback, Happening, HeardTrack, HistoryState, PastPlay } from '../domain/history.ts';
import { MOST_RECENT, remember } from '../domain/music.ts';
import type { Instant, Moment, Ms } from '../domain/units.ts';
import { elapsed, later, moment, ms } from '../domain/units.ts';
import { backoff } from '../shared/async/backoff.ts';
import { Calendar } from '../shared/async/calendar.ts';
import type { Clock } from '../shared/async/clock.ts';
import type { Log } from '../shared/log.ts';
import { asideOf, faultReason, isDamage, setAside } from './faults.ts';
import { PlayTimes } from './play-times.ts';
import type { History } from './port.ts';
import { MOST_FEEDBACKS } from './port.ts';
import { tooOldBefore } from './retention.ts';
import type { Bounds, Marks } from './store.ts';
import { BOUNDS, Store } from './store.ts';
import { Waiting } from './waiting.ts';

export type HistoryParts = {
  readonly file: string;
  /** How long entries are kept. */
  readonly keep: Ms;
  readonly clock: Clock;
  /** The calendar. */
  readonly today: () => Moment;
  /** Whether the machine says that its clock was set from the network. Default: it does not. */
  readonly clockIsSet?: () => boolean;
  /** How long the machine has been up, suspended or not. Default: it is never suspended. */
  readonly uptime?: () => Ms;
  readonly log: Log;
  readonly bounds?: Bounds;
};

const BATCH_EVERY = ms(5000);
/** How often the file notes that the box is on, if there is nothing else to write. */
const PULSE_EVERY = ms(5 * 60_000);
const PRUNE_EVERY = ms(24 * 3_600_000);
/** How soon to look again whether the clock has been confirmed. */
const LOOK_AGAIN = ms(10 * 60_000);
/** A clock that is set within this time of the start was wrong until then, as on a board without a clock of its own. */
const WRONG_FROM_THE_START = ms(3_600_000);
const CLOCK_ADVICE =
  'by its clock this box was off for more than a month, so nothing of the history is deleted for its age until the clock is set from the network';
/** How many events wait for a disk that cannot be written to; beyond that the oldest is dropped. */
const MOST_WAITING = 1000;
/** How many plays are searched for the tracks played last: the same track may have been played several times. */
const PLAYS_READ = 4 * MOST_RECENT;
const retryDelay = backoff(BATCH_EVERY, ms(5 * 60_000));

/**
 * One SQLite file. Events wait in memory and are written in batches. If the disk is full or the folder is missing, it tries again with
 * growing pauses; it moves a damaged file aside and starts a new one. None of this disturbs the music.
 */
export class SqliteHistory implements History {
  readonly #parts: HistoryParts;
  readonly #calendar: Calendar;
  readonly #plays: PlayTimes;
  /** When this life of the box began, on both clocks. */
  #began: Moment;
  #since: Instant;
  /** Where the file ended when this life began; undefined until it has been opened. */
  #marks: Marks | undefined;
  #mood: Extract<Happening, { kind: 'mood' }> | undefined;
  readonly #closing = new AbortController();
  readonly #running: Promise<void>;
  readonly #waiting = new Waiting(MOST_WAITING);
  #store: Store | undefined;
  #state: HistoryState = { kind: 'keeping', setAside: false };
  #setAside = false;
  #pulse: Instant | undefined;
  #pruneAt: Instant | undefined;
  #unconfirmed = false;

  private constructor(parts: HistoryParts) {
    this.#parts = parts;
    this.#calendar = new Calendar(parts);
    this.#plays = new PlayTimes(parts.clock);
    this.#began = parts.today();
    this.#since = parts.clock.now();
    this.#running = this.#run();
  }

  /** Opens the file at once if that is possible, else in the background as soon as it is. */
  static open(parts: HistoryParts): SqliteHistory {
    return new SqliteHistory(parts);
  }

  get state(): HistoryState {
    return this.#state;
  }

  record(happening: Happening): void {
    if (this.#closing.signal.aborted) return;
    this.#watchCalendar();
    if (happening.kind === 'mood') this.#mood = happening;
    this.#waiting.add(this.#plays.onClock(happening));
  }

  opinions(): readonly Feedback[] {
    return [...this.#waiting.opinions, ...this.#read((store) => store.opinions(MOST_FEEDBACKS))].slice(0, MOST_FEEDBACKS);
  }

  plays(before: Moment, most: number): readonly PastPlay[] {
    return this.#read((store) => store.plays(before, most));
  }

  withdraw(track: Pick<HeardTrack, 'id' | 'mood'>): boolean {
    const done = this.#store === undefined || this.#attempt(() => this.#opened().withdraw(track));
    if (done) this.#waiting.withdraw(track);
    return done;
  }

  recent(): readonly string[] {
    const played = [...this.#read((store) => store.played(PLAYS_READ)), ...this.#waiting.played];
    return played.reduce(remember, [] as readonly string[]);
  }

  /** Writes what is waiting, if possible, and closes the file. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#closing.signal.aborted) return this.#running;
    this.#closing.abort();
    await this.#running;
    this.#attempt(() => this.#save());
    this.#close();
  }

  async #run(): Promise<void> {
    const { clock } = this.#parts;
    for (let failures = 0; !this.#closing.signal.aborted; ) {
      const succeeded = this.#attempt(() => this.#turn());
      failures = succeeded ? 0 : failures + 1;
      const span = succeeded ? BATCH_EVERY : retryDelay(failures - 1);
      await clock.sleep(span, this.#closing.signal).catch(() => undefined);
    }
  }

  #turn(): void {
    const now = this.#parts.clock.now();
    this.#watchCalendar();
    if (this.#pruneAt === undefined || now >= this.#pruneAt) this.#pruneAt = later(now, this.#pruned() ? PRUNE_EVERY : LOOK_AGAIN);
    if (this.#waiting.all.length > 0 || this.#pulse === undefined || elapsed(this.#pulse, now) >= PULSE_EVERY) this.#save();
  }

  #save(): void {
    this.#opened().write(this.#waiting.all, { began: this.#began, now: this.#parts.today() });
    this.#waiting.clear();
    this.#pulse = this.#parts.clock.now();
  }

  /** Deletes what is too old or too much. Returns false if only a confirmed clock could say what is too old. */
  #pruned(): boolean {
    const { clockIsSet, keep, log, today } = this.#parts;
    const known = this.#opened().known(this.#began);
    const before = tooOldBefore({ ...known, now: today(), keep, began: this.#began, confirmed: clockIsSet?.() ?? false });
    const deleted = this.#opened().prune(before, this.#bounds.rows);
    if (deleted > 0) log.info({ deleted, before: before && new Date(before).toISOString() }, 'history.pruned');
    if (before === undefined && !this.#unconfirmed)
      log.warn({ lastOn: known.lastOn && new Date(known.lastOn).toISOString(), advice: CLOCK_ADVICE }, 'history.clock_unconfirmed');
    this.#unconfirmed = before === undefined;
    return before !== undefined;
  }

  /** After the calendar was set: early in a life all of it moves along; later, and after a sleep, another life begins, in the same mood. */
  #watchCalendar(): void {
    const by = this.#calendar.jump();
    if (by === 0) return;
    const { clock, log, today } = this.#parts;
    const early = !this.#calendar.hasSlept && elapsed(this.#since, clock.now()) < WRONG_FROM_THE_START;
    log.info({ byMs: by, moved: early }, 'history.clock_set');
    if (early) this.#shift(by);
    else this.#beginAnew(moment(today() - by));
    this.#pulse = undefined;
    this.#pruneAt = undefined;
  }

  /** Another life begins now; the one before ended at `ended`, by the calendar that it had. */
  #beginAnew(ended: Moment): void {
    this.#attempt(() => {
      this.#opened().write(this.#waiting.all, { began: this.#began, now: ended });
      this.#waiting.clear();
      this.#marks = this.#opened().marks();
    });
    this.#plays.calendarSet();
    this.#began = this.#parts.today();
    this.#since = this.#parts.clock.now();
    if (this.#mood) this.#waiting.add({ ...this.#mood, at: this.#began });
  }

  #shift(by: Ms): void {
    const before = this.#began;
    this.#waiting.shift(by);
    this.#plays.shift(by);
    this.#began = moment(before + by);
    const marks = this.#marks;
    if (marks) this.#attempt(() => this.#opened().shift(before, marks, by));
  }

  get #bounds(): Bounds {
    return this.#parts.bounds ?? BOUNDS;
  }

  #opened(): Store {
    this.#store ??= Store.open(this.#parts.file, this.#bounds);
    this.#marks ??= this.#store.marks();
    return this.#store;
  }

  /** Runs `work`; if the file is damaged, once more on a new file. Returns whether it succeeded. */
  #attempt(work: () => void): boolean {
    try {
      this.#withRepair(work);
      this.#become({ kind: 'keeping', setAside: this.#setAside });
      return true;
    } catch (err) {
      if (err instanceof TypeError || err instanceof ReferenceError) throw err;
      this.#close();
      this.#become({ kind: 'lost', why: faultReason(err) }, err);
      return false;
    }
  }

  #withRepair(work: () => void): void {
    try {
      work();
    } catch (err) {
      if (!isDamage(err)) throw err;
      this.#close();
      setAside(this.#parts.file);
      this.#marks = undefined;
      this.#setAside = true;
      this.#parts.log.error({ err, file: this.#parts.file, kept: asideOf(this.#parts.file) }, 'history.damaged');
      work();
    }
  }

  #read<T>(query: (store: Store) => readonly T[]): readonly T[] {
    let rows: readonly T[] = [];
    if (this.#store) {
      this.#attempt(() => {
        rows = query(this.#opened());
      });
    }
    return rows;
  }

  /** Logs a change of state once, however many attempts follow. */
  #become(state: HistoryState, err?: unknown): void {
    const before = this.#state;
    this.#state = state;
    const { file, log } = this.#parts;
    if (state.kind === 'lost' && (before.kind !== 'lost' || before.why !== state.why))
      log.error({ err, file, why: state.why }, 'history.lost');
    if (state.kind !== 'keeping' || before.kind !== 'lost') return;
    log.info({ file, dropped: this.#waiting.takeDropped() }, 'history.found');
  }

  #close(): void {
    try {
      this.#store?.[Symbol.dispose]();
    } catch (err) {
      this.#parts.log.warn({ err }, 'history.unclosed');
    }
    this.#store = undefined;
  }
}
