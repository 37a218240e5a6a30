import type { Mood } from '../domain/emotion.ts';
import type { Playback, PlayFailure, ProgrammeSong, Track } from '../domain/music.ts';
import { trackFrom } from '../domain/music.ts';
import { done, failed } from '../domain/result.ts';
import type { Ms, Percent } from '../domain/units.ts';
import { ms, percent } from '../domain/units.ts';
import { PlayerEvents } from '../players/player-events.ts';
import type { OtherHand, Played, Player, PlayerEvent, Spoken, SpokenMessage, TrackProgress } from '../players/port.ts';
import type { Clock } from '../shared/async/clock.ts';
import { LinkedAbort } from '../shared/async/linked-abort.ts';
import { withTimeout } from '../shared/async/timeout.ts';
import type { Log } from '../shared/log.ts';
import type { AssistantLink } from './link.ts';
import { OtherMusic } from './other-music.ts';
import type { OwnItems } from './own-items.ts';
import { ProgrammeQueue } from './programme-queue.ts';
import { imageOfItem, itemTitle, knownLength, pictureAt } from './song.ts';
import { SongClock } from './song-clock.ts';
import { AssistantVolume } from './volume.ts';
import type { QueueItem } from './wire.ts';

export type AssistantPlayerParts = {
  readonly link: AssistantLink;
  readonly own: OwnItems;
  /** The address of the server, for its pictures. */
  readonly url: string;
  readonly fade: Ms;
  /** Speaks a message on another loudspeaker. */
  readonly speak: (message: SpokenMessage, signal: AbortSignal) => Promise<Spoken>;
  readonly clock: Clock;
  readonly log: Log;
};

/** How long a loudspeaker may take until it is heard. */
const START_LIMIT = ms(12_000);
const CLOSE_LIMIT = ms(1_500);
const NEVER = new AbortController().signal;

/** Our programme, as it is heard: its song, and the entry of the queue that this is. */
type Live = { readonly track: ProgrammeSong; readonly item: string; readonly isPaused: boolean };

/** Plays on a player of Music Assistant. What somebody else does with that player is told, and left alone until a track is to be played. */
export class AssistantPlayer implements Player {
  readonly #parts: AssistantPlayerParts;
  readonly #events = new PlayerEvents();
  readonly #hands = new Set<(what: OtherHand) => void>();
  readonly #others: OtherMusic;
  readonly #volume: AssistantVolume;
  readonly #queue: ProgrammeQueue;
  readonly #song: SongClock;
  readonly #unwatch: () => void;
  /** The latest call to play or stop; a new call aborts the one before. */
  #current = new LinkedAbort();
  #live: Live | undefined;
  /** Our music may be on the player, also before it is heard. */
  #isOnPlayer = false;
  /** What is left of our music there is to be silent: of the daemon before this one, or because the line was lost. */
  #isLeftOver = true;
  /** The server goes on after our last song, by itself. */
  #goesOnAlone = false;
  #closed = false;

  constructor(parts: AssistantPlayerParts) {
    const { clock, link } = parts;
    this.#parts = parts;
    this.#volume = new AssistantVolume(link, clock);
    this.#queue = new ProgrammeQueue(link, parts.own, clock);
    this.#song = new SongClock(link, clock);
    this.#others = new OtherMusic(clock, (what) => this.#tellHand(what));
    const watch = (): void => this.#watch();
    link.changes.on('change', watch);
    this.#unwatch = () => void link.changes.off('change', watch);
    this.#watch(); // The line may be there already, and somebody's music with it.
  }

  get playback(): Playback {
    return this.#events.playback;
  }

  /** That of the player, as far as it has one. */
  get volume(): Percent {
    return this.#volume.wanted ?? percent(100);
  }

  get audible(): boolean {
    return true;
  }

  get progress(): TrackProgress | undefined {
    const { kind } = this.playback;
    if (kind !== 'playing' && kind !== 'paused') return undefined;
    const { duration } = this.#live?.track ?? {};
    return { position: this.#song.position(duration), seekable: duration !== undefined, ...(duration !== undefined && { duration }) };
  }

  /** The song that the programme has come to by itself, if it is for that mood. */
  current(mood: Mood): ProgrammeSong | undefined {
    const item = this.#parts.link.queue?.current_item;
    const live = this.#live;
    if (!live || !item || live.track.mood !== mood || live.item !== item.queue_item_id) return undefined;
    return this.#songIn(item, live.track);
  }

  async play(track: Track, signal: AbortSignal): Promise<Played> {
    if (this.#closed || signal.aborted) return failed('replaced');
    if (track.songs === undefined) return failed('unplayable');
    const goesOn = this.#goesOnAs(track);
    if (goesOn) return goesOn.then(() => done(undefined));
    const call = this.#begin(signal);
    this.#events.emit({ kind: 'loading', track });
    const played = await this.#start(track, call.signal);
    if (call.signal.aborted) {
      if (this.#current === call && !this.#closed) await this.stop();
      return failed('replaced');
    }
    call[Symbol.dispose](); // the caller's signal counts only until the track is heard
    if (!played.ok && played.why !== 'replaced') this.#events.emit({ kind: 'failed', track, why: played.why });
    return played;
  }

  async pause(): Promise<void> {
    await this.#setPaused(true);
  }

  async resume(): Promise<void> {
    await this.#setPaused(false);
  }

  async seek(to: Ms): Promise<void> {
    const { progress } = this;
    if (!progress?.seekable) return;
    const position = ms(Math.min(to, progress.duration ?? to));
    const isMoved = await this.#queue.tell('player_queues/seek', { position: Math.round(position / 1000) });
    if (!isMoved || !this.progress) return;
    this.#parts.link.movedTo(position / 1000);
    this.#events.emitMoved(position);
  }

  /** What somebody else plays there goes on. */
  async stop(fade?: Ms): Promise<void> {
    const { signal } = this.#begin(NEVER);
    try {
      if (this.#live) await this.#fadeOut(signal, fade);
      signal.throwIfAborted();
      if (this.#isOnPlayer) await this.#silence();
      signal.throwIfAborted();
      this.#events.emit({ kind: 'silent' });
    } catch (err) {
      if (!signal.aborted) throw err;
    }
  }

  /** Somebody else's music keeps its volume. */
  async setVolume(volume: Percent): Promise<void> {
    if (!this.#others.isHere) await this.#volume.set(volume);
  }

  /** Spoken on another loudspeaker: Music Assistant would drop every command while it speaks, and fetch the message itself. */
  async announce(message: SpokenMessage, signal: AbortSignal): Promise<Spoken> {
    const isHeard = this.playback.kind === 'playing' && this.#live !== undefined;
    if (isHeard) await this.#volume.ramp(1 - message.duck / 100, ms(0), NEVER);
    const spoken = await this.#parts.speak(message, signal);
    if (isHeard) await this.#volume.restore();
    return spoken;
  }

  onEvent(listener: (event: PlayerEvent) => void): () => void {
    return this.#events.onEvent(listener);
  }

  onOtherHand(listener: (what: OtherHand) => void): () => void {
    this.#hands.add(listener);
    // Somebody may have been there when the box began.
    if (this.#others.isHere) listener('taken');
    return () => void this.#hands.delete(listener);
  }

  /** Falls silent at once, if it is our music that is heard. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    this.#current.abort();
    this.#others[Symbol.dispose]();
    this.#unwatch();
    if (this.#isOnPlayer) await withTimeout(CLOSE_LIMIT, this.#silence(), this.#parts.clock);
    this.#volume[Symbol.dispose]();
    if (this.playback.kind !== 'silent') this.#events.emit({ kind: 'silent' });
    await this.#parts.own[Symbol.asyncDispose]();
  }

  /** Gives what is heard another name, if the programme has come to that song by itself. */
  #goesOnAs(track: ProgrammeSong): Promise<void> | undefined {
    const live = this.#live;
    if (!live || track.flow === undefined || live.track.flow !== track.flow) return undefined;
    this.#live = { ...live, track };
    if (live.isPaused) return this.#setPaused(false);
    this.#emitHeard();
    return Promise.resolve();
  }

  #begin(signal: AbortSignal): LinkedAbort {
    this.#current.abort();
    this.#current = new LinkedAbort(signal);
    return this.#current;
  }

  async #start(track: ProgrammeSong, signal: AbortSignal): Promise<Played> {
    const { fade, link, log } = this.#parts;
    using limit = new LinkedAbort(signal).abortAfter(START_LIMIT, this.#parts.clock, () => new Error('timed out'));
    using _ = this.#queue.change();
    try {
      await this.#volume.ramp(0, this.#live && !this.#live.isPaused ? fade : ms(0), signal);
      const why = await this.#fill(track, limit.signal);
      if (why !== undefined) return failed(why);
      if (track.startAt !== undefined) await this.#queue.tell('player_queues/seek', { position: Math.round(track.startAt / 1000) });
      signal.throwIfAborted();
      this.#others.gone();
      this.#events.emit({ kind: 'playing', track, since: this.#parts.clock.now() });
      void this.#volume.ramp(1, fade, signal).catch(() => undefined);
      return done(undefined);
    } catch (err) {
      if (signal.aborted) return failed('replaced');
      if (!limit.signal.aborted) throw err;
      log.warn({ server: link.place, why: 'the player was told to play, and is not heard' }, 'music_assistant.not_heard');
      return failed('timeout');
    } finally {
      if (!this.#live && !signal.aborted) await this.#volume.restore();
    }
  }

  /** Puts the programme into the queue and waits until it is heard. Resolves to why it is not; rejects with the signal's reason. */
  async #fill(track: ProgrammeSong, signal: AbortSignal): Promise<PlayFailure | undefined> {
    const { link, log } = this.#parts;
    // `replace` empties the queue also where nothing of this can be played: our music is over in either case.
    this.#live = undefined;
    this.#goesOnAlone = false;
    this.#isOnPlayer = true;
    const heard = await this.#queue.put(track.songs, signal);
    if (heard.ok) {
      this.#live = { track, item: heard.value.queue_item_id, isPaused: false };
      this.#isLeftOver = false;
      this.#song.heard(heard.value);
      return undefined;
    }
    this.#isOnPlayer = false;
    log.warn({ server: link.place, why: heard.why }, 'music_assistant.refused');
    return 'unplayable';
  }

  async #fadeOut(signal: AbortSignal, fade?: Ms): Promise<void> {
    await this.#volume.ramp(0, this.#live?.isPaused ? ms(0) : (fade ?? this.#parts.fade), signal);
  }

  /** Ends our music, and gives the volume back. */
  async #silence(): Promise<void> {
    this.#live = undefined;
    this.#isOnPlayer = false;
    this.#isLeftOver = true;
    this.#goesOnAlone = false;
    await this.#queue.until('player_queues/stop', (state) => state !== 'playing');
    await this.#volume.restore();
  }

  async #setPaused(isPaused: boolean): Promise<void> {
    const live = this.#live;
    if (!live || live.isPaused === isPaused) return;
    this.#live = { ...live, isPaused };
    this.#emitHeard();
    await this.#queue.until(isPaused ? 'player_queues/pause' : 'player_queues/play', (state) => (state === 'playing') !== isPaused);
  }

  #emitHeard(): void {
    const live = this.#live;
    if (!live) return;
    const { isPaused, track } = live;
    this.#events.emit(isPaused ? { kind: 'paused', track } : { kind: 'playing', track, since: this.#parts.clock.now() });
  }

  /** The server has told of something. */
  #watch(): void {
    const { link, own } = this.#parts;
    this.#volume.heard();
    if (this.#queue.isChanging || this.#closed) return;
    if (!link.isReady) {
      this.#lost();
      return;
    }
    const { current_item: item, state = 'idle' } = link.queue ?? {};
    const isOurs = own.songOf(item) !== undefined;
    const isTheirs = state === 'playing' && item && !isOurs;
    if (isTheirs && !link.isUsedElsewhere && this.#isContinued) this.#continued();
    else if (isTheirs || link.isUsedElsewhere) this.#taken();
    else if (this.#live) this.#follow(this.#live, isOurs ? item : undefined, state);
    else if (state !== 'playing') this.#rests(state);
    else if (this.#isLeftOver) void this.#silence();
    else this.#taken();
  }

  /** Nothing of ours is heard there. Whoever starts our songs again from now on is somebody else. */
  #rests(state: string | undefined): void {
    this.#isLeftOver = false;
    this.#goesOnAlone = false;
    this.#others.noticed(state === 'paused' ? 'paused' : 'idle');
  }

  /** The server or the player is gone: whoever can plays on. What somebody else played there is over as well, as far as anybody knows. */
  #lost(): void {
    const live = this.#live;
    this.#isLeftOver = true;
    this.#goesOnAlone = false;
    if (!live) {
      this.#others.noticed('idle');
      return;
    }
    const at = this.#song.position(live.track.duration);
    this.#live = undefined;
    this.#isOnPlayer = false;
    this.#events.emit({ kind: 'failed', track: live.track, why: 'unplayable', at });
  }

  /** Somebody plays something else there. */
  #taken(): void {
    const hadMusic = this.#live !== undefined;
    this.#live = undefined;
    this.#goesOnAlone = false;
    this.#isOnPlayer = false;
    if (hadMusic) {
      void this.#volume.restore();
      this.#events.emit({ kind: 'silent' });
    }
    this.#others.noticed('plays');
  }

  /** With "don't stop the music" the server goes on by itself after our last song: nobody did that. */
  get #isContinued(): boolean {
    const { link, own } = this.#parts;
    if (this.#goesOnAlone || !this.#live) return this.#goesOnAlone;
    return link.queue?.dont_stop_the_music_enabled === true && own.isLast(this.#live.item) && this.#song.isNearEnd;
  }

  /** The programme is over. What goes on there is ours to end. */
  #continued(): void {
    if (this.#goesOnAlone) return;
    this.#goesOnAlone = true;
    this.#live = undefined;
    this.#events.emitEnded();
  }

  #follow(live: Live, item: QueueItem | null | undefined, state: string): void {
    const isOver = this.#parts.link.queue?.ended === true || this.#song.isNearEnd;
    if (isOver && (!item || state === 'idle')) {
      this.#live = undefined;
      this.#isOnPlayer = false;
      this.#events.emitEnded();
    } else if (item) this.#followTo(live, item, state);
    else {
      // Somebody has emptied the queue in the middle of a song, and wants silence.
      this.#taken();
      this.#rests('idle');
    }
  }

  #followTo(live: Live, item: QueueItem, state: string): void {
    const isNext = item.queue_item_id !== live.item;
    if (isNext || state === 'playing') this.#song.heard(item);
    if (isNext) {
      this.#live = { ...live, item: item.queue_item_id };
      this.#events.emitEnded();
    } else if (live.isPaused !== (state !== 'playing')) {
      this.#live = { ...live, isPaused: !live.isPaused };
      this.#emitHeard();
      this.#tellHand(live.isPaused ? 'resumed' : 'paused');
    }
  }

  #songIn(item: QueueItem, { flow, mood }: ProgrammeSong): ProgrammeSong | undefined {
    const { own, url } = this.#parts;
    const id = own.songOf(item);
    if (id === undefined) return undefined;
    return trackFrom({
      ...{ id, title: itemTitle(item), source: 'music_assistant', mood, songs: own.from(item) },
      ...(flow !== undefined && { flow }),
      ...knownLength(item.duration ?? item.media_item?.duration),
      ...pictureAt(url, imageOfItem(item)),
    });
  }

  #tellHand(what: OtherHand): void {
    this.#parts.log.info({ what }, 'music_assistant.other_hand');
    for (const listener of this.#hands) listener(what);
  }
}
