import type { Ms, Percent } from '../domain/units.ts';
import { elapsed, ms, percent } from '../domain/units.ts';
import type { Clock } from '../shared/async/clock.ts';
import { raceAbort, until } from '../shared/async/linked-abort.ts';
import type { AssistantLink } from './link.ts';

/** Between two steps of a fade. Loudspeakers in the network take a tenth of a second for one. */
const STEP = ms(250);
/** How often and for how long the volume that people want is told again until the player has it. */
const PATIENCE = ms(1_000);
const MOST_TRIES = 15;
const NEVER = new AbortController().signal;

/**
 * The volume of the player. It belongs to whoever set it last: a fade leads back to where it was, and a hand that moves it meanwhile ends
 * the fade and is right.
 */
export class AssistantVolume implements Disposable {
  readonly #link: AssistantLink;
  readonly #clock: Clock;
  /** What people want it to be, while a fade or a message has moved it; undefined otherwise. */
  #wanted: Percent | undefined;
  /** What we have set meanwhile, and the last of it: the server may not have told of it yet. */
  #sent = new Set<number>();
  #latest: Percent | undefined;
  /** How many of our commands have not been answered yet. */
  #underway = 0;
  /** What the server said last. */
  #level: number | undefined;
  #turn = 0;
  readonly #closing = new AbortController();

  constructor(link: AssistantLink, clock: Clock) {
    this.#link = link;
    this.#clock = clock;
  }

  /** As people want it; undefined for a player without one. */
  get wanted(): Percent | undefined {
    const { volume_level: level } = this.#link.player ?? {};
    if (typeof level !== 'number') return undefined;
    return this.#wanted ?? percent(level);
  }

  /** To be called when the server tells of the player: a volume that we did not set is somebody's will. */
  heard(): void {
    const level = this.#link.player?.volume_level;
    if (typeof level !== 'number' || level === this.#level) return;
    this.#level = level;
    if (this.#wanted === undefined || this.#sent.has(level) || level === this.#wanted) return;
    this.#turn += 1;
    // A step of the fade that is on its way would have the last word.
    if (this.#underway === 0) {
      this.#settle();
      return;
    }
    this.#wanted = percent(level);
    void this.restore();
  }

  async set(volume: Percent): Promise<void> {
    if (this.wanted === undefined) return;
    this.#wanted = volume;
    await this.restore();
  }

  /** Goes to this share (0 to 1) of what people want, within `span`. A later call takes over. Rejects with the signal's reason. */
  async ramp(to: number, span: Ms, signal: AbortSignal): Promise<void> {
    const { wanted } = this;
    if (wanted === undefined) return;
    this.#turn += 1;
    const [turn, began, from] = [
      this.#turn,
      this.#clock.now(),
      (this.#latest ?? this.#link.player?.volume_level ?? wanted) / Math.max(1, wanted),
    ];
    this.#wanted = wanted;
    for (let share = from; share !== to && turn === this.#turn; ) {
      const passed = span === 0 ? 1 : Math.min(1, elapsed(began, this.#clock.now()) / span);
      share = passed === 1 ? to : from + (to - from) * passed;
      await raceAbort(this.#tell(percent(Math.round(wanted * Math.min(1, share)))), signal);
      if (passed < 1) await this.#clock.sleep(STEP, signal);
    }
    if (to === 1 && turn === this.#turn) await this.restore();
  }

  /** Brings it back to what people want, at once. */
  async restore(): Promise<void> {
    const wanted = this.#wanted;
    if (wanted === undefined) return;
    this.#turn += 1;
    const turn = this.#turn;
    await this.#tell(wanted);
    void this.#insist(wanted, turn);
  }

  /** Tells nothing again. */
  [Symbol.dispose](): void {
    this.#turn += 1;
    this.#closing.abort();
  }

  /** While an announcement is heard, Music Assistant answers commands and drops them. */
  async #insist(wanted: Percent, turn: number): Promise<void> {
    const { signal } = this.#closing;
    for (let tries = 0; tries < MOST_TRIES && turn === this.#turn; tries += 1) {
      // A player that is gone has no volume; it is told when it is back.
      await until(this.#link.changes, () => (this.#link.isReady ? true : undefined), signal).catch(() => undefined);
      if (turn !== this.#turn || signal.aborted) return;
      if (this.#link.player?.volume_level === wanted) return this.#settle();
      await this.#clock.sleep(PATIENCE, signal).catch(() => undefined);
      if (turn === this.#turn) await this.#tell(wanted);
    }
    if (turn === this.#turn) this.#settle();
  }

  #settle(): void {
    this.#wanted = undefined;
    this.#latest = undefined;
    this.#sent = new Set();
  }

  /** The server answers `success` also where nothing happens; what the volume really is comes as an event. */
  async #tell(volume_level: Percent): Promise<void> {
    const { player } = this.#link;
    if (!player || !this.#link.isReady) return;
    this.#sent.add(volume_level);
    this.#latest = volume_level;
    this.#underway += 1;
    await this.#link.ask('players/cmd/volume_set', { player_id: player.player_id, volume_level }, NEVER).finally(() => {
      this.#underway -= 1;
    });
  }
}
