import type { AddressedTrack } from '../../domain/music.ts';
import type { Setting } from './access.ts';
import type { Filters } from './filters.ts';
import { isOwn } from './loudness-normalizer.ts';

/** Read as far ahead as the command line allows. */
const AHEAD: readonly Setting[] = [['cache', 'yes']];
/** What is made while it is heard is read just ahead of time: what mpv has read already cannot follow the room any more. */
const JUST_AHEAD: readonly Setting[] = [
  ['cache', 'no'],
  ['demuxer-readahead-secs', '1'],
];

/**
 * How much sound mpv holds ready for the loudspeaker, in seconds: for so long nothing is heard of a machine that gives mpv's decoder, the
 * daemon or the disk no time. Volume and pause come after it and are heard as soon as ever; filters come before it. So it is small where
 * the filters may change when the music has begun, and where one of them holds the sound to the clock, which would fill it no faster.
 */
const HELD = { flow: 2, settled: 1, open: 0.2 };

/** How far mpv reads ahead in a track, and how much it holds ready. To be set before the track is opened. */
export const bufferingFor = (track: AddressedTrack, { paced }: Pick<Filters, 'paced'>): readonly Setting[] => [
  ...(track.flow === undefined ? AHEAD : JUST_AHEAD),
  ['audio-buffer', String(paced ? HELD.open : heldOf(track))],
];

/** What comes from elsewhere may be shorter than that, and over before its length is known. */
function heldOf(track: AddressedTrack): number {
  if (track.flow !== undefined) return HELD.flow;
  return isOwn(track) ? HELD.settled : HELD.open;
}
