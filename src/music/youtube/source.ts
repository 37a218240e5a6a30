import type { Mood } from '../../domain/emotion.ts';
import type { HeardTrack } from '../../domain/history.ts';
import type { Found, ListedTrack, MusicChoice, SourceState } from '../../domain/music.ts';
import { trackFrom } from '../../domain/music.ts';
import { oneLine } from '../../domain/one-line.ts';
import type { Result } from '../../domain/result.ts';
import { done, failed } from '../../domain/result.ts';
import { later, ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';
import { today } from '../../shared/async/clock.ts';
import { RateLimiter } from '../../shared/async/rate-limiter.ts';
import type { Log } from '../../shared/log.ts';
import { byRecency } from '../choose/ranking.ts';
import type { MusicSource, SearchResult } from '../port.ts';
import { TtlCache } from '../ttl-cache.ts';
import { YoutubeBackoff } from './backoff.ts';
import type { Candidate, Resolved } from './candidates.ts';
import { isVideoId, unsungFirst } from './candidates.ts';
import type { Failure } from './failure.ts';
import { isAboutOneVideo, SETBACKS } from './failure.ts';
import { LeftOutVideos } from './left-out.ts';
import type { Call, YtDlpConfig } from './program.ts';
import { YtDlpProgram } from './program.ts';
import { SearchCache } from './search-cache.ts';
import type { UpdateTrigger } from './update/update-trigger.ts';

const HOUR = 3_600_000;
/** The port promises 60 s; this leaves time to end a child that does not stop. */
const FIND_LIMIT = ms(55_000);
const MOST_CANDIDATES = 3;
const FRESH = ms(6 * HOUR);
/** How long a stale or empty result serves after a new search has failed or found nothing: each new try may cost half a minute. */
const SERVED_FOR = { most: 100, lasts: ms(HOUR / 4) };
/** YouTube allows about 300 videos an hour to a guest; a room needs far fewer. */
const RESOLVES = { most: 30, span: ms(HOUR) };
/** As many more for what follows a track that has ended by itself: whoever presses Next all the time uses up the others. */
const RESERVE = 10;

/** Searches that people type are limited on top of that: the music of the room must not be refused because somebody plays with the page. */
const ASKED_SEARCHES = { most: 30, span: ms(HOUR) };
/** Somebody waits for the answer. */
const ASKED_LIMIT = ms(18_000);

/** How long a video comes last after yt-dlp failed with it: the fault may be the video's own, and then the others can be played. */
const DOUBTED = { most: 500, lasts: ms(12 * HOUR) };

/** After these failures, and after those of one video, the next candidate is worth a try; after any other one, all of them would fail. */
const WORTH_ANOTHER: ReadonlySet<Failure> = new Set(['forbidden', 'broken']);

type Listed = Result<readonly Candidate[], Failure>;

/** `searches` holds earlier results and may outlast a restart; by default they are kept in memory only. */
export type YtDlpWorld = {
  readonly clock: Clock;
  readonly log: Log;
  readonly updateTrigger?: UpdateTrigger | undefined;
  readonly searches?: SearchCache;
};

/**
 * YouTube through yt-dlp: searches, then takes the first suitable video that can be played (the paper's 3.3), trying those not played
 * recently first. While YouTube is unreachable or blocks us, or while yt-dlp is broken, it is asked less and less often.
 */
export class YtDlpSource implements MusicSource {
  readonly name = 'youtube';
  readonly #program: YtDlpProgram;
  readonly #log: Log;
  readonly #clock: Clock;
  readonly #searches: SearchCache;
  readonly #served: TtlCache<readonly Candidate[]>;
  readonly #leftOut: LeftOutVideos;
  readonly #doubted: TtlCache<true>;
  readonly #resolves: RateLimiter;
  readonly #askedSearches: RateLimiter;
  readonly #pauses: YoutubeBackoff;
  readonly #updateTrigger: UpdateTrigger | undefined;

  constructor(config: YtDlpConfig, world: YtDlpWorld) {
    this.#program = new YtDlpProgram(config, world);
    this.#clock = world.clock;
    this.#log = world.log;
    this.#searches = world.searches ?? new SearchCache({ ...world, today });
    this.#served = new TtlCache(world.clock, SERVED_FOR);
    this.#leftOut = new LeftOutVideos(world);
    this.#doubted = new TtlCache(world.clock, DOUBTED);
    this.#resolves = new RateLimiter(world.clock, RESOLVES);
    this.#askedSearches = new RateLimiter(world.clock, ASKED_SEARCHES);
    this.#pauses = new YoutubeBackoff(world.clock);
    this.#updateTrigger = world.updateTrigger;
  }

  async find(choice: MusicChoice, signal: AbortSignal): Promise<Found> {
    if (choice.query.trim() === '') return failed('no-match');
    if (this.#program.renewed()) this.#pauses.forgive('broken');
    const pausedFor = this.#pauses.why;
    if (pausedFor) return failed(pausedFor);
    const call = { deadline: later(this.#clock.now(), FIND_LIMIT), signal };
    const listed = await this.#search(choice.query, call);
    return listed.ok ? this.#firstPlayable(listed.value, choice, call) : this.#gaveUp(listed.why);
  }

  async recall({ id, title, mood }: HeardTrack, signal: AbortSignal): Promise<Found> {
    if (!isVideoId(id) || this.#leftOut.has(id)) return failed('no-match');
    const pausedFor = this.#pauses.why;
    if (pausedFor) return failed(pausedFor);
    if (!this.#resolves.take()) return failed('blocked');
    const video = { id, title, duration: ms(0) };
    const resolved = await this.#program.resolve(video, { deadline: later(this.#clock.now(), FIND_LIMIT), signal });
    if (resolved.ok) return this.#found(video, resolved.value, { mood });
    return this.#gaveUp(this.#judged(video, resolved.why));
  }

  get state(): SourceState {
    const pause = this.#pauses.pause;
    return pause ? { kind: 'resting', why: pause.failure, left: pause.left } : { kind: 'ready' };
  }

  /** Takes the words as they are. A search that takes too long for somebody who waits says nothing about YouTube, so it begins no pause. */
  async search(words: string, { mood, most }: { readonly mood: Mood; readonly most: number }, signal: AbortSignal): Promise<SearchResult> {
    if (this.#program.renewed()) this.#pauses.forgive('broken');
    const pausedFor = this.#pauses.why;
    if (pausedFor) return failed(pausedFor);
    const query = words.trim();
    if (!(await this.#isKept(query)) && !this.#askedSearches.take()) return failed('blocked');
    const listed = await this.#search(query, { deadline: later(this.#clock.now(), ASKED_LIMIT), signal });
    if (listed.ok)
      return done(
        listed.value
          .filter(({ id }) => !this.#leftOut.has(id))
          .slice(0, most)
          .map((video) => listedAs(video, mood)),
      );
    if (listed.why === 'timeout') return failed('timeout');
    return this.#gaveUp(listed.why);
  }

  async #isKept(query: string): Promise<boolean> {
    const kept = await this.#searches.get(query);
    return kept !== undefined && kept.age < FRESH;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#program[Symbol.dispose]();
    await this.#searches[Symbol.asyncDispose]();
  }

  /** Reuses results younger than six hours. Older ones, up to a week, serve if a new search fails or finds nothing. */
  async #search(query: string, call: Call): Promise<Listed> {
    const kept = await this.#searches.get(query);
    const usable = kept && kept.age < FRESH ? kept : this.#served.get(query);
    if (usable) return done(usable.value);
    const listed = await this.#program.search(query, call);
    if (!listed.ok && listed.why === 'aborted') return listed;
    if (!listed.ok || listed.value.length === 0) return this.#fallBackOn(query, kept?.value, listed);
    this.#searches.set(query, listed.value);
    return listed;
  }

  /**
   * What to use after a new search has failed or found nothing. An empty answer may be YouTube's fault, so it does not replace an old one.
   */
  #fallBackOn(query: string, kept: readonly Candidate[] | undefined, listed: Listed): Listed {
    const found = kept ? done(kept) : listed;
    if (found.ok) this.#served.set(query, found.value);
    // A search that is "not there" means that YouTube has changed, not that a video is gone.
    return !found.ok && isAboutOneVideo(found.why) ? failed('broken') : found;
  }

  async #firstPlayable(listed: readonly Candidate[], choice: MusicChoice, call: Call): Promise<Found> {
    const failures: Failure[] = [];
    for (const video of this.#order(listed, choice)) {
      if (!this.#resolves.take(choice.why === 'track-ended' ? RESERVE : 0)) {
        this.#log.warn({ most: RESOLVES.most, reserve: RESERVE }, 'ytdlp.rationed');
        return failed('blocked');
      }
      const resolved = await this.#program.resolve(video, call);
      if (resolved.ok) return this.#found(video, resolved.value, choice);
      const failure = this.#judged(video, resolved.why);
      failures.push(failure);
      if (!isAboutOneVideo(failure) && !WORTH_ANOTHER.has(failure)) return this.#gaveUp(failure);
    }
    // A program that can tell that a video is gone is not broken: then whatever else was said concerns the videos it was said of.
    return this.#gaveUp(failures.includes('dead') ? 'dead' : (failures.at(-1) ?? 'dead'));
  }

  /**
   * Leaves out a video that failed by itself, and puts last one that may have. So many odd ones in a row are not odd: then the program
   * is taken for broken.
   */
  #judged(video: Candidate, failure: Failure): Failure {
    if (WORTH_ANOTHER.has(failure)) this.#doubted.set(video.id, true);
    if (!isAboutOneVideo(failure)) return failure;
    return this.#leftOut.add(video.id, failure) ? 'broken' : failure;
  }

  #order(listed: readonly Candidate[], { avoid, instrumental, taste, unplayable }: MusicChoice): readonly Candidate[] {
    const playable = listed.filter(({ id }) => !this.#leftOut.has(id) && !unplayable?.has(id));
    const byId = new Map((instrumental ? unsungFirst(playable) : playable).map((video) => [video.id, video]));
    const ids = byRecency([...byId.keys()], avoid, taste);
    const sureFirst = [...ids.filter((id) => !this.#doubted.has(id)), ...ids.filter((id) => this.#doubted.has(id))];
    return sureFirst.slice(0, MOST_CANDIDATES).flatMap((id) => byId.get(id) ?? []);
  }

  #found(video: Candidate, resolved: Resolved, { mood }: Pick<MusicChoice, 'mood'>): Found {
    this.#pauses.end();
    this.#leftOut.worked();
    this.#updateTrigger?.worked();
    return done(trackFrom({ id: video.id, source: this.name, mood, ...resolved }));
  }

  async #gaveUp(failure: Failure): Promise<Extract<Found, { readonly ok: false }>> {
    if (failure === 'aborted') return failed('timeout');
    if (isAboutOneVideo(failure)) return failed('no-match');
    if (failure === 'broken') {
      this.#program.forgetVersion();
      await this.#updateTrigger?.failed();
    }
    const restMs = this.#pauses.begin(failure);
    const { why, advice } = SETBACKS[failure];
    this.#log.warn({ failure, restMs, ...(advice && { advice }) }, 'ytdlp.resting');
    return failed(why);
  }
}

const listedAs = ({ id, title, duration }: Candidate, mood: Mood): ListedTrack => ({
  ...{ id, source: 'youtube', mood, duration },
  title: oneLine(title) || 'untitled',
});
