import type { GenericSchema, InferOutput } from 'valibot';
import { array, boolean, fallback, integer, nullish, number, object, optional, pipe, string } from 'valibot';
import { fitting } from '../shared/json.ts';

/** What Music Assistant sends, as far as moodbox reads it. Shapes are those of music_assistant_models; what else they have is left out. */

/** The first message of a server. From this schema on it wants a token before anything else. */
export const HELLO = object({ server_id: string(), server_version: string(), schema_version: pipe(number(), integer()) });
export const TOKENS_FROM = 28;

const PICTURE = object({ path: string(), provider: fallback(string(), ''), proxy_id: nullish(string()) });
const NAMED = object({ name: string() });

/** A song, in a playlist or as what a queue plays. */
const SONG = object({
  uri: string(),
  name: string(),
  artists: fallback(array(NAMED), []),
  duration: nullish(number()),
  available: optional(boolean(), true),
  image: nullish(PICTURE),
  metadata: nullish(object({ images: nullish(array(PICTURE)) })),
});
export type AssistantSong = InferOutput<typeof SONG>;

const ITEM = object({
  queue_item_id: string(),
  name: fallback(string(), ''),
  duration: nullish(number()),
  media_item: fallback(nullish(SONG), undefined),
  image: fallback(nullish(PICTURE), undefined),
});
export type QueueItem = InferOutput<typeof ITEM>;

const QUEUE = object({
  queue_id: string(),
  state: string(),
  elapsed_time: fallback(number(), 0),
  current_item: fallback(nullish(ITEM), undefined),
  shuffle_enabled: fallback(boolean(), false),
  dont_stop_the_music_enabled: fallback(boolean(), false),
  /** Only newer servers say that all has been played. */
  ended: fallback(boolean(), false),
});
export type AssistantQueue = InferOutput<typeof QUEUE>;

const PLAYER = object({
  player_id: string(),
  name: nullish(string()),
  display_name: nullish(string()),
  available: boolean(),
  volume_level: nullish(number()),
  /** Where its sound comes from: its own queue, by its id, or something else, such as AirPlay. */
  active_source: nullish(string()),
  /** Older servers call it `state`. */
  playback_state: nullish(string()),
  state: nullish(string()),
});
export type AssistantPlayerState = InferOutput<typeof PLAYER>;

const PLAYLIST = object({ item_id: string(), provider: string(), name: string() });
export type AssistantPlaylist = InferOutput<typeof PLAYLIST>;

const FOUND = object({ tracks: fallback(array(SONG), []) });

const one =
  <S extends GenericSchema>(schema: S) =>
  (value: unknown): InferOutput<S> | undefined =>
    fitting(schema, value);
/** Those of a list that can be read. */
const many =
  <S extends GenericSchema>(schema: S) =>
  (value: unknown): readonly InferOutput<S>[] =>
    (Array.isArray(value) ? value : []).flatMap((each) => one(schema)(each) ?? []);

export const helloIn = one(HELLO);
export const queueIn = one(QUEUE);
export const queuesIn = many(QUEUE);
export const playerIn = one(PLAYER);
export const playersIn = many(PLAYER);
export const queueItemsIn = many(ITEM);
export const namedPlaylistsIn = many(PLAYLIST);
export const oneSongIn = one(SONG);
export const playableSongsIn = many(SONG);
export const foundSongsIn = (value: unknown): readonly AssistantSong[] => one(FOUND)(value)?.tracks ?? [];

/** A message after the first: an answer, or part of one, or an event that nobody asked for. */
export type AssistantMessage =
  | { readonly kind: 'event'; readonly event: string; readonly about: string; readonly data: unknown }
  | { readonly kind: 'failed'; readonly id: string; readonly code: number }
  | { readonly kind: 'part' | 'result'; readonly id: string; readonly result: unknown };

/** Undefined for anything that is no such message. */
export function assistantMessageIn(value: unknown): AssistantMessage | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { data, error_code, event, message_id, object_id, partial, result } = value as Readonly<Record<string, unknown>>;
  if (typeof event === 'string') return { kind: 'event', event, about: typeof object_id === 'string' ? object_id : '', data };
  if (typeof message_id !== 'string') return undefined;
  if (typeof error_code === 'number') return { kind: 'failed', id: message_id, code: error_code };
  return { kind: partial === true ? 'part' : 'result', id: message_id, result };
}
