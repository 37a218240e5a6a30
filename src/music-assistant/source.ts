import { randomUUID } from 'node:crypto';
import type { Mood } from '../domain/emotion.ts';
import type { HeardTrack } from '../domain/history.ts';
import type { Found, MusicChoice, ProgrammeSong, SourceState } from '../domain/music.ts';
import { trackFrom } from '../domain/music.ts';
import { done, failed } from '../domain/result.ts';
import { ms } from '../domain/units.ts';
import type { MusicSource, SearchResult } from '../music/port.ts';
import type { Clock } from '../shared/async/clock.ts';
import { LinkedAbort } from '../shared/async/linked-abort.ts';
import { NOT_FOUND_AFTER } from './fault.ts';
import type { AssistantLink } from './link.ts';
import type { Programmes } from './programmes.ts';
import { imageOf, listedSong, pictureAt } from './song.ts';
import type { AssistantSong } from './wire.ts';
import { oneSongIn } from './wire.ts';

/** How long a box that has just started waits for the first connection, and a search for its answer. */
const FIRST_LIMIT = ms(6_000);
const SEARCH_LIMIT = ms(15_000);

/** What the player is in the middle of: the song of a programme of ours that it plays now, if it is for that mood. */
export type OngoingProgramme = { readonly current: (mood: Mood) => ProgrammeSong | undefined };

export type AssistantSourceParts = {
  readonly link: AssistantLink;
  readonly programmes: Programmes;
  readonly ongoing: OngoingProgramme;
  /** The address of the server, for its pictures. */
  readonly url: string;
  readonly clock: Clock;
};

/** Music of a Music Assistant. What is found is a programme that its player goes on with by itself, song by song. */
export class AssistantSource implements MusicSource {
  readonly name = 'music_assistant';
  readonly #parts: AssistantSourceParts;

  constructor(parts: AssistantSourceParts) {
    this.#parts = parts;
  }

  async find(choice: MusicChoice, signal: AbortSignal): Promise<Found> {
    const { link, ongoing, programmes } = this.#parts;
    const going = choice.why === 'track-ended' ? ongoing.current(choice.mood) : undefined;
    if (going && !choice.unplayable?.has(going.id)) return done(going);
    await this.#connected(signal);
    if (signal.aborted) return failed('timeout');
    if (link.fault) return failed(NOT_FOUND_AFTER[link.fault.why]);
    const songs = await programmes.for(choice, signal);
    if (!songs.ok) return failed(signal.aborted ? 'timeout' : NOT_FOUND_AFTER[songs.why.why]);
    return this.#programme(songs.value, choice.mood);
  }

  /** Its address is all that has to be known of a song. */
  async recall({ id, mood }: HeardTrack, signal: AbortSignal): Promise<Found> {
    const { link } = this.#parts;
    await this.#connected(signal);
    if (link.fault) return failed(NOT_FOUND_AFTER[link.fault.why]);
    if (!/^[\w.+-]+:\/\//.test(id)) return failed('no-match');
    const found = await link.ask('music/item_by_uri', { uri: id }, signal);
    if (!found.ok) return failed(signal.aborted ? 'timeout' : NOT_FOUND_AFTER[found.why.why]);
    const song = oneSongIn(found.value);
    // The server may call it by its address in the library now; whoever liked it knows it by the one before.
    return this.#programme(song ? [{ ...song, uri: id }] : [], mood);
  }

  async search(words: string, { mood, most }: { readonly mood: Mood; readonly most: number }, signal: AbortSignal): Promise<SearchResult> {
    using limit = new LinkedAbort(signal).abortAfter(SEARCH_LIMIT, this.#parts.clock, () => new Error('timed out'));
    const found = await this.#parts.programmes.search(words, most, limit.signal);
    return found.ok ? done(found.value.map((song) => listedSong(song, mood))) : failed(NOT_FOUND_AFTER[found.why.why]);
  }

  get state(): SourceState {
    return this.#parts.link.state;
  }

  async #connected(signal: AbortSignal): Promise<void> {
    using limit = new LinkedAbort(signal).abortAfter(FIRST_LIMIT, this.#parts.clock, () => new Error('timed out'));
    await this.#parts.link.settled(limit.signal).catch(() => undefined);
  }

  #programme(songs: readonly AssistantSong[], mood: Mood): Found {
    const [first] = songs;
    if (!first) return failed('no-match');
    return done(
      trackFrom({
        ...listedSong(first, mood),
        ...{ source: this.name, songs: songs.map(({ uri }) => uri), flow: `programme ${randomUUID()}` },
        ...pictureAt(this.#parts.url, imageOf(first)),
      }),
    );
  }
}
