import type { AddressedTrack } from '../../domain/music.ts';
import type { Setting } from './access.ts';

/** Read as far ahead as the command line allows. */
const AHEAD: readonly Setting[] = [['cache', 'yes']];
/** What is made while it is heard is read just ahead of time: what mpv has read already cannot follow the room any more. */
const JUST_AHEAD: readonly Setting[] = [
  ['cache', 'no'],
  ['demuxer-readahead-secs', '1'],
];

/** How far mpv reads ahead in a track. To be set before the track is opened. */
export const bufferingFor = ({ flow }: AddressedTrack): readonly Setting[] => (flow === undefined ? AHEAD : JUST_AHEAD);
