import type { Ms, Percent } from '../domain/units.ts';
import { raceAbort } from '../shared/async/linked-abort.ts';
import type { Deck, Hearing } from './deck.ts';
import type { MpvContext } from './mpv/session.ts';

/** Why a crossfade that was asked for cannot be had. */
export type CrossfadeBlocked = 'one-file' | 'busy-device';

/**
 * The decks that tracks are played on. Without crossfade there is one, which fades out before the next track is loaded. With
 * crossfade a second one is opened when a track shall begin while another sounds, and closed when that other has faded: two mpvs
 * live only as long as two are heard. At most two decks are ever there, whatever is asked for in the middle of a change.
 */
export class Decks implements AsyncDisposable {
  readonly #open: (volume: Percent) => Deck;
  readonly #world: MpvContext;
  #decks: readonly Deck[];
  #overlapping: boolean;
  /** Why two decks cannot sound beside each other, once that is known. */
  #alone: CrossfadeBlocked | undefined;
  #volume: Percent;
  #closing: Promise<void> = Promise.resolve();

  constructor(open: (volume: Percent) => Deck, world: MpvContext, { volume, crossfade }: { volume: Percent; crossfade: boolean }) {
    this.#open = open;
    this.#world = world;
    this.#overlapping = crossfade;
    this.#volume = volume;
    this.#decks = [open(volume)];
  }

  get volume(): Percent {
    return this.#volume;
  }

  /** Whether tracks overlap at their change. */
  get overlapping(): boolean {
    return this.#overlapping;
  }

  /** What is heard, on any deck; undefined while nothing is open. */
  get hearing(): Hearing | undefined {
    const known = this.#decks.flatMap(({ hearing }) => hearing ?? []);
    return known.find((each) => each === 'device') ?? known[0];
  }

  async setVolume(volume: Percent): Promise<void> {
    this.#volume = volume;
    await Promise.all(this.#decks.map(({ loudness }) => loudness.set(volume)));
  }

  async pause(paused: boolean): Promise<void> {
    await Promise.all(this.#decks.map((deck) => deck.pause(paused)));
  }

  /** For what begins after a pause: nothing is to be heard of what was paused. */
  mute(): void {
    this.#close(this.#decks.slice(1));
    this.#decks[0]?.loudness.mute();
  }

  /** Stops to overlap, for good. Said where the configuration asks for crossfades. */
  separate(why: CrossfadeBlocked): void {
    this.#alone ??= why;
    if (!this.#overlapping) return;
    this.#overlapping = false;
    this.#world.log.warn({ why, advice: 'music fades out and in instead: see docs/speaker.md' }, 'player.no_crossfade');
  }

  /** The deck for the next track, faded to silence: the quieter one; with `crossfade` one beside what sounds. Rejects with the signal's reason. */
  async free(signal: AbortSignal, crossfade = false): Promise<Deck> {
    const [first] = this.#decks;
    if ((this.#overlapping || (crossfade && this.#alone === undefined)) && this.#decks.length === 1 && first && first.loudness.level > 0) {
      this.#decks = [...this.#decks, this.#open(this.#volume)];
    }
    const quietest = this.#decks.reduce((a, b) => (b.loudness.level < a.loudness.level ? b : a));
    await quietest.loudness.ramp(0, signal);
    return quietest;
  }

  /** Fades `to` in while the others fade out and close. Rejects with the signal's reason; the next change goes on from there. */
  async change(to: Deck, signal: AbortSignal): Promise<void> {
    if (to.hearing === 'nothing' && this.#decks.some((deck) => deck.hearing === 'device')) await this.#handOver(to, signal);
    const crossing = this.#decks.some((deck) => deck !== to && deck.loudness.level > 0);
    for (const { loudness } of this.#decks) loudness.crossing = crossing;
    await Promise.all([to.loudness.ramp(1, signal), this.#leave(to, signal)]);
    to.loudness.crossing = false;
  }

  /** Fades everything out, in the usual time or in `span`. Rejects with the signal's reason. */
  async silence(signal: AbortSignal, span?: Ms): Promise<void> {
    await Promise.all(this.#decks.map(({ loudness }) => loudness.ramp(0, signal, span)));
    signal.throwIfAborted();
    this.#close(this.#decks.slice(1));
    await this.#decks[0]?.lives.current?.stop();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#close(this.#decks);
    await this.#closing;
  }

  /** The device lets only one program in: the old track has to leave it first. */
  async #handOver(to: Deck, signal: AbortSignal): Promise<void> {
    this.separate('busy-device');
    await this.#leave(to, signal);
    await raceAbort(this.#closing, signal);
    await to.reopen();
  }

  /** All but `deck` fade out and close. Rejects with the signal's reason. */
  async #leave(deck: Deck, signal: AbortSignal): Promise<void> {
    const others = this.#decks.filter((each) => each !== deck);
    await Promise.all(others.map(({ loudness }) => loudness.ramp(0, signal)));
    signal.throwIfAborted();
    this.#close(others);
  }

  #close(decks: readonly Deck[]): void {
    this.#decks = this.#decks.filter((deck) => !decks.includes(deck));
    const all = [this.#closing, ...decks.map((deck) => deck[Symbol.asyncDispose]())];
    this.#closing = Promise.all(all).then(() => undefined); // what came of it would hold what came of all before
  }
}
