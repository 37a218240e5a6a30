import { join } from 'node:path';
import { minValue, number, object, picklist, pipe, strictObject, string, transform, union } from 'valibot';
import type { Mood } from '../../domain/emotion.ts';
import { MOODS } from '../../domain/emotion.ts';
import type { HeardTrack } from '../../domain/history.ts';
import type { Found, Track } from '../../domain/music.ts';
import { TRACK_SOURCES } from '../../domain/music.ts';
import type { Instant, Moment, Ms } from '../../domain/units.ts';
import { elapsed, moment, ms } from '../../domain/units.ts';
import type { PlayerEvent } from '../../players/port.ts';
import type { Clock } from '../../shared/async/clock.ts';
import { JsonFile, readKept } from '../../shared/json-file.ts';
import type { Log } from '../../shared/log.ts';

/** What was playing, the position in it, and when. Never its URL, which expires. */
export type Mark = { readonly track: HeardTrack; readonly position: Ms; readonly at: Moment };

export type BookmarkParts = {
  readonly clock: Clock;
  readonly today: () => Moment;
  readonly log: Log;
  /** Finds the same track again, playable now. */
  readonly recall: (track: HeardTrack, signal: AbortSignal) => Promise<Found>;
};

/** What is playing. `since` is set while it sounds; `position` is where it was at that moment. */
type Play = { readonly track: Track; readonly position: Ms; readonly since?: Instant };

/** How often the file is written while music plays: an SD card wears out, and nobody minds half a minute. */
const WRITE_EVERY = ms(30_000);
/** After longer than this nobody remembers the track that was interrupted. */
const VALID_FOR = ms(30 * 60_000);
const NOTHING = {};

/** Remembers across a restart what was playing and where in it, so that the same track goes on. */
export class Bookmark implements AsyncDisposable {
  readonly #parts: BookmarkParts;
  readonly #file: JsonFile<Mark | typeof NOTHING>;
  #mark: Mark | undefined;
  #play: Play | undefined;
  #writtenAt: Instant;

  private constructor(file: string, mark: Mark | undefined, parts: BookmarkParts) {
    this.#parts = parts;
    this.#file = new JsonFile(file, parts.log);
    this.#mark = mark;
    this.#writtenAt = parts.clock.now();
  }

  /** Reads what was kept. A file that cannot be read is logged and ignored. The folder must exist. */
  static open(dir: string, parts: BookmarkParts): Bookmark {
    const file = join(dir, 'playing.json');
    return new Bookmark(file, read(file, parts.log), parts);
  }

  /** The track that a restart interrupted, if it is recent, was for this mood and can still be found. Forgets it after one call. */
  async take(mood: Mood, signal: AbortSignal): Promise<Track | undefined> {
    const mark = this.#mark;
    this.#mark = undefined;
    const { log, recall, today } = this.#parts;
    // A box without a hardware clock may wake up a little in the past.
    if (!mark || mark.track.mood !== mood || Math.abs(today() - mark.at) > VALID_FOR) return undefined;
    const found = await recall(mark.track, signal);
    log.info({ title: mark.track.title, position: mark.position, ...(!found.ok && { why: found.why }) }, 'track.recalled');
    return found.ok ? { ...found.value, startAt: mark.position } : undefined;
  }

  /** The position in the track that plays or is paused; `undefined` without a track. */
  get position(): Ms | undefined {
    return this.#play && this.#positionOf(this.#play);
  }

  heard(event: PlayerEvent): void {
    const { playback } = event;
    if (event.kind === 'moved') this.#onMoved(event.position);
    else if (playback.kind === 'playing') this.#onPlaying(playback.track);
    else if (playback.kind === 'paused' || playback.kind === 'loading') this.#onPaused(playback.track);
    else this.#forget();
  }

  /** Called about once a second. */
  tick(): void {
    const { clock } = this.#parts;
    if (this.#play?.since !== undefined && elapsed(this.#writtenAt, clock.now()) >= WRITE_EVERY) this.#keep(this.#play);
  }

  /** The box is about to shut down: what plays now will go on after the restart. */
  close(): void {
    if (this.#play) this.#keep(this.#play);
    this.#play = undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file[Symbol.asyncDispose]();
  }

  #onPlaying(track: Track): void {
    const { clock } = this.#parts;
    const isNew = this.#play?.track !== track;
    const position = isNew ? (track.startAt ?? ms(0)) : (this.#play?.position ?? ms(0));
    if (isNew || this.#play?.since === undefined) this.#play = { track, position, since: clock.now() };
    if (isNew) this.#keep(this.#play);
  }

  /** A pause keeps the position. A track that is still loading does not replace the present one until it sounds. */
  #onPaused(track: Track): void {
    if (this.#play?.track === track) this.#play = { track, position: this.#positionOf(this.#play) };
  }

  #onMoved(position: Ms): void {
    if (!this.#play) return;
    this.#play = { ...this.#play, position, ...(this.#play.since !== undefined && { since: this.#parts.clock.now() }) };
    this.#keep(this.#play);
  }

  #forget(): void {
    if (this.#play) this.#keep(undefined);
    this.#play = undefined;
  }

  #positionOf({ position, since }: Play): Ms {
    return ms(position + (since === undefined ? 0 : elapsed(since, this.#parts.clock.now())));
  }

  #keep(play: Play | undefined): void {
    this.#writtenAt = this.#parts.clock.now();
    this.#file.keep(play ? this.#markOf(play) : NOTHING);
  }

  #markOf(play: Play): Mark {
    const { id, title, source, mood } = play.track;
    const position = ms(play.track.endless ? 0 : Math.round(this.#positionOf(play)));
    return { track: { id, title, source, mood }, position, at: this.#parts.today() };
  }
}

const MARK = object({
  track: object({ id: string(), title: string(), source: picklist(TRACK_SOURCES), mood: picklist(MOODS) }),
  position: pipe(number(), minValue(0), transform(ms)),
  at: pipe(number(), transform(moment)),
});

/** A mark, or an empty object: nothing was playing. */
const KEPT = union([MARK, strictObject({})]);

/** `undefined` if the file holds no mark, or not a valid one. */
function read(file: string, log: Log): Mark | undefined {
  const kept = readKept(file, KEPT, { log, event: 'memory.broken' });
  return kept.ok && 'track' in kept.value ? kept.value : undefined;
}
