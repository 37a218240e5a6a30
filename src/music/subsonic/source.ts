import type { SubsonicConfig } from '../../config/schema.ts';
import type { Mood } from '../../domain/emotion.ts';
import type { HeardTrack } from '../../domain/history.ts';
import type { Found, ListedTrack, MusicChoice, SourceState, Track } from '../../domain/music.ts';
import { trackFrom } from '../../domain/music.ts';
import { done, failed } from '../../domain/result.ts';
import { ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';
import { LinkedAbort } from '../../shared/async/linked-abort.ts';
import type { Log } from '../../shared/log.ts';
import type { Mapping } from '../choose/mapping.ts';
import { byRecency, shuffled } from '../choose/ranking.ts';
import { moodMatcher } from '../library/mood-matching.ts';
import type { ListPart, MusicSource, SearchResult, Shelved } from '../port.ts';
import { shelfPart } from '../shelf-part.ts';
import { TtlCache } from '../ttl-cache.ts';
import { SongCatalogue } from './catalogue.ts';
import { NOT_FOUND_BY } from './fault.ts';
import { ServerHealth } from './health.ts';
import { currentSong, searchedSongs } from './lookup.ts';
import { Relay } from './relay.ts';
import type { CallSettings, ServerAnswer, ServerCall } from './server.ts';
import { MusicServer } from './server.ts';
import type { SongShelf } from './shelf.ts';
import type { Song } from './song.ts';

/** How long a new box waits for the first song that fits. */
const FIRST_LOOK_LIMIT = ms(20_000);
/** Songs that turn out to be other ones, before the server is given up for this time. */
const MOST_TRIES = 5;
/** Songs of one title among which the one that was played is looked for: few servers find by performer and title together. */
const MOST_NAMESAKES = 50;
/** Songs that a search has found. */
const SEARCHED = { most: 500, lasts: ms(60 * 60_000) };

export type SubsonicParts = {
  readonly config: SubsonicConfig;
  readonly mapping: Mapping;
  readonly clock: Clock;
  readonly log: Log;
  /** Numbers in [0, 1) that decide the order. */
  readonly random?: () => number;
};

/**
 * Music of a server of one's own that speaks OpenSubsonic. What fits a mood is known from a catalogue; before a song is played, the server
 * is asked whether its id still means that song, because a database that was built anew gives other ids.
 */
export class SubsonicSource implements MusicSource {
  readonly name = 'subsonic';
  readonly #parts: SubsonicParts;
  readonly #server: MusicServer;
  readonly #health: ServerHealth;
  readonly #catalogue: SongCatalogue;
  readonly #relay: Relay;
  readonly #searched: TtlCache<Song>;
  readonly #closing = new AbortController();

  constructor(parts: SubsonicParts) {
    const { clock, config, log, mapping } = parts;
    this.#parts = parts;
    this.#server = new MusicServer(config, clock);
    this.#health = new ServerHealth({ clock, log, place: this.#server.place });
    this.#catalogue = new SongCatalogue({ server: this.#server, health: this.#health, matcher: moodMatcher(mapping), clock, log });
    this.#relay = new Relay(this.#server, { clock, health: this.#health, log });
    this.#searched = new TtlCache(clock, SEARCHED);
  }

  async find(choice: MusicChoice, signal: AbortSignal): Promise<Found> {
    if (this.#isOff) return failed('off');
    const { avoid, mood, unplayable } = choice;
    const wanted = (): readonly Song[] => this.#shelf.of(mood).filter(({ key }) => !unplayable?.has(key));
    const inTime = await this.#read(() => wanted().some(({ key }) => !avoid.includes(key)), signal);
    const { resting } = this.#health;
    if (resting) return failed(NOT_FOUND_BY[resting.why]);
    const songs = this.#inOrder(wanted(), choice);
    if (songs.length === 0) return failed(inTime ? 'no-match' : 'timeout');
    return this.#firstOf(songs.slice(0, MOST_TRIES), mood, signal);
  }

  /** The catalogue knows it, or else a search by its title finds it. */
  async recall({ id, mood, title }: HeardTrack, signal: AbortSignal): Promise<Found> {
    if (this.#isOff) return failed('off');
    const known = (): Song | undefined => this.#shelf.get(id) ?? this.#searched.get(id)?.value;
    await this.#read(() => known() !== undefined, signal);
    const { resting } = this.#health;
    if (resting) return failed(NOT_FOUND_BY[resting.why]);
    const song = known();
    const found = song ? await this.#firstOf([song], mood, signal) : failed('no-match' as const);
    if (found.ok || found.why !== 'no-match') return found;
    const others = await this.#ask(title.split(' – ').at(-1) ?? title, MOST_NAMESAKES, signal);
    if (!others.ok) return failed(NOT_FOUND_BY[others.why.why]);
    const same = others.value.find(({ key }) => key === id);
    return same ? done(await this.#trackOf(same, mood)) : failed('no-match');
  }

  get state(): SourceState {
    if (this.#isOff) return { kind: 'off', lacks: 'server' };
    const { state } = this.#health;
    return state.kind === 'ready' && this.#catalogue.isFirstLook ? { kind: 'looking' } : state;
  }

  /** Somebody who looks at the list wants it read, even if no music has been wanted yet. */
  get size(): number {
    if (!this.#isOff) this.#catalogue.refresh();
    return this.#shelf.size;
  }

  shelf(mood: Mood, part: ListPart): Shelved {
    if (!this.#isOff) this.#catalogue.refresh();
    return shelfPart(this.#shelf.of(mood), part, (song) => listed(song, mood));
  }

  async search(words: string, { mood, most }: { readonly mood: Mood; readonly most: number }, signal: AbortSignal): Promise<SearchResult> {
    if (this.#isOff) return failed('off');
    const found = await this.#ask(words, most, signal);
    return found.ok ? done(found.value.map((song) => listed(song, mood))) : failed(NOT_FOUND_BY[found.why.why]);
  }

  heard({ id }: Track): void {
    if (this.#parts.config.give_back !== 'off') this.#tell('scrobble', id, { submission: 'true' });
  }

  liked({ id }: HeardTrack): void {
    if (this.#parts.config.give_back === 'stars') this.#tell('star', id, {});
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    await this.#catalogue[Symbol.asyncDispose]();
    await this.#relay[Symbol.asyncDispose]();
    this.#server[Symbol.dispose]();
  }

  get #isOff(): boolean {
    return this.#parts.config.url === '';
  }

  get #shelf(): SongShelf {
    return this.#catalogue.shelf;
  }

  /** Whether the catalogue was ready in time. */
  async #read(isEnough: () => boolean, signal: AbortSignal): Promise<boolean> {
    this.#catalogue.refresh();
    using limit = new LinkedAbort(signal).abortAfter(FIRST_LOOK_LIMIT, this.#parts.clock, () => new Error('the first look is slow'));
    return this.#catalogue.ready(isEnough, limit.signal).then(
      () => true,
      () => false,
    );
  }

  /** What is starred comes first, and what was played lately last. */
  #inOrder(songs: readonly Song[], { avoid, taste }: MusicChoice): readonly Song[] {
    const mixed = shuffled(songs, this.#parts.random ?? Math.random);
    const keys = [...mixed.filter(({ starred }) => starred), ...mixed.filter(({ starred }) => !starred)].map(({ key }) => key);
    const byKey = new Map(songs.map((song) => [song.key, song]));
    return byRecency(keys, avoid, taste).flatMap((key) => byKey.get(key) ?? []);
  }

  /** The first of these songs that the server still has. */
  async #firstOf(songs: readonly Song[], mood: Mood, signal: AbortSignal): Promise<Found> {
    for (const song of songs) {
      const current = await currentSong(this.#server, song, signal);
      if (current.ok) {
        this.#health.answered();
        return done(await this.#trackOf(current.value, mood));
      }
      if (signal.aborted) return failed('timeout');
      if (current.why.why !== 'gone') {
        this.#health.failed(current.why);
        return failed(NOT_FOUND_BY[current.why.why]);
      }
      this.#catalogue.distrust();
    }
    return failed('no-match');
  }

  async #ask(words: string, most: number, signal: AbortSignal): Promise<ServerAnswer<readonly Song[]>> {
    const found = await searchedSongs(this.#server, words, most, signal);
    for (const song of found.ok ? found.value : []) this.#searched.set(song.key, song);
    return found;
  }

  async #trackOf(song: Song, mood: Mood): Promise<Track> {
    const picture = song.coverArt === undefined ? undefined : await this.#relay.picture(song.coverArt);
    return trackFrom({ ...listed(song, mood), url: await this.#relay.sound(song), ...(picture !== undefined && { picture }) });
  }

  /** Tells the server something about a song, which may fail: nobody waits for it. */
  #tell(endpoint: ServerCall, key: string, settings: CallSettings): void {
    const song = this.#shelf.get(key) ?? this.#searched.get(key)?.value;
    if (!song || this.#isOff || this.#health.resting) return;
    void this.#server.ask(endpoint, { id: song.id, ...settings }, this.#closing.signal).then((answer) => {
      if (!answer.ok) this.#parts.log.info({ endpoint, why: answer.why.detail }, 'subsonic.not_told');
    });
  }
}

const listed = ({ duration, key, title }: Song, mood: Mood): ListedTrack => ({
  ...{ id: key, title, source: 'subsonic' as const, mood },
  ...(duration !== undefined && { duration }),
});
