import type { Mood } from '../domain/emotion.ts';
import type { MusicChoice } from '../domain/music.ts';
import { done } from '../domain/result.ts';
import type { Instant } from '../domain/units.ts';
import { elapsed, ms } from '../domain/units.ts';
import { byRecency, shuffled } from '../music/choose/ranking.ts';
import type { MoodMatcher } from '../music/library/mood-matching.ts';
import { moodsOfPlaylist } from '../music/library/mood-matching.ts';
import type { Clock } from '../shared/async/clock.ts';
import type { AssistantAnswer } from './connection.ts';
import type { AssistantLink } from './link.ts';
import type { AssistantPlaylist, AssistantSong } from './wire.ts';
import { foundSongsIn, namedPlaylistsIn, playableSongsIn } from './wire.ts';

/** Entries of one page, and the most playlists and songs that are looked at. */
const PAGE = 500;
const MOST_PLAYLISTS = 5_000;
const MOST_SONGS = 2_000;
/** Songs that a search for a mood brings. */
const SEARCHED = 50;
/** Songs of a programme: more than anybody hears of a mood at a time. */
const LENGTH = 25;
/** How long it is remembered what fits a mood. */
const REMEMBERED = ms(5 * 60_000);

type Remembered = { readonly at: Instant; readonly songs: readonly AssistantSong[] };

/** Puts programmes together: what was not heard lately of the playlists named after a mood, or, without such a list, of a search. */
export class Programmes {
  readonly #link: AssistantLink;
  readonly #matcher: MoodMatcher;
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #remembered = new Map<string, Remembered>();

  constructor(link: AssistantLink, by: { readonly matcher: MoodMatcher; readonly clock: Clock; readonly random: () => number }) {
    this.#link = link;
    this.#matcher = by.matcher;
    this.#clock = by.clock;
    this.#random = by.random;
  }

  /** The songs of a programme for a choice, what was heard lately last; none if nothing fits. */
  async for(choice: MusicChoice, signal: AbortSignal): Promise<AssistantAnswer<readonly AssistantSong[]>> {
    const { avoid, mood, query, taste, unplayable } = choice;
    const listed = await this.#kept(`mood ${mood}`, () => this.#ofMood(mood, signal));
    if (!listed.ok) return listed;
    const fitting = listed.value.length > 0 ? listed : await this.#kept(`words ${query}`, () => this.search(query, SEARCHED, signal));
    if (!fitting.ok) return fitting;
    const byUri = new Map(fitting.value.filter(({ uri }) => !unplayable?.has(uri)).map((song) => [song.uri, song]));
    const order = byRecency(shuffled([...byUri.keys()], this.#random), avoid, taste);
    return done(order.flatMap((uri) => byUri.get(uri) ?? []).slice(0, LENGTH));
  }

  /** The songs that a search finds. */
  async search(words: string, most: number, signal: AbortSignal): Promise<AssistantAnswer<readonly AssistantSong[]>> {
    const found = await this.#link.ask('music/search', { search_query: words, media_types: ['track'], limit: most }, signal);
    return found.ok ? done(foundSongsIn(found.value).filter(({ available }) => available)) : found;
  }

  /** The playlists that are named after a mood, of all that are in the library. */
  async playlists(mood: Mood | undefined, signal: AbortSignal): Promise<AssistantAnswer<readonly AssistantPlaylist[]>> {
    let all: readonly AssistantPlaylist[] = [];
    for (let offset = 0; offset < MOST_PLAYLISTS; offset += PAGE) {
      const page = await this.#link.ask('music/playlists/library_items', { limit: PAGE, offset }, signal);
      if (!page.ok) return page;
      const found = namedPlaylistsIn(page.value);
      all = [...all, ...found];
      if (found.length < PAGE) break;
    }
    return done(all.filter(({ name }) => this.#fits(name, mood)));
  }

  #fits(name: string, mood: Mood | undefined): boolean {
    const moods = moodsOfPlaylist(this.#matcher, name);
    return mood === undefined ? moods.length > 0 : moods.includes(mood);
  }

  async #ofMood(mood: Mood, signal: AbortSignal): Promise<AssistantAnswer<readonly AssistantSong[]>> {
    const named = await this.playlists(mood, signal);
    if (!named.ok) return named;
    let songs: readonly AssistantSong[] = [];
    for (const { item_id, provider } of named.value) {
      const args = { item_id, provider_instance_id_or_domain: provider };
      const opened = await this.#link.ask('music/playlists/playlist_tracks', args, signal);
      // A list that is gone, or whose provider is away, leaves the others.
      if (!opened.ok && opened.why.why !== 'gone') return opened;
      songs = [...songs, ...(opened.ok ? playableSongsIn(opened.value).filter(({ available }) => available) : [])];
      if (songs.length >= MOST_SONGS) break;
    }
    return done(songs.slice(0, MOST_SONGS));
  }

  async #kept(
    key: string,
    read: () => Promise<AssistantAnswer<readonly AssistantSong[]>>,
  ): Promise<AssistantAnswer<readonly AssistantSong[]>> {
    const known = this.#remembered.get(key);
    if (known && elapsed(known.at, this.#clock.now()) < REMEMBERED) return done(known.songs);
    const answer = await read();
    if (this.#remembered.size > 100) this.#remembered.clear();
    if (answer.ok) this.#remembered.set(key, { at: this.#clock.now(), songs: answer.value });
    return answer;
  }
}
