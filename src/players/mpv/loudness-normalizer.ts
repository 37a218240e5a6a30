import type { AddressedTrack, TrackSource } from '../../domain/music.ts';
import { SOURCE_TRAITS } from '../../domain/music.ts';
import { ignoreMpvErrors } from './errors.ts';
import type { Filters } from './filters.ts';
import { chainOf, WINDOW } from './filters.ts';
import { isRemote } from './progress.ts';
import type { MpvSession } from './session.ts';

/** The tags from which mpv reads a gain. */
const GAINS = ['REPLAYGAIN_TRACK_GAIN', 'R128_TRACK_GAIN'];

/** Music of moodbox's own has the right level already. */
const OWN: readonly TrackSource[] = ['composed', 'loops'];

/** Whether a track is neither a file of this machine nor one that its owner's server sends. */
const isStrange = (track: AddressedTrack): boolean => isRemote(track) && !SOURCE_TRAITS[track.source].relayed;

/** Whether a track is made by moodbox, so that nothing about its level has to be found out. */
export const isOwn = ({ source }: AddressedTrack): boolean => OWN.includes(source);

/** Makes tracks equally loud: by the gain tag of a file, or else by a filter. */
export class LoudnessNormalizer {
  readonly #filters: Filters;

  constructor(filters: Filters) {
    this.#filters = filters;
  }

  /** Call before a track is opened. Gain tags of strangers cannot be trusted, so what comes from the network always gets the filter. */
  async prepare(session: MpvSession, track: AddressedTrack): Promise<void> {
    const remote = isStrange(track);
    await session.set('replaygain', remote ? 'no' : 'track').catch(ignoreMpvErrors);
    const window = track.endless ? WINDOW.live : WINDOW.whole;
    await session.set('af', chainOf(this.#filters, remote ? window : undefined)).catch(ignoreMpvErrors);
  }

  /** Call when the track's tags are known, before it is heard. */
  async adjust(session: MpvSession, track: AddressedTrack): Promise<void> {
    if (isStrange(track) || isOwn(track)) return;
    const tags = [...(await session.tags('metadata')).keys()].map((tag) => tag.toUpperCase());
    if (GAINS.some((gain) => tags.includes(gain))) return;
    await session.set('af', chainOf(this.#filters, WINDOW.whole)).catch(ignoreMpvErrors);
  }
}

/** Whether the track has been silent without a break for as long as the silence detector waits. */
export async function isSilent(session: MpvSession): Promise<boolean> {
  const found = await session.tags('af-metadata/silence');
  const [since, end] = [found.get('lavfi.silence_start'), found.get('lavfi.silence_end')];
  return since !== undefined && Number(since) > Number(end ?? Number.NEGATIVE_INFINITY);
}
