import type { Ms, Percent } from '../domain/units.ts';
import { elapsed } from '../domain/units.ts';
import { raceAbort } from '../shared/async/linked-abort.ts';
import type { Deck, OutputKind } from './deck.ts';
import type { MpvContext } from './mpv/session.ts';

/** How often a device is tried that another program is just about to close. */
const REOPENINGS = 10;

/** Why a crossfade is not possible: all sound goes into one file, or the device lets only one program in. */
export type CrossfadeBlocked = 'one-file' | 'busy-device';

/**
 * The decks that play the tracks. Without crossfade there is one deck, which fades out before the next track is loaded. With crossfade a
 * second one is opened when a track begins while another plays, and the old one is closed when it has faded out, so there are two mpvs
 * only while two tracks are heard. There are never more than two decks, even if a new request comes in the middle of a change.
 */
export class Decks implements AsyncDisposable {
  readonly #open: (volume: Percent) => Deck;
  readonly #world: MpvContext;
  #decks: readonly Deck[];
  #crossfades: boolean;
  /** Why two decks cannot play at the same time, once that is known. */
  #blocked: CrossfadeBlocked | undefined;
  #volume: Percent;
  /** The share of the volume that is let through while a message is spoken. */
  #ducked = 1;
  #ducking = 0;
  #held = false;
  #closing: Promise<void> = Promise.resolve();

  constructor(open: (volume: Percent) => Deck, world: MpvContext, { volume, crossfade }: { volume: Percent; crossfade: boolean }) {
    this.#open = open;
    this.#world = world;
    this.#crossfades = crossfade;
    this.#volume = volume;
    this.#decks = [open(volume)];
  }

  get volume(): Percent {
    return this.#volume;
  }

  /** Whether tracks overlap when they change. */
  get crossfades(): boolean {
    return this.#crossfades;
  }

  /** What the decks play to: a device if any of them does. Undefined while nothing is open. */
  get outputKind(): OutputKind | undefined {
    const known = this.#decks.flatMap(({ outputKind: hearing }) => hearing ?? []);
    return known.find((each) => each === 'device') ?? known[0];
  }

  async setVolume(volume: Percent): Promise<void> {
    this.#volume = volume;
    await Promise.all(this.#decks.map(({ fader: loudness }) => loudness.set(volume)));
  }

  async pause(paused: boolean): Promise<void> {
    await Promise.all(this.#decks.map((deck) => deck.pause(paused || this.#held)));
  }

  /** The music stands still, because a message needs the output for itself. */
  get held(): boolean {
    return this.#held;
  }

  /** Whether only one program at a time can be heard, as far as is known. */
  get oneAtATime(): boolean {
    return this.#blocked !== undefined;
  }

  /** Holds the music and lets go of its device; or takes it back and plays on, unless it is `paused`. */
  async hold(held: boolean, paused: boolean): Promise<void> {
    this.#held = held;
    const sharesFile = this.#blocked === 'one-file';
    await Promise.all(
      this.#decks.map(async (deck) => {
        if (held) await deck.pause(true);
        if (!sharesFile) await (held ? deck.release() : deck.reclaim());
        if (!held) await deck.pause(paused);
      }),
    );
  }

  /** Holds the music for a deck that got no device, because only one program at a time is let in. */
  async cedeTo(deck: Deck, span: Ms, signal: AbortSignal): Promise<void> {
    const { clock, limits, log } = this.#world;
    this.disableCrossfade('busy-device');
    log.info({ why: 'busy-device' }, 'player.held');
    await deck.fader.duck(0); // what it plays into silence meanwhile begins anew
    await this.duck(0, span, signal);
    await this.hold(true, true);
    for (let tries = 0; tries < REOPENINGS && deck.outputKind !== 'device' && !signal.aborted; tries += 1) {
      await deck.reopen();
      await clock.sleep(limits.reopening, signal).catch(() => undefined);
    }
  }

  /** Lowers or raises all music to this share of its volume (0 to 1), within `span`; at once after an abort. A later call takes over. */
  async duck(to: number, span: Ms, signal: AbortSignal): Promise<void> {
    const { clock, limits } = this.#world;
    const [from, began] = [this.#ducked, clock.now()];
    this.#ducking += 1;
    for (const turn = this.#ducking; this.#ducked !== to && turn === this.#ducking; ) {
      const passed = signal.aborted || span === 0 ? 1 : Math.min(1, elapsed(began, clock.now()) / span);
      this.#ducked = passed === 1 ? to : from + (to - from) * passed;
      await Promise.all(this.#decks.map(({ fader }) => fader.duck(this.#ducked)));
      if (passed < 1) await clock.sleep(limits.step, signal).catch(() => undefined);
    }
  }

  /** Silences everything at once, so that nothing of a paused track is heard when the next one begins. */
  mute(): void {
    this.#close(this.#decks.slice(1));
    this.#decks[0]?.fader.mute();
  }

  /** Turns crossfades off for good, with a warning if the configuration asks for them. */
  disableCrossfade(why: CrossfadeBlocked): void {
    this.#blocked ??= why;
    if (!this.#crossfades) return;
    this.#crossfades = false;
    this.#world.log.warn({ why, advice: 'music fades out and in instead: see docs/speaker.md' }, 'player.no_crossfade');
  }

  /**
   * Fades the quieter deck to silence, for the next track; opens a second deck if tracks are to overlap. Rejects with the signal's reason.
   */
  async idleDeck(signal: AbortSignal, crossfade = false): Promise<Deck> {
    const [first] = this.#decks;
    if ((this.#crossfades || (crossfade && this.#blocked === undefined)) && this.#decks.length === 1 && first && first.fader.level > 0) {
      const second = this.#open(this.#volume);
      void second.fader.duck(this.#ducked);
      this.#decks = [...this.#decks, second];
    }
    const quietest = this.#decks.reduce((a, b) => (b.fader.level < a.fader.level ? b : a));
    await quietest.fader.ramp(0, signal);
    return quietest;
  }

  /** Fades `to` in while the others fade out and close. Rejects with the signal's reason; the next change continues from that state. */
  async switchTo(to: Deck, signal: AbortSignal): Promise<void> {
    if (to.outputKind === 'nothing' && this.#decks.some((deck) => deck.outputKind === 'device')) await this.#handOver(to, signal);
    const crossing = this.#decks.some((deck) => deck !== to && deck.fader.level > 0);
    for (const { fader: loudness } of this.#decks) loudness.crossing = crossing;
    await Promise.all([to.fader.ramp(1, signal), this.#closeOthers(to, signal)]);
    to.fader.crossing = false;
  }

  /** Fades everything out, in the usual time or in `span`, and closes the audio device. Rejects with the signal's reason. */
  async fadeOut(signal: AbortSignal, span?: Ms): Promise<void> {
    await Promise.all(this.#decks.map(({ fader: loudness }) => loudness.ramp(0, signal, span)));
    signal.throwIfAborted();
    this.#close(this.#decks.slice(1));
    await Promise.all([this.#decks[0]?.close(), raceAbort(this.#closing, signal)]);
    signal.throwIfAborted();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#close(this.#decks);
    await this.#closing;
  }

  /** The device lets only one program in, so the old deck must close before the new one opens it. */
  async #handOver(to: Deck, signal: AbortSignal): Promise<void> {
    this.disableCrossfade('busy-device');
    await this.#closeOthers(to, signal);
    await raceAbort(this.#closing, signal);
    await to.reopen();
  }

  /** Fades out and closes all decks but one. Rejects with the signal's reason. */
  async #closeOthers(deck: Deck, signal: AbortSignal): Promise<void> {
    const others = this.#decks.filter((each) => each !== deck);
    await Promise.all(others.map(({ fader: loudness }) => loudness.ramp(0, signal)));
    signal.throwIfAborted();
    this.#close(others);
  }

  #close(decks: readonly Deck[]): void {
    this.#decks = this.#decks.filter((deck) => !decks.includes(deck));
    const all = [this.#closing, ...decks.map((deck) => deck[Symbol.asyncDispose]())];
    this.#closing = Promise.all(all).then(() => undefined); // a chain of results would keep every earlier result in memory
  }
}
