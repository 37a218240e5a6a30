import type { Playback, Track } from '../domain/music.ts';
import { done, failed } from '../domain/result.ts';
import type { Instant, Ms, Percent } from '../domain/units.ts';
import { elapsed, ms } from '../domain/units.ts';
import type { Played, Player, PlayerEvent, Spoken, TrackProgress } from '../players/port.ts';
import type { Clock } from '../shared/async/clock.ts';

/** What can be heard. `left`: how much of the track is left; absent if it never ends. */
export type Sound =
  | { readonly kind: 'silent' }
  | { readonly kind: 'playing' | 'fading' | 'paused'; readonly track: Track; readonly left?: Ms };

/** As in `MpvPlayer`, a seek stops short of the end. */
const LAST_MOMENT = 1000;

/** The present track. It was at `position` at `since`, and plays from there. */
type Play = { readonly track: Track; readonly position: Ms; readonly since: Instant };

/**
 * A player without sound. Its tracks last for their duration on the given clock, and a new track starts at once. A track of length 0
 * cannot be played.
 */
export class PretendPlayer implements Player {
  readonly audible = true;
  readonly #clock: Clock;
  readonly #fade: Ms;
  readonly #listeners = new Set<(event: PlayerEvent) => void>();
  #volume: Percent;
  #playback: Playback = { kind: 'silent' };
  #play: Play | undefined;
  #fading = false;
  #closed = false;
  /** Ends the wait for the end of a track or a fade. */
  #turn = new AbortController();

  /** `fade`: how long a stop takes unless it asks for another time. */
  constructor(clock: Clock, { fade, volume }: { readonly fade: Ms; readonly volume: Percent }) {
    this.#clock = clock;
    this.#fade = fade;
    this.#volume = volume;
  }

  get playback(): Playback {
    return this.#playback;
  }
  get volume(): Percent {
    return this.#volume;
  }

  /** The position in the track; undefined if there is none. */
  get position(): Ms | undefined {
    const play = this.#play;
    return play && ms(play.position + (this.#playback.kind === 'playing' ? elapsed(play.since, this.#clock.now()) : 0));
  }

  get progress(): TrackProgress | undefined {
    const { position } = this;
    const length = this.#play && lengthOf(this.#play.track);
    return position === undefined
      ? undefined
      : { position, seekable: length !== undefined, ...(length !== undefined && { duration: length }) };
  }

  get sound(): Sound {
    const { position } = this;
    if (!this.#play || position === undefined) return { kind: 'silent' };
    const { track } = this.#play;
    const length = lengthOf(track);
    const kind = this.#playback.kind === 'paused' ? 'paused' : this.#fading ? 'fading' : 'playing';
    return { kind, track, ...(length !== undefined && { left: ms(Math.max(0, length - position)) }) };
  }

  async play(track: Track, signal: AbortSignal): Promise<Played> {
    if (signal.aborted || this.#closed) return failed('replaced');
    if (track.flow !== undefined && this.#play?.track.flow === track.flow) {
      this.#sounds({ track, position: this.position ?? ms(0), since: this.#clock.now() });
      return done(undefined);
    }
    const turn = this.#turned();
    this.#play = undefined;
    this.#tell({ kind: 'playback', playback: { kind: 'loading', track } });
    await Promise.resolve();
    if (turn.aborted) return failed('replaced');
    if (signal.aborted) {
      this.#over('playback');
      return failed('replaced');
    }
    if (lengthOf(track) === 0) return this.#fail(track);
    this.#sounds({ track, position: track.startAt ?? ms(0), since: this.#clock.now() });
    return done(undefined);
  }

  async pause(): Promise<void> {
    if (!this.#play || this.#playback.kind !== 'playing') return;
    const { track } = this.#play;
    this.#play = { ...this.#play, position: this.position ?? ms(0) };
    this.#turned();
    this.#tell({ kind: 'playback', playback: { kind: 'paused', track } });
  }

  async resume(): Promise<void> {
    if (this.#play && this.#playback.kind === 'paused') this.#sounds({ ...this.#play, since: this.#clock.now() });
  }

  async seek(to: Ms): Promise<void> {
    const { duration } = this.progress ?? {};
    if (!this.#play || duration === undefined || this.#fading) return;
    const position = ms(Math.max(0, Math.min(to, duration - LAST_MOMENT)));
    this.#play = { ...this.#play, position, since: this.#clock.now() };
    if (this.#playback.kind === 'playing') this.#waitForEnd();
    this.#tell({ kind: 'moved', playback: this.#playback, position });
  }

  async stop(fade = this.#fade): Promise<void> {
    if (this.#fading || this.#playback.kind === 'silent') return;
    const { signal } = this.#turn;
    this.#fading = this.#playback.kind === 'playing' && fade > 0;
    if (this.#fading) await this.#clock.sleep(fade, signal).catch(() => undefined);
    if (!signal.aborted) this.#over('playback');
  }

  async setVolume(volume: Percent): Promise<void> {
    this.#volume = volume;
  }

  /** Nobody announces anything in a made-up evening. */
  async announce(): Promise<Spoken> {
    return done(undefined);
  }

  onEvent(listener: (event: PlayerEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    if (this.#playback.kind !== 'silent') this.#over('playback');
  }

  #sounds(play: Play): void {
    const { track, since } = play;
    this.#play = play;
    this.#waitForEnd();
    this.#tell({ kind: 'playback', playback: { kind: 'playing', track, since } });
  }

  #waitForEnd(): void {
    const turn = this.#turned();
    const length = this.#play && lengthOf(this.#play.track);
    if (length === undefined) return;
    this.#clock.sleep(ms(length - (this.#play?.position ?? 0)), turn).then(
      () => this.#over('ended'),
      () => undefined,
    );
  }

  #fail(track: Track): Played {
    this.#tell({ kind: 'playback', playback: { kind: 'failed', track, why: 'unplayable' } });
    return failed('unplayable');
  }

  #over(kind: 'ended' | 'playback'): void {
    this.#turned();
    this.#play = undefined;
    this.#tell({ kind, playback: { kind: 'silent' } });
  }

  /** Starts a new turn; the previous turn's waits are aborted. */
  #turned(): AbortSignal {
    this.#turn.abort();
    this.#turn = new AbortController();
    this.#fading = false;
    return this.#turn.signal;
  }

  #tell(event: PlayerEvent): void {
    this.#playback = event.playback;
    for (const listener of this.#listeners) listener(event);
  }
}

const lengthOf = ({ duration, endless }: Track): Ms | undefined => (endless ? undefined : duration);
