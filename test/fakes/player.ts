import { once } from 'node:events';
import type { Playback, PlayFailure, Track } from '../../src/domain/music.ts';
import { trackOf } from '../../src/domain/music.ts';
import { done, failed } from '../../src/domain/result.ts';
import type { Ms, Percent } from '../../src/domain/units.ts';
import { instant, ms, percent } from '../../src/domain/units.ts';
import { PlayerEvents } from '../../src/players/player-events.ts';
import type { Played, Player, PlayerEvent, Spoken, SpokenMessage, TrackProgress } from '../../src/players/port.ts';

type Call = {
  readonly name: 'play' | 'pause' | 'resume' | 'seek' | 'stop' | 'setVolume';
  readonly what?: Track | Percent | Ms;
  readonly crossfade?: boolean;
};

/** A player without sound or delay. It keeps its calls, fails when it is told to, and a test ends its tracks. */
export class FakePlayer implements Player {
  readonly calls: Call[] = [];
  readonly #announcer = new PlayerEvents();
  readonly #failing = new Map<string, PlayFailure>();
  #replace: () => void = () => undefined;
  #volume: Percent;
  #closed = false;

  constructor(volume: Percent = percent(60)) {
    this.#volume = volume;
  }

  get playback(): Playback {
    return this.#announcer.playback;
  }

  get audible(): boolean {
    return this.#announcer.audible;
  }

  /** Where the track is. A test moves time by `at`; every track can be moved in that is not endless. */
  at: Ms = ms(0);

  get progress(): TrackProgress | undefined {
    const { playback } = this;
    if (playback.kind !== 'playing' && playback.kind !== 'paused') return undefined;
    const { duration, endless = false } = playback.track;
    return { position: this.at, seekable: !endless, ...(duration !== undefined && { duration }) };
  }

  get volume(): Percent {
    return this.#volume;
  }

  /** The tracks that were asked for, oldest first. */
  get played(): readonly Track[] {
    return this.calls.flatMap(({ name, what }) => (name === 'play' && typeof what === 'object' ? [what] : []));
  }

  /** From now on this track (by its id; `*` for every track) fails; `undefined` mends it. */
  fail(id: string, why: PlayFailure | undefined): void {
    if (why) this.#failing.set(id, why);
    else this.#failing.delete(id);
  }

  /** The track comes to its natural end. */
  end(): void {
    this.#announcer.emitEnded();
  }

  /** The loudspeaker is pulled out, or plugged in. */
  hear(audible: boolean): void {
    this.#announcer.setAudible(audible);
  }

  /** The track fails while it plays. */
  breakOff(why: PlayFailure): void {
    const track = trackOf(this.playback);
    if (track) this.#announcer.emit({ kind: 'failed', track, why });
  }

  async play(track: Track, signal: AbortSignal, { crossfade }: { readonly crossfade: boolean } = { crossfade: false }): Promise<Played> {
    this.calls.push({ name: 'play', what: track, ...(crossfade && { crossfade }) });
    if (signal.aborted || this.#closed) return failed('replaced');
    const { playback } = this;
    const heard = playback.kind === 'playing' || playback.kind === 'paused' ? playback.track : undefined;
    if (track.flow !== undefined && heard?.flow === track.flow) {
      this.#announcer.emit({ kind: 'playing', track, since: instant(0) });
      return done(undefined);
    }
    this.#replace();
    this.#announcer.emit({ kind: 'loading', track });
    if (await this.#replaced(signal)) {
      if (signal.aborted && this.#isLoading(track)) this.#announcer.emit({ kind: 'silent' });
      return failed('replaced');
    }
    this.at = track.startAt ?? ms(0);
    const why = this.#failing.get(track.id) ?? this.#failing.get('*');
    this.#announcer.emit(why ? { kind: 'failed', track, why } : { kind: 'playing', track, since: instant(0) });
    return why ? failed(why) : done(undefined);
  }

  async pause(): Promise<void> {
    this.calls.push({ name: 'pause' });
    if (this.playback.kind === 'playing') this.#announcer.emit({ kind: 'paused', track: this.playback.track });
  }

  async resume(): Promise<void> {
    this.calls.push({ name: 'resume' });
    if (this.playback.kind === 'paused') this.#announcer.emit({ kind: 'playing', track: this.playback.track, since: instant(0) });
  }

  async seek(to: Ms): Promise<void> {
    this.calls.push({ name: 'seek', what: to });
    if (!this.progress?.seekable) return;
    this.at = to;
    this.#announcer.emitMoved(to);
  }

  /** A fade that is asked for lasts until the test ends it with `faded`, or a later call replaces it. */
  async stop(fade?: Ms): Promise<void> {
    this.calls.push({ name: 'stop', ...(fade !== undefined && { what: fade }) });
    this.#replace();
    if (fade !== undefined && (await this.#replacedWhileFading())) return;
    this.#announcer.emit({ kind: 'silent' });
  }

  async setVolume(volume: Percent): Promise<void> {
    this.calls.push({ name: 'setVolume', what: volume });
    this.#volume = volume;
  }

  /** What was to be said, oldest first. */
  readonly messages: SpokenMessage[] = [];
  /** What comes of each message; a test that wants one to last gives a promise. */
  outcome: (message: SpokenMessage) => Spoken | Promise<Spoken> = () => done(undefined);

  async announce(message: SpokenMessage, signal: AbortSignal): Promise<Spoken> {
    if (signal.aborted || this.#closed) return failed({ kind: 'stopped' });
    this.messages.push(message);
    return Promise.race([this.outcome(message), once(signal, 'abort').then(() => failed({ kind: 'stopped' } as const))]);
  }

  onEvent(listener: (event: PlayerEvent) => void): () => void {
    return this.#announcer.onEvent(listener);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    this.#replace();
    if (this.playback.kind !== 'silent') this.#announcer.emit({ kind: 'silent' });
  }

  /** The fade of a stop is over. */
  faded: () => void = () => undefined;

  #replacedWhileFading(): Promise<boolean> {
    return new Promise((resolve) => {
      this.#replace = () => resolve(true);
      this.faded = () => resolve(false);
    });
  }

  /** One turn of the event loop, in which a later call or an abort may replace this one. */
  #replaced(signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (replaced: boolean): void => {
        signal.removeEventListener('abort', onAbort);
        resolve(replaced);
      };
      const onAbort = (): void => settle(true);
      this.#replace = onAbort;
      signal.addEventListener('abort', onAbort, { once: true });
      setImmediate(() => settle(false));
    });
  }

  #isLoading(track: Track): boolean {
    return this.playback.kind === 'loading' && this.playback.track === track;
  }
}
