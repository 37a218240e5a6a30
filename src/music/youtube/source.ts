import type { HeardTrack } from '../../domain/history.ts';
import type { Found, MusicChoice, Track } from '../../domain/music.ts';
import type { Result } from '../../domain/result.ts';
import { done, failed } from '../../domain/result.ts';
import { later, ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';
import { today } from '../../shared/async/clock.ts';
import type { Log } from '../../shared/log.ts';
import { byRecency } from '../choose/ranking.ts';
import type { MusicSource } from '../port.ts';
import { RateLimiter, TtlCache } from '../ttl-cache.ts';
import { YoutubeBackoff } from './backoff.ts';
import type { Candidate, Resolved } from './candidates.ts';
import { isVideoId, unsungFirst } from './candidates.ts';
import type { Failure } from './failure.ts';
import { SETBACKS } from './failure.ts';
import type { Call, YtDlpConfig } from './program.ts';
import { YtDlpProgram } from './program.ts';
import { SearchCache } from './search-cache.ts';
import type { UpdateTrigger } from './update/update-trigger.ts';

const HOUR = 3_600_000;
/** The port promises 60 s; this leaves time to end a child that will not go. */
const PATIENCE = ms(55_000);
const MOST_CANDIDATES = 3;
const FRESH = ms(6 * HOUR);
/** Where a new search has failed and an old one serves, or has found nothing, it is not asked anew for so long: each may cost half a minute. */
const SERVES = { most: 100, lasts: ms(HOUR / 4) };
const DEAD = { most: 500, lasts: ms(7 * 24 * HOUR) };
/** YouTube allows about 300 videos an hour to a guest; a room needs far fewer. */
const RESOLVES = { most: 30, span: ms(HOUR) };

/** After these the next candidate is worth a try; after any other all of them would fail. */
const ABOUT_ONE_VIDEO: ReadonlySet<Failure> = new Set(['dead', 'forbidden', 'broken']);

type Listed = Result<readonly Candidate[], Failure>;

/** `searches` are kept over a restart by whoever hands them in. */
export type YtDlpWorld = {
  readonly clock: Clock;
  readonly log: Log;
  readonly updateTrigger?: UpdateTrigger | undefined;
  readonly searches?: SearchCache;
};

/**
 * YouTube by yt-dlp: search, then the first fitting video that can be played (the paper's 3.3), those not played lately
 * first. Failures are remembered: while YouTube is unreachable, blocks us or yt-dlp is broken, it is asked ever more rarely.
 */
export class YtDlpSource implements MusicSource {
  readonly name = 'youtube';
  readonly #program: YtDlpProgram;
  readonly #log: Log;
  readonly #clock: Clock;
  readonly #searches: SearchCache;
  readonly #served: TtlCache<readonly Candidate[]>;
  readonly #dead: TtlCache<true>;
  readonly #resolves: RateLimiter;
  readonly #rests: YoutubeBackoff;
  readonly #asker: UpdateTrigger | undefined;

  constructor(config: YtDlpConfig, world: YtDlpWorld) {
    this.#program = new YtDlpProgram(config, world);
    this.#clock = world.clock;
    this.#log = world.log;
    this.#searches = world.searches ?? new SearchCache({ ...world, today });
    this.#served = new TtlCache(world.clock, SERVES);
    this.#dead = new TtlCache(world.clock, DEAD);
    this.#resolves = new RateLimiter(world.clock, RESOLVES);
    this.#rests = new YoutubeBackoff(world.clock);
    this.#asker = world.updateTrigger;
  }

  async find(choice: MusicChoice, signal: AbortSignal): Promise<Found> {
    if (choice.query.trim() === '') return failed('no-match');
    if (this.#program.renewed()) this.#rests.forgive('broken');
    const resting = this.#rests.why;
    if (resting) return failed(resting);
    const call = { deadline: later(this.#clock.now(), PATIENCE), signal };
    const listed = await this.#search(choice.query, call);
    return listed.ok ? this.#firstPlayable(listed.value, choice, call) : this.#gaveUp(listed.why);
  }

  async recall({ id, title, mood }: HeardTrack, signal: AbortSignal): Promise<Found> {
    if (!isVideoId(id) || this.#dead.has(id)) return failed('no-match');
    const resting = this.#rests.why;
    if (resting) return failed(resting);
    if (!this.#resolves.take()) return failed('blocked');
    const video = { id, title, duration: ms(0) };
    const resolved = await this.#program.resolve(video, { deadline: later(this.#clock.now(), PATIENCE), signal });
    if (resolved.ok) return this.#found(video, resolved.value, { mood });
    if (resolved.why === 'dead') this.#dead.set(id, true);
    return this.#gaveUp(resolved.why);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#searches[Symbol.asyncDispose]();
  }

  /** Results younger than six hours are used again; older ones, up to a week, where a new search fails or finds nothing. */
  async #search(query: string, call: Call): Promise<Listed> {
    const kept = await this.#searches.get(query);
    const serves = kept && kept.age < FRESH ? kept : this.#served.get(query);
    if (serves) return done(serves.value);
    const listed = await this.#program.search(query, call);
    if (!listed.ok && listed.why === 'aborted') return listed;
    if (!listed.ok || listed.value.length === 0) return this.#instead(query, kept?.value, listed);
    this.#searches.set(query, listed.value);
    return listed;
  }

  /** What serves where a new search has failed, or has found nothing: that may be YouTube's doing, and is no answer to keep. */
  #instead(query: string, kept: readonly Candidate[] | undefined, listed: Listed): Listed {
    const found = kept ? done(kept) : listed;
    if (found.ok) this.#served.set(query, found.value);
    // A search that is "not there" says that YouTube has changed, not that a video is gone.
    return !found.ok && found.why === 'dead' ? failed('broken') : found;
  }

  async #firstPlayable(listed: readonly Candidate[], choice: MusicChoice, call: Call): Promise<Found> {
    let failure: Failure = 'dead';
    for (const video of this.#order(listed, choice)) {
      if (!this.#resolves.take()) {
        this.#log.warn({ most: RESOLVES.most }, 'ytdlp.rationed');
        return failed('blocked');
      }
      const resolved = await this.#program.resolve(video, call);
      if (resolved.ok) return this.#found(video, resolved.value, choice);
      if (resolved.why === 'dead') this.#dead.set(video.id, true);
      else failure = resolved.why;
      if (!ABOUT_ONE_VIDEO.has(resolved.why)) break;
    }
    return this.#gaveUp(failure);
  }

  #order(listed: readonly Candidate[], { avoid, instrumental, taste, unplayable }: MusicChoice): readonly Candidate[] {
    const living = listed.filter(({ id }) => !this.#dead.has(id) && !unplayable?.has(id));
    const alive = new Map((instrumental ? unsungFirst(living) : living).map((video) => [video.id, video]));
    const ids = byRecency([...alive.keys()], avoid, taste).slice(0, MOST_CANDIDATES);
    return ids.flatMap((id) => alive.get(id) ?? []);
  }

  #found(video: Candidate, resolved: Resolved, { mood }: Pick<MusicChoice, 'mood'>): Found {
    this.#rests.end();
    this.#asker?.worked();
    const track: Track = { id: video.id, source: this.name, mood, ...resolved };
    return done(track);
  }

  async #gaveUp(failure: Failure): Promise<Found> {
    if (failure === 'aborted') return failed('timeout');
    if (failure === 'dead') return failed('no-match');
    if (failure === 'broken') {
      this.#program.forgetVersion();
      await this.#asker?.failed();
    }
    const restMs = this.#rests.begin(failure);
    const { why, advice } = SETBACKS[failure];
    this.#log.warn({ failure, restMs, ...(advice && { advice }) }, 'ytdlp.resting');
    return failed(why);
  }
}
