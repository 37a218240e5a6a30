import type { Mood } from '../../domain/emotion.ts';
import { MOODS } from '../../domain/emotion.ts';
import type { Song } from './song.ts';

/** Songs that are kept at most; each takes about 300 bytes. */
const MOST_SONGS = 20_000;

/**
 * The songs of the server that fit a mood. Where a playlist is named after a mood, it alone counts for that mood, because somebody has made
 * it for that; elsewhere what the songs say of themselves does.
 */
export class SongShelf {
  readonly #songs = new Map<string, Song>();
  readonly #inPlaylists = byMood();
  readonly #bySelf = byMood();

  /** Adds a song that a playlist of these moods lists. */
  list(song: Song, moods: readonly Mood[]): void {
    this.#add(song, moods, this.#inPlaylists);
  }

  /** Adds a song that says itself that it is for these moods. */
  describe(song: Song, moods: readonly Mood[]): void {
    this.#add(song, moods, this.#bySelf);
  }

  /** Notes that somebody has starred a song, if it is here. */
  star({ key }: Song): void {
    const known = this.#songs.get(key);
    if (known && !known.starred) this.#songs.set(key, { ...known, starred: true });
  }

  get(key: string): Song | undefined {
    return this.#songs.get(key);
  }

  /** The songs for a mood. */
  of(mood: Mood): readonly Song[] {
    return [...this.#keysOf(mood)].flatMap((key) => this.#songs.get(key) ?? []);
  }

  countOf(mood: Mood): number {
    return this.#keysOf(mood).size;
  }

  get size(): number {
    return this.#songs.size;
  }

  get isFull(): boolean {
    return this.#songs.size >= MOST_SONGS;
  }

  #keysOf(mood: Mood): ReadonlySet<string> {
    const listed = this.#inPlaylists[mood];
    return listed.size > 0 ? listed : this.#bySelf[mood];
  }

  /** A song that comes twice, for example as a FLAC and as an MP3, is the one that came first. */
  #add(song: Song, moods: readonly Mood[], where: Readonly<Record<Mood, Set<string>>>): void {
    const known = this.#songs.get(song.key);
    if (moods.length === 0 || (!known && this.isFull)) return;
    if (!known) this.#songs.set(song.key, song);
    else if (song.starred) this.star(song);
    for (const mood of moods) where[mood].add(song.key);
  }
}

const byMood = (): Readonly<Record<Mood, Set<string>>> =>
  Object.fromEntries(MOODS.map((mood) => [mood, new Set<string>()])) as unknown as Record<Mood, Set<string>>;
