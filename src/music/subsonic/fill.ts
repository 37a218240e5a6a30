import { setImmediate as breathe } from 'node:timers/promises';
import { done, failed } from '../../domain/result.ts';
import { ms } from '../../domain/units.ts';
import type { MoodMatcher } from '../library/mood-matching.ts';
import { moodsOfPlaylist } from '../library/mood-matching.ts';
import type { ServerFault } from './fault.ts';
import type { ListedPlaylist } from './reply.ts';
import { genresIn, indexMark, listIn, playlistsIn, scanMark } from './reply.ts';
import type { CallSettings, MusicServer, ServerAnswer, ServerCall } from './server.ts';
import type { SongShelf } from './shelf.ts';
import type { DescribedSong } from './song.ts';
import { songIn } from './song.ts';

/** Songs of one request: 400 kB of JSON, which takes a few milliseconds to read. */
const PAGE = 500;
/** A server that does not answer the first question in this time is left alone. */
const FIRST_LIMIT = ms(10_000);
const MOST_PLAYLISTS = 100;
const MOST_GENRES = 200;

type Asking = { readonly server: MusicServer; readonly matcher: MoodMatcher; readonly signal: AbortSignal };
/** What to fill from. `more` is called whenever something has been added. */
export type Filling = Asking & { readonly more: () => void };

/** What the server has at this moment: the playlists that are named after moods, and a mark that changes when its music does. */
export type Survey = { readonly playlists: readonly ListedPlaylist[]; readonly mark: string | undefined };

/** Asks what has to be asked to see whether anything has changed. */
export async function survey({ server, matcher, signal }: Asking): Promise<ServerAnswer<Survey>> {
  const listed = await server.ask('getPlaylists', {}, signal, FIRST_LIMIT);
  if (!listed.ok) return listed;
  const playlists = playlistsIn(listed.value).filter(({ name }) => moodsOfPlaylist(matcher, name).length > 0);
  const library = await libraryMark(server, signal);
  if (!library.ok) return library;
  const mark = library.value === undefined ? undefined : JSON.stringify([library.value, playlists]);
  return done({ playlists: playlists.slice(0, MOST_PLAYLISTS), mark });
}

/** `getIndexes` lists all artists, so it is only asked where `getScanStatus` says nothing. */
async function libraryMark(server: MusicServer, signal: AbortSignal): Promise<ServerAnswer<string | undefined>> {
  const scan = await optional(server, 'getScanStatus', {}, signal);
  if (!scan.ok) return scan;
  const mark = scan.value && scanMark(scan.value);
  if (mark !== undefined) return done(mark);
  const indexes = await optional(server, 'getIndexes', {}, signal);
  return indexes.ok ? done(indexes.value && indexMark(indexes.value)) : indexes;
}

/**
 * Fills a shelf: the playlists of the moods, then what fits by its genre, then, where the server knows moods of songs, all songs, and last
 * what is starred. What a server does not know of is left out; a server that does not answer ends it.
 */
export async function fillShelf(shelf: SongShelf, { playlists }: Survey, filling: Filling): Promise<ServerAnswer<undefined>> {
  for (const step of [fromPlaylists(playlists), fromGenres, fromMoods, starred]) {
    const filled = await step(shelf, filling);
    if (!filled.ok) return filled;
  }
  return done(undefined);
}

type Step = (shelf: SongShelf, filling: Filling) => Promise<ServerAnswer<undefined>>;

/** How many songs a playlist has is only known once it is opened: Navidrome says 0 of a smart one that nobody has opened yet. */
const fromPlaylists =
  (playlists: readonly ListedPlaylist[]): Step =>
  async (shelf, { matcher, more, server, signal }) => {
    for (const { id, name } of playlists) {
      const opened = await optional(server, 'getPlaylist', { id }, signal);
      if (!opened.ok) return opened;
      const moods = moodsOfPlaylist(matcher, name);
      await inPieces(opened.value ? listIn(opened.value, 'playlist', 'entry') : [], ({ song }) => shelf.list(song, moods));
      more();
    }
    return done(undefined);
  };

/**
 * In the server's own spelling, because some compare genres letter for letter. maneki answers with whole albums, so what a song says of
 * itself counts.
 */
const fromGenres: Step = async (shelf, { matcher, more, server, signal }) => {
  const listed = await optional(server, 'getGenres', {}, signal);
  if (!listed.ok) return listed;
  const fits = (genres: readonly string[]) => matcher.byTags({ moods: [], genres });
  const wanted = (listed.value ? genresIn(listed.value) : []).filter((genre) => fits([genre]).length > 0);
  for (const genre of wanted.slice(0, MOST_GENRES)) {
    const page: Page = (offset) => ['getSongsByGenre', { genre, count: String(PAGE), offset: String(offset) }, 'songsByGenre'];
    const read = await paged(page, { server, signal }, (found) => {
      for (const { genres, moods, song } of found) {
        const own = genres.length > 0 ? genres : [genre];
        shelf.describe(song, matcher.byTags({ moods, genres: own }));
      }
      more();
      return !shelf.isFull;
    });
    if (!read.ok) return read;
  }
  return done(undefined);
};

/** Only Navidrome knows moods of songs. No call searches for them, so all songs are looked at. */
const fromMoods: Step = (shelf, { matcher, more, server, signal }) => {
  const page: Page = (offset) => [
    'search3',
    { query: '', artistCount: '0', albumCount: '0', songCount: String(PAGE), songOffset: String(offset) },
    'searchResult3',
  ];
  return paged(page, { server, signal }, (found) => {
    for (const { genres, moods, song } of found) shelf.describe(song, matcher.byTags({ moods, genres }));
    more();
    return found.some(({ knowsMoods }) => knowsMoods) && !shelf.isFull;
  });
};

const starred: Step = async (shelf, { matcher, server, signal }) => {
  const listed = await optional(server, 'getStarred2', {}, signal);
  if (!listed.ok) return listed;
  await inPieces(listed.value ? listIn(listed.value, 'starred2', 'song') : [], ({ genres, moods, song }) => {
    shelf.describe({ ...song, starred: true }, matcher.byTags({ moods, genres }));
    shelf.star(song);
  });
  return done(undefined);
};

/** A list that comes whole may be of any length. Other work goes on between its pieces. */
async function inPieces(entries: readonly unknown[], take: (song: DescribedSong) => void): Promise<void> {
  for (let at = 0; at < entries.length; at += PAGE) {
    for (const song of songsIn(entries.slice(at, at + PAGE))) take(song);
    await breathe();
  }
}

const songsIn = (entries: readonly unknown[]): readonly DescribedSong[] => entries.flatMap((each) => songIn(each) ?? []);

/** The request for what follows after `offset` songs, and where in the answer they are. */
type Page = (offset: number) => readonly [ServerCall, CallSettings, string];

/**
 * Reads a long list, some hundred songs at a time, until nothing new comes or `take` has enough. A server that knows no pages sends the
 * same again. Other work goes on between two pages.
 */
async function paged(
  page: Page,
  { server, signal }: Pick<Filling, 'server' | 'signal'>,
  take: (found: readonly DescribedSong[]) => boolean,
) {
  const seen = new Set<string>();
  for (let offset = 0; ; ) {
    const [endpoint, settings, outer] = page(offset);
    const answer = await optional(server, endpoint, settings, signal);
    if (!answer.ok) return answer;
    const entries = answer.value ? listIn(answer.value, outer, 'song') : [];
    const found = songsIn(entries).filter(({ song }) => !seen.has(song.id));
    for (const { song } of found) seen.add(song.id);
    if (found.length === 0 || !take(found)) return done(undefined);
    offset += entries.length;
    await breathe();
  }
}

/** An answer that a server may owe: undefined where it does not know the call, or does not allow it. */
async function optional(server: MusicServer, endpoint: ServerCall, settings: CallSettings, signal: AbortSignal) {
  const answer = await server.ask(endpoint, settings, signal);
  return answer.ok || isAbsent(answer.why) ? done(answer.ok ? answer.value : undefined) : failed(answer.why);
}

const isAbsent = ({ code, why }: ServerFault): boolean => why === 'refused' || why === 'gone' || why === 'foreign' || code === 50;
