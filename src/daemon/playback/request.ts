import type { MusicQuery, Track } from '../../domain/music.ts';
import type { Ms } from '../../domain/units.ts';

/**
 * `fade`: how long the music takes to fade out, if not the player's usual time. `blend`: the change is a crossfade, if the player can do
 * one. `first`: a track that somebody chose, before the mood's own music.
 */
export type MusicRequest =
  | { readonly kind: 'silence'; readonly fade?: Ms }
  | ({ readonly kind: 'music'; readonly blend?: true; readonly first?: Track } & MusicQuery);

/** What control asks of playback. A pause also gives up a search that is under way. */
export type PlaybackRequest = MusicRequest | { readonly kind: 'pause' } | { readonly kind: 'resume' };
