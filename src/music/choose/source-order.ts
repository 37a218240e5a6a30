import type { MusicConfig } from '../../config/schema.ts';
import type { Mood } from '../../domain/emotion.ts';
import { MOODS } from '../../domain/emotion.ts';
import type { SourceName } from '../../domain/music.ts';
import type { Mapping } from './mapping.ts';

type Order = Pick<MusicConfig, 'order'>;

/** The sources to ask for each mood, first choice first: the mood's own order in the mapping, or else `music.order`. */
export const sourceOrder =
  ({ order }: Order, mapping: Mapping) =>
  (mood: Mood): readonly SourceName[] =>
    mapping[mood].order ?? order;

/** Whether any mood asks YouTube, and so needs a yt-dlp that works. */
export const isYoutubeInUse = (config: Order, mapping: Mapping): boolean =>
  MOODS.some((mood) => sourceOrder(config, mapping)(mood).includes('youtube'));
