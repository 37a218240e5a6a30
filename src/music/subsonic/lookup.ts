import { done, failed } from '../../domain/result.ts';
import { ms } from '../../domain/units.ts';
import { listIn } from './reply.ts';
import type { MusicServer, ServerAnswer } from './server.ts';
import type { Song } from './song.ts';
import { songIn } from './song.ts';

/** How long music may be waited for: one question about a song, and a search that somebody waits for. */
const SONG_LIMIT = ms(5_000);
const SEARCH_LIMIT = ms(15_000);

/**
 * The song as the server has it now; `gone` if its id means another song, or none: a server whose database was built anew gives other ids.
 */
export async function currentSong(server: MusicServer, song: Song, signal: AbortSignal): Promise<ServerAnswer<Song>> {
  const answer = await server.ask('getSong', { id: song.id }, signal, SONG_LIMIT);
  if (!answer.ok) return answer;
  const found = songIn(answer.value.song)?.song;
  return found?.key === song.key ? done(found) : failed({ why: 'gone', detail: 'its id means another song now' });
}

/** The songs that the server finds by these words; at most `most`. */
export async function searchedSongs(
  server: MusicServer,
  words: string,
  most: number,
  signal: AbortSignal,
): Promise<ServerAnswer<readonly Song[]>> {
  const settings = { query: words, artistCount: '0', albumCount: '0', songCount: String(most) };
  const answer = await server.ask('search3', settings, signal, SEARCH_LIMIT);
  if (!answer.ok) return answer;
  return done(listIn(answer.value, 'searchResult3', 'song').flatMap((each) => songIn(each)?.song ?? []));
}
