import type { CommandOrigin } from '../../domain/access.ts';
import type { Mood } from '../../domain/emotion.ts';
import type { Decider, Feedback, HeardTrack, PlayEnd } from '../../domain/history.ts';
import type { Track } from '../../domain/music.ts';
import { trackOf } from '../../domain/music.ts';
import type { Undoable } from '../../domain/report.ts';
import type { Instant, Moment, Ms } from '../../domain/units.ts';
import { elapsed, ms } from '../../domain/units.ts';
import type { History } from '../../history/port.ts';
import type { PlayerEvent } from '../../players/port.ts';
import type { Clock } from '../../shared/async/clock.ts';
import { LatelySaid } from './lately-said.ts';

export type RecorderParts = {
  readonly history: History;
  readonly clock: Clock;
  readonly today: () => Moment;
  /** Called when somebody likes a track. Default: only the history learns of it. */
  readonly liked?: (track: HeardTrack) => void;
};

/**
 * A track that was heard for less than this, and skipped less than that after another, was only in the way of somebody who looks for music.
 */
const QUICK = { heard: ms(5000), after: ms(10_000) };

/** What is playing. `since` is set while it sounds; `heard` is how long it sounded before the last pause. */
type Play = {
  readonly track: Track;
  readonly started: Moment;
  readonly heard: Ms;
  readonly since?: Instant;
  readonly skipped: boolean;
  readonly liked: boolean;
  readonly disliked: boolean;
};

/** What a play is again when an opinion of it is taken back. A like that a dislike replaced is not brought back. */
const NOT_YET = { like: { liked: false }, dislike: { disliked: false, skipped: false }, skip: { skipped: false } } as const;

/** Writes the history from the director and the player: no frames and no scores, only the moods settled on and the tracks played. */
export class Recorder {
  readonly #parts: RecorderParts;
  readonly #said: LatelySaid;
  #play: Play | undefined;
  #skippedAt: Instant | undefined;

  constructor(parts: RecorderParts) {
    this.#parts = parts;
    this.#said = new LatelySaid(parts.clock);
  }

  /** Somebody has liked what is playing. */
  get liked(): boolean {
    return this.#play?.liked === true;
  }

  /** What `undo` would take back. */
  get undoable(): Undoable | undefined {
    return this.#said.newest;
  }

  /** Records the mood in force, and who decided on it. */
  mood(mood: Mood, by: Decider): void {
    this.#parts.history.record({ kind: 'mood', at: this.#parts.today(), mood, by });
  }

  /** Records who switched the camera. */
  camera(on: boolean, by: CommandOrigin): void {
    this.#parts.history.record({ kind: 'camera', at: this.#parts.today(), on, by });
  }

  /** Records who came to play their own music, or has left. */
  guest(name: string, isThere: boolean): void {
    this.#parts.history.record({ kind: 'guest', at: this.#parts.today(), name, isThere });
  }

  /** Counts once per play, and not at all in silence. */
  like(): void {
    const play = this.#play;
    if (!play || play.liked) return;
    this.#play = { ...play, liked: true };
    this.#say('like', play.track);
  }

  /** Not this one: counts once per play, even if the track was liked before, and makes the play a skipped one. */
  dislike(): void {
    const play = this.#play;
    if (!play || play.disliked) return;
    this.#play = { ...play, disliked: true, skipped: true, liked: false };
    this.#say('dislike', play.track);
  }

  /** Takes back the last like, dislike or skip; nothing if it is too old. The music stays as it is. */
  undo(): void {
    const said = this.#said.take();
    if (!said) return;
    const { kind, track } = said;
    this.#parts.history.record({ kind: 'taken-back', at: this.#parts.today(), what: kind, track });
    const play = this.#play;
    if (play?.track.id === track.id) this.#play = { ...play, ...NOT_YET[kind] };
  }

  /**
   * Next was pressed: counts against the track once per play, unless it was liked in the same play, or is one of a row of tracks that were
   * skipped as soon as they began.
   */
  skip(): void {
    const play = this.#play;
    if (!play || play.skipped) return;
    this.#play = { ...play, skipped: true };
    if (play.liked) return;
    if (!this.#isQuick(play)) this.#say('skip', play.track);
    this.#skippedAt = this.#parts.clock.now();
  }

  /** Somebody says what they think of a track that may have played long ago, or takes it back. False if the past cannot be changed now. */
  judge(track: HeardTrack, as: 'like' | 'dislike' | undefined): boolean {
    const { history, today } = this.#parts;
    if (!history.withdraw(track)) return false;
    this.#said.forget(track.id);
    if (as) history.record({ kind: as, at: today(), track });
    if (as === 'like') this.#parts.liked?.(track);
    if (this.#play?.track.id === track.id && this.#play.track.mood === track.mood) this.#play = { ...this.#play, liked: as === 'like' };
    return true;
  }

  heard({ kind, playback }: PlayerEvent): void {
    if (kind === 'ended') this.#endPlay('ended');
    const track = trackOf(playback);
    if (this.#play && this.#play.track !== track) this.#endPlay(track ? 'replaced' : 'stopped');
    if (playback.kind === 'failed') this.#endPlay('failed');
    else if (playback.kind === 'playing') this.#onPlaying(playback.track);
    else this.#onPaused();
  }

  /** The box is about to shut down. */
  close(): void {
    this.#endPlay('stopped');
  }

  #say(kind: Feedback['kind'], track: Track): void {
    const feedback: Feedback = { kind, at: this.#parts.today(), track: withoutAddress(track) };
    this.#parts.history.record(feedback);
    if (kind === 'like') this.#parts.liked?.(feedback.track);
    this.#said.add(feedback);
  }

  #onPlaying(track: Track): void {
    const { clock, history, today } = this.#parts;
    if (!this.#play) {
      const started = today();
      this.#play = { track, started, heard: ms(0), skipped: false, liked: false, disliked: false };
      history.record({ kind: 'started', at: started, track: withoutAddress(track) });
    }
    this.#play = { since: clock.now(), ...this.#play };
  }

  #onPaused(): void {
    if (!this.#play) return;
    const { since: _over, ...play } = this.#play;
    this.#play = { ...play, heard: this.#heardOf(this.#play) };
  }

  #endPlay(end: PlayEnd): void {
    if (!this.#play) return;
    const { skipped, started, track } = this.#play;
    const heard = this.#heardOf(this.#play);
    this.#play = undefined;
    this.#parts.history.record({
      ...{ kind: 'over', at: this.#parts.today(), started, track: withoutAddress(track), heard },
      end: skipped ? 'skipped' : end,
    });
  }

  #isQuick(play: Play): boolean {
    const inARow = this.#skippedAt !== undefined && elapsed(this.#skippedAt, this.#parts.clock.now()) < QUICK.after;
    return inARow && this.#heardOf(play) < QUICK.heard;
  }

  #heardOf({ heard, since }: Play): Ms {
    return ms(heard + (since === undefined ? 0 : elapsed(since, this.#parts.clock.now())));
  }
}

/** The track without its URL, which expires and may contain a password. */
const withoutAddress = ({ id, title, source, mood }: Track): HeardTrack => ({ id, title, source, mood });
