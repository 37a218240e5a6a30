import type { Mood } from '../domain/emotion.ts';
import type { ListedTrack } from '../domain/music.ts';
import type { Ms } from '../domain/units.ts';
import { ms } from '../domain/units.ts';
import type { AssistantSong, QueueItem } from './wire.ts';

/** Pixels of a cover. */
const COVER = 480;

type Picture = NonNullable<AssistantSong['image']>;

/** What people call a song: who plays it, and its name. */
export const songTitle = ({ artists, name }: Pick<AssistantSong, 'artists' | 'name'>): string =>
  artists.length > 0 ? `${artists.map((each) => each.name).join(', ')} – ${name}` : name;

/** What people call what a queue plays. The name of an entry is made by the server, and also there where nothing else is. */
export const itemTitle = ({ media_item, name }: QueueItem): string => (media_item ? songTitle(media_item) : name);

export const knownLength = (seconds: number | null | undefined): { readonly duration?: Ms } =>
  typeof seconds === 'number' && seconds > 0 ? { duration: ms(Math.round(seconds * 1000)) } : {};

/** A song in a list. It is called by its address at the server. */
export const listedSong = (song: AssistantSong, mood: Mood): ListedTrack => ({
  ...{ id: song.uri, title: songTitle(song), source: 'music_assistant' as const, mood },
  ...knownLength(song.duration),
});

/**
 * Where the server hands out a picture, as a small JPEG. Never the picture's own address: that may be anybody's, and the server has fetched
 * it already.
 */
export function pictureAt(server: string, picture: Picture | null | undefined): { readonly picture?: string } {
  if (!picture) return {};
  const base = `${server.replace(/\/+$/, '')}/imageproxy`;
  const form = `size=${COVER}&fmt=jpeg`;
  if (picture.proxy_id) return { picture: `${base}/${encodeURIComponent(picture.proxy_id)}?${form}` };
  const path = encodeURIComponent(encodeURIComponent(picture.path));
  return { picture: `${base}?path=${path}&provider=${encodeURIComponent(picture.provider)}&${form}` };
}

/** The picture of a song. */
export const imageOf = (song: AssistantSong): Picture | undefined => song.image ?? song.metadata?.images?.[0];

/** The picture of what a queue plays. */
export const imageOfItem = ({ image, media_item }: QueueItem): Picture | undefined =>
  image ?? (media_item ? imageOf(media_item) : undefined);
