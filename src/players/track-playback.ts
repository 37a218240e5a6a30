import type { AddressedTrack, PlayFailure, TrackSource } from '../domain/music.ts';
import { SOURCE_TRAITS } from '../domain/music.ts';
import type { Instant, Ms } from '../domain/units.ts';
import { elapsed, ms } from '../domain/units.ts';
import { LinkedAbort } from '../shared/async/linked-abort.ts';
import { Breaks } from './breaks.ts';
import type { Fader } from './fader.ts';
import { cpuTicks, frozen, leadsInCircle } from './hls-circle.ts';
import { accessFor, isAllowed } from './mpv/access.ts';
import { bufferingFor } from './mpv/buffering.ts';
import { ignoreMpvErrors, MpvGone, MpvRefusal, MpvSilent } from './mpv/errors.ts';
import type { LoudnessNormalizer } from './mpv/loudness-normalizer.ts';
import { isSilent } from './mpv/loudness-normalizer.ts';
import type { Progress } from './mpv/progress.ts';
import { advance, isFrozen, isInBursts, isNatural, isNearlyOver, isRemote } from './mpv/progress.ts';
import type { MpvContext, MpvSession } from './mpv/session.ts';
import type { Ending } from './mpv/state.ts';
import { CIRCLE } from './mpv/state.ts';
import type { MpvSupervisor } from './mpv/supervisor.ts';
import type { TrackProgress } from './port.ts';
import type { PublicGate } from './public-gate.ts';
import type { Quarantine } from './quarantine.ts';

/**
 * The events of a playback, in their usual order. `outro` means that only the crossfade lead is left, which mpv plays to its end by itself.
 * `outro`, `ended` and a final failure come last.
 */
export type PlaybackEvent =
  | { readonly kind: 'loading' }
  | { readonly kind: 'heard' }
  | { readonly kind: 'outro' }
  | { readonly kind: 'ended' }
  | { readonly kind: 'failed'; readonly why: PlayFailure; readonly detail: string };

/** What a playback needs: the parts of its deck, and what all playbacks share. */
export type PlaybackContext = MpvContext & {
  readonly supervisor: MpvSupervisor;
  readonly fader: Pick<Fader, 'mute' | 'mpvVolume'>;
  readonly quarantine: Quarantine;
  /**
   * What tracks of these sources lead to goes through a gate. Absent if the user has a proxy, which then decides what can be reached; the
   * addresses of every other source are the owner's own word.
   */
  readonly gates?: Partial<Record<TrackSource, PublicGate>>;
  /** Absent if tracks keep their own loudness. */
  readonly normalizer?: LoudnessNormalizer;
  /** How long before its natural end a track counts as ended, so that the next can begin; 0 without crossfade. */
  readonly crossfadeLead: () => Ms;
  readonly paused: () => boolean;
  /** A filter holds the sound to the wall clock, because the output has none. */
  readonly paced: boolean;
};

/**
 * Most addresses are heard sooner, or mpv waits for them. One that has cost it this much CPU time (hundredths of a second) is worth a
 * request: it may lead in a circle. CPU time, and not a share of it, since on a busy machine mpv gets only little.
 */
const HEARD_SOON = ms(250);
const BUSY_TICKS = 12;

/** Seconds. A seek to the very end would be the end, before anybody heard where it went. */
const LAST_MOMENT = 1;
/** How far from its aim a seek may end, in seconds, and how long it may take. */
const SEEK_REACH = 2;
const SEEK_LIMIT = ms(5000);

/** Loading or the first sound took too long, or the stream stalled. */
class TooLong extends Error {}
/** What is loaded leads from list to list without end. */
class Circle extends Error {}
/** The track plays but is silent. */
class Silent extends Error {}

/** One track from loading to its end, on as many mpvs as it takes. */
export class TrackPlayback {
  #track: AddressedTrack;
  /** Where in the music the track began that is heard now, in milliseconds: 0 unless the same music goes on under another name. */
  #from = ms(0);
  readonly #context: PlaybackContext;
  readonly #signal: AbortSignal;
  readonly #breaks: Breaks;
  #progress: Progress;
  /** Set while the track is heard: what it is heard on, its length in seconds, and whether mpv can move in it. */
  #heard: { readonly session: MpvSession; readonly duration: number | undefined; readonly seekable: boolean } | undefined;

  /** A seek that mpv may not have carried out yet. `to`: seconds. */
  #seek: { readonly to: number; readonly at: Instant } | undefined;

  constructor(track: AddressedTrack, context: PlaybackContext, signal: AbortSignal) {
    this.#track = track;
    this.#context = context;
    this.#signal = signal;
    this.#breaks = new Breaks(context.clock);
    const now = context.clock.now();
    this.#progress = { position: (track.startAt ?? 0) / 1000, seenAt: now, movedAt: now, steadyAt: now };
  }

  get track(): AddressedTrack {
    return this.#track;
  }

  /** The same music goes on under another name, and that track begins here. */
  goOnAs(track: AddressedTrack): void {
    this.#track = track;
    this.#from = this.#played;
  }

  /** How far the track had come at the last check. */
  get position(): Ms {
    return ms(this.#progress.position * 1000);
  }

  /** How far the track has come by now; `undefined` until it is heard. */
  get progress(): TrackProgress | undefined {
    if (!this.#heard) return undefined;
    const { duration, seekable } = this.#heard;
    const position = ms(Math.max(0, this.#played - this.#from));
    return { position, seekable, ...(duration !== undefined && { duration: ms(duration * 1000) }) };
  }

  /** How much has been played by now: since the last check it has played on, unless it stands still. */
  get #played(): Ms {
    const { clock, limits, paused } = this.#context;
    return ms(this.position + (paused() ? 0 : Math.min(elapsed(this.#progress.seenAt, clock.now()), 2 * limits.sample)));
  }

  /** Moves to another position, at most to the end, and returns it; `undefined` if that is not possible. */
  async seek(to: Ms): Promise<Ms | undefined> {
    if (!this.#heard?.seekable) return undefined;
    const { duration, session } = this.#heard;
    const position = Math.max(0, Math.min(to / 1000, (duration ?? Number.POSITIVE_INFINITY) - LAST_MOMENT));
    const moved = await session.command('seek', position, 'absolute').then(yes, ignoreMpvErrors);
    if (!moved) return undefined;
    const at = this.#context.clock.now();
    this.#seek = { to: position, at };
    this.#progress = { ...this.#progress, position, seenAt: at };
    return ms(position * 1000);
  }

  /** A position of mpv's, unless it is still the one before a seek: mpv says that it will move before it has. */
  #afterSeek(position: number | undefined): number | undefined {
    const seek = this.#seek;
    if (!seek || position === undefined) return position;
    const late = elapsed(seek.at, this.#context.clock.now());
    const isThere = Math.abs(position - seek.to) <= SEEK_REACH + late / 1000;
    if (!isThere && late < SEEK_LIMIT) return undefined;
    this.#seek = undefined;
    return position;
  }

  /** Plays the track. Rejects with the signal's reason after an abort, and leaves mpv as it is for the next track. */
  async *events(): AsyncGenerator<PlaybackEvent, void> {
    const { quarantine: aside, clock, limits } = this.#context;
    while (!aside.has(this.track.id)) {
      const session = yield* this.#waitForMpv();
      const began = clock.now();
      const died = yield* this.#playOn(session);
      if (!died) return;
      // It resumes where it was, so a track that crashes mpv in the middle crashes it early the next time.
      if (elapsed(began, clock.now()) < limits.early) aside.blame(this.track.id);
      yield { kind: 'loading' };
    }
    yield failure('unplayable', 'mpv died of it twice');
  }

  /** Waits for an mpv to play on. Reports a failure if there is none for a while, and goes on waiting: mpv may be installed tomorrow. */
  async *#waitForMpv(): AsyncGenerator<PlaybackEvent, MpvSession> {
    const { supervisor: lives, clock, limits } = this.#context;
    try {
      using limit = new LinkedAbort(this.#signal).abortAfter(limits.revive, clock, () => new TooLong('no mpv'));
      return await lives.alive(limit.signal);
    } catch (err) {
      if (!(err instanceof TooLong)) throw err;
    }
    yield failure('player-died', 'no mpv');
    const session = await lives.alive(this.#signal);
    yield { kind: 'loading' };
    return session;
  }

  /** Plays on one mpv. Returns why that mpv ended if it died, so that playback can continue on the next one. */
  async *#playOn(session: MpvSession): AsyncGenerator<PlaybackEvent, MpvGone | undefined> {
    try {
      const entry = await this.#load(session);
      const status = await this.#firstSound(session, entry);
      if (status !== 'heard' && !status.heard) yield await this.#stopped(session, status);
      else {
        await this.#context.normalizer?.adjust(session, this.track);
        yield { kind: 'heard' };
        yield await this.#followOn(session, entry);
      }
    } catch (err) {
      if (err instanceof MpvGone) return err;
      const why = failureOf(err);
      if (!why) throw err;
      await session.stop();
      yield failure(why, (err as Error).message);
    }
    return undefined;
  }

  /** Opens the track, muted, at the position where it was. */
  async #load(session: MpvSession): Promise<number> {
    const { normalizer: evening, fader: loudness, paused } = this.#context;
    const local = !isRemote(this.track);
    const start = this.track.endless || this.#progress.position < 1 ? 'none' : this.#progress.position.toFixed(3);
    if (this.track.endless) this.#from = ms(0); // it begins anew on another mpv
    loudness.mute();
    await session.set('volume', loudness.mpvVolume);
    await session.set('pause', paused());
    await session.set('loop-file', this.track.endless && local && !this.track.flow ? 'inf' : 'no');
    await session.set('start', start);
    if (!isAllowed(this.track)) throw new MpvRefusal('only files, http and https are played');
    for (const [property, value] of [...accessFor(this.track), ...bufferingFor(this.track, this.#context)])
      await session.set(property, value);
    this.#gate?.takeRefused();
    await session.set('http-proxy', (await this.#proxy()) ?? '');
    await evening?.prepare(session, this.track);
    this.#signal.throwIfAborted();
    session.forgetSaid();
    return session.open(this.track.url);
  }

  async #firstSound(session: MpvSession, entry: number): Promise<'heard' | Ending> {
    const { clock, limits } = this.#context;
    using limit = new LinkedAbort(this.#signal).abortAfter(limits.load, clock, () => new TooLong('no sound in time'));
    const heard = new AbortController();
    void this.#lookForCircle(session, limit, heard.signal).catch(() => undefined); // it is stopped with the sound
    try {
      return await session.heard(entry, limit.signal);
    } finally {
      heard.abort();
    }
  }

  /**
   * Gives up what is not heard soon and would only go round in a circle. What a site's own program has found is trusted. While the look
   * lasts, mpv stands still: going round in a circle it asks thousands of times a second, and leaves nothing for anybody else.
   */
  async #lookForCircle({ pid }: MpvSession, loading: LinkedAbort, stop: AbortSignal): Promise<void> {
    const { clock } = this.#context;
    const { source, url } = this.track;
    if (SOURCE_TRAITS[source].urlsExpire || SOURCE_TRAITS[source].relayed || !isRemote(this.track)) return;
    const before = await cpuTicks(pid);
    do await clock.sleep(HEARD_SOON, stop);
    while ((await cpuTicks(pid)) - before < BUSY_TICKS);
    const isAllowed = async (address: string): Promise<boolean> => this.#gate?.isAllowed(address) ?? true;
    using _still = frozen(pid);
    if (await leadsInCircle(url, { clock, signal: stop, isAllowed })) loading.abort(new Circle(CIRCLE));
  }

  /**
   * Follows the track to its end. A station has none, so one that breaks off is opened again, and what is heard goes on after a short gap.
   */
  async #followOn(session: MpvSession, first: number): Promise<PlaybackEvent> {
    for (let entry = first; ; ) {
      const event = await this.#follow(session, entry);
      if (event.kind !== 'failed' || !this.track.endless || !isRemote(this.track)) return event;
      const next = await this.#openedAgain(session);
      if (next === undefined) return event;
      entry = next;
    }
  }

  /** The entry of the same address, opened again and heard; undefined if that does not succeed, or if it has broken off too often. */
  async #openedAgain(session: MpvSession): Promise<number | undefined> {
    const { clock, log } = this.#context;
    for (let wait = this.#breaks.next(); wait !== undefined; wait = this.#breaks.next()) {
      await clock.sleep(wait, this.#signal);
      const entry = await session.open(this.track.url);
      const status = await this.#firstSound(session, entry);
      if (status !== 'heard' && !status.heard) {
        await session.stop(); // It may still follow one playlist to the next.
        if (status.error === CIRCLE) return undefined;
        continue;
      }
      log.info({ id: this.track.id }, 'player.taken_up_again');
      return entry;
    }
    return undefined;
  }

  /** Watches the position until the track ends or stalls; with crossfade, only until its last seconds, which mpv plays by itself. */
  async #follow(session: MpvSession, entry: number): Promise<PlaybackEvent> {
    const { clock, limits, fader: loudness, crossfadeLead: outro, paused } = this.#context;
    const duration = await this.#lengthOn(session);
    this.#heard = { session, duration, seekable: !this.track.endless && (await session.flag('seekable')) };
    const began = clock.now();
    this.#progress = { ...this.#progress, seenAt: began, movedAt: began, steadyAt: began };
    for (;;) {
      const ending = await this.#endWithin(session, entry, limits.sample);
      if (ending) return ending.reason === 'eof' ? this.#endOf(duration) : this.#stopped(session, ending);
      const position = this.#afterSeek(await session.number('time-pos'));
      this.#progress = advance(this.#progress, position, paused(), clock.now());
      // The supervisor replaces an mpv that does not answer, and the track resumes where it was.
      if (position !== undefined && isFrozen(this.#progress, clock.now(), limits.frozen)) throw new TooLong('the stream dried up');
      if (position !== undefined) this.#assertSteady();
      if (!paused() && loudness.mpvVolume > 0 && (await isSilent(session))) throw this.#silence();
      if (!paused() && isNearlyOver(this.track, this.#progress, duration, outro())) return { kind: 'outro' };
    }
  }

  #assertSteady(): void {
    const { clock, limits } = this.#context;
    if (isRemote(this.track) && isInBursts(this.#progress, clock.now(), limits.frozen))
      throw new TooLong('the stream is heard in bursts, with gaps between them');
  }

  /**
   * The length in seconds, if it is known. For sound of unknown size mpv only gives the end of what it has buffered, so there the length
   * that came with the track counts, if any.
   */
  async #lengthOn(session: MpvSession): Promise<number | undefined> {
    const isSized = !isRemote(this.track) || (await session.number('file-size')) !== undefined;
    if (isSized) return session.number('duration');
    return this.track.duration === undefined ? undefined : this.track.duration / 1000;
  }

  #silence(): Silent {
    const { limits, log } = this.#context;
    log.warn({ id: this.track.id, title: this.track.title, silenceMs: limits.silence }, 'player.silent');
    return new Silent('silent');
  }

  async #endWithin(session: MpvSession, entry: number, span: number): Promise<Ending | undefined> {
    try {
      using limit = new LinkedAbort(this.#signal).abortAfter(ms(span), this.#context.clock, () => new TooLong('still playing'));
      return await session.ended(entry, limit.signal);
    } catch (err) {
      if (err instanceof TooLong) return undefined;
      throw err;
    }
  }

  /** A failure. mpv is told to stop, because it may still be busy with what led to it. */
  async #stopped(session: MpvSession, { error, reason }: Ending): Promise<PlaybackEvent> {
    await session.stop();
    const refused = this.#gate?.takeRefused();
    const why =
      refused === undefined
        ? certificateFault(this.track, session.said)
        : `it leads to ${refused}, ${this.track.source === 'asked' ? HERE : INSIDE}`;
    return failure('unplayable', why ?? (error || reason));
  }

  get #gate(): PublicGate | undefined {
    return isRemote(this.track) ? this.#context.gates?.[this.track.source] : undefined;
  }

  /** What is handed on from our own address is its own proxy, or a proxy of the user's would be asked for what is on this machine. */
  async #proxy(): Promise<string | undefined> {
    const { source, url } = this.track;
    return SOURCE_TRAITS[source].relayed ? new URL(url).origin : this.#gate?.address();
  }

  #endOf(duration: number | undefined): PlaybackEvent {
    if (isNatural(this.track, this.#progress, duration, this.#context.clock.now())) return { kind: 'ended' };
    return failure('unplayable', 'the stream broke off');
  }
}

const yes = (): boolean => true;

/** mpv itself only says that loading failed. */
const certificateFault = ({ url }: AddressedTrack, said: string): string | undefined =>
  /^https:/i.test(url) && /certificate/i.test(said) ? UNTRUSTED : undefined;

const UNTRUSTED =
  'its certificate is not trusted: if the station is yours, name its certificate, or that of its authority, in player.ca; else somebody may be listening in';

const INSIDE = "which is this machine or one of the network around it: if the station is yours, name it in the mapping's streams";

const HERE = 'which is this machine itself: if that is meant, name it in player.fetch_from';

const failure = (why: PlayFailure, detail: string): PlaybackEvent => ({ kind: 'failed', why, detail });

function failureOf(err: unknown): PlayFailure | undefined {
  if (err instanceof MpvRefusal || err instanceof Silent || err instanceof Circle) return 'unplayable';
  if (err instanceof MpvSilent) return 'player-died';
  return err instanceof TooLong ? 'timeout' : undefined;
}
