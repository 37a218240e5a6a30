import { createHash } from 'node:crypto';
import type { Mood } from '../../domain/emotion.ts';
import type { Track } from '../../domain/music.ts';
import { trackFrom } from '../../domain/music.ts';
import type { SoundAddress } from '../../domain/sound-address.ts';

const ID_LENGTH = 16;

/** The sound at an address as a track. Its id says nothing of the address, which may hold a password. */
export function askedTrack({ url, title }: SoundAddress, mood: Mood): Track {
  const id = createHash('sha256').update(url).digest('hex').slice(0, ID_LENGTH);
  return trackFrom({ id: `asked:${id}`, title, url, source: 'asked', mood });
}
