import type { ListedTrack } from '../domain/music.ts';
import type { ListPart, Shelved } from './port.ts';

/** Part of a list as tracks. Only the tracks of that part are made, because a library may have many thousands. */
export const partOf = <T>(all: readonly T[], { from, most }: ListPart, listed: (one: T) => ListedTrack): Shelved => ({
  tracks: all.slice(from, from + most).map(listed),
  total: all.length,
});
