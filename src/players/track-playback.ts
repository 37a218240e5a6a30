import type { PlayFailure, Track } from '../domain/music.ts';
import type { Ms } from '../domain/units.ts';
import { elapsed, ms } from '../domain/units.ts';
import { LinkedAbort } from '../shared/async/linked-abort.ts';
import type { Fader } from './fader.ts';
import { MpvGone, MpvRefusal, MpvSilent } from './mpv/errors.ts';
import type { LoudnessNormalizer } from './mpv/loudness-normalizer.ts';
import { isSilent } from './mpv/loudness-normalizer.ts';
import type { Progress } from './mpv/progress.ts';
import { advance, isFrozen, isNatural, isNearlyOver, isRemote } from './mpv/progress.ts';
import type { MpvContext, MpvSession } from './mpv/session.ts';
import type { Ending } from './mpv/state.ts';
import type { MpvSupervisor } from './mpv/supervisor.ts';
import type { Quarantine } from './quarantine.ts';

/** What a performance comes to, in the order in which it comes; `outro` (mpv plays on to the end by itself), `ended` and a failure for good are the last. */
export type PlaybackEvent =
  | { readonly kind: 'loading' }
  | { readonly kind: 'heard' }
  | { readonly kind: 'outro' }
  | { readonly kind: 'ended' }
  | { readonly kind: 'failed'; readonly why: PlayFailure; readonly detail: string };

/** What a performance needs: the deck it is played on, and what all of them share. */
export type PlaybackContext = MpvContext & {
  readonly supervisor: MpvSupervisor;
  readonly fader: Fader;
  readonly quarantine: Quarantine;
  /** Absent where tracks shall be as loud as they are. */
  readonly normalizer?: LoudnessNormalizer;
  /** How long before its natural end a track counts as ended, so that the next can begin; 0: not before. */
  readonly crossfadeLead: () => Ms;
  readonly paused: () => boolean;
};

/** The load or the sound took too long. */
class TooLong extends Error {}
/** It plays, and there is nothing to hear in it. */
class Silent extends Error {}

/** One track from its load to its end, over as many lives of mpv as it takes. */
export class TrackPlayback {
  readonly track: Track;
  readonly #stage: PlaybackContext;
  readonly #signal: AbortSignal;
  #progress: Progress;

  constructor(track: Track, stage: PlaybackContext, signal: AbortSignal) {
    this.track = track;
    this.#stage = stage;
    this.#signal = signal;
    const now = stage.clock.now();
    this.#progress = { position: (track.startAt ?? 0) / 1000, seenAt: now, movedAt: now };
  }

  /** How far the track had come when last looked at. */
  get position(): Ms {
    return ms(this.#progress.position * 1000);
  }

  /** Rejects with the signal's reason when it is aborted; mpv is left as it is then, for whoever plays next. */
  async *events(): AsyncGenerator<PlaybackEvent, void> {
    const { quarantine: aside, clock, limits } = this.#stage;
    while (!aside.has(this.track.id)) {
      const life = yield* this.#enter();
      const began = clock.now();
      const died = yield* this.#perform(life);
      if (!died) return;
      // Goes on where it was: a track with something deadly in its middle dies early the next time.
      if (elapsed(began, clock.now()) < limits.early) aside.blame(this.track.id);
      yield { kind: 'loading' };
    }
    yield failure('unplayable', 'mpv died of it twice');
  }

  /** An mpv to play on. Where there is none for long, that is said, and the wait goes on: mpv may be installed tomorrow. */
  async *#enter(): AsyncGenerator<PlaybackEvent, MpvSession> {
    const { supervisor: lives, clock, limits } = this.#stage;
    try {
      using patience = new LinkedAbort(this.#signal).abortAfter(limits.revive, clock, () => new TooLong('no mpv'));
      return await lives.alive(patience.signal);
    } catch (err) {
      if (!(err instanceof TooLong)) throw err;
    }
    yield failure('player-died', 'no mpv');
    const life = await lives.alive(this.#signal);
    yield { kind: 'loading' };
    return life;
  }

  /** The part of a performance that one life of mpv sees; returns what ended that life, if that is what ended the part. */
  async *#perform(life: MpvSession): AsyncGenerator<PlaybackEvent, MpvGone | undefined> {
    try {
      const entry = await this.#load(life);
      const fate = await this.#sound(life, entry);
      if (fate !== 'heard' && !fate.heard) yield failure('unplayable', fate.error || fate.reason);
      else {
        await this.#stage.normalizer?.adjust(life, this.track);
        yield { kind: 'heard' };
        yield await this.#follow(life, entry);
      }
    } catch (err) {
      if (err instanceof MpvGone) return err;
      const why = failureOf(err);
      if (!why) throw err;
      await life.stop();
      yield failure(why, (err as Error).message);
    }
    return undefined;
  }

  /** Opens the track where it was, in silence. */
  async #load(life: MpvSession): Promise<number> {
    const { normalizer: evening, fader: loudness, paused } = this.#stage;
    const local = !isRemote(this.track);
    const start = this.track.endless || this.#progress.position < 1 ? 'none' : this.#progress.position.toFixed(3);
    loudness.mute();
    await life.set('volume', loudness.mpvVolume);
    await life.set('pause', paused());
    await life.set('loop-file', this.track.endless && local ? 'inf' : 'no');
    await life.set('start', start);
    await evening?.prepare(life, this.track);
    this.#signal.throwIfAborted();
    return life.open(this.track.url);
  }

  async #sound(life: MpvSession, entry: number): Promise<'heard' | Ending> {
    const { clock, limits } = this.#stage;
    using patience = new LinkedAbort(this.#signal).abortAfter(limits.load, clock, () => new TooLong('no sound in time'));
    return await life.heard(entry, patience.signal);
  }

  /** Watches the position until the track ends, or stands still; where tracks overlap, until its last seconds, which mpv plays to their end. */
  async #follow(life: MpvSession, entry: number): Promise<PlaybackEvent> {
    const { clock, limits, fader: loudness, crossfadeLead: outro, paused } = this.#stage;
    const duration = await life.number('duration');
    this.#progress = { ...this.#progress, seenAt: clock.now(), movedAt: clock.now() };
    for (;;) {
      const ending = await this.#endWithin(life, entry, limits.sample);
      if (ending) return this.#judge(ending, duration);
      const position = await life.number('time-pos');
      this.#progress = advance(this.#progress, position, paused(), clock.now());
      // An mpv that says nothing is replaced by its supervisor, and the track goes on where it was.
      if (position !== undefined && isFrozen(this.#progress, clock.now(), limits.frozen)) throw new TooLong('the stream dried up');
      if (!paused() && loudness.mpvVolume > 0 && (await isSilent(life))) throw this.#silent();
      if (!paused() && isNearlyOver(this.track, this.#progress, duration, outro())) return { kind: 'outro' };
    }
  }

  #silent(): Silent {
    const { limits, log } = this.#stage;
    log.warn({ id: this.track.id, title: this.track.title, silenceMs: limits.silence }, 'player.silent');
    return new Silent('silent');
  }

  async #endWithin(life: MpvSession, entry: number, span: number): Promise<Ending | undefined> {
    try {
      using patience = new LinkedAbort(this.#signal).abortAfter(ms(span), this.#stage.clock, () => new TooLong('still playing'));
      return await life.ended(entry, patience.signal);
    } catch (err) {
      if (err instanceof TooLong) return undefined;
      throw err;
    }
  }

  #judge(ending: Ending, duration: number | undefined): PlaybackEvent {
    if (ending.reason !== 'eof') return failure('unplayable', ending.error || ending.reason);
    if (isNatural(this.track, this.#progress, duration, this.#stage.clock.now())) return { kind: 'ended' };
    return failure('unplayable', 'the stream broke off');
  }
}

const failure = (why: PlayFailure, detail: string): PlaybackEvent => ({ kind: 'failed', why, detail });

function failureOf(err: unknown): PlayFailure | undefined {
  if (err instanceof MpvRefusal || err instanceof Silent) return 'unplayable';
  if (err instanceof MpvSilent) return 'player-died';
  return err instanceof TooLong ? 'timeout' : undefined;
}
