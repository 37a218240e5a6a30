import type { Track } from '../../domain/music.ts';
import { ignoreMpvErrors } from './errors.ts';
import { chainOf, type Filters, GAINS, WINDOW } from './filters.ts';
import { isRemote } from './progress.ts';
import type { MpvSession } from './session.ts';

/** Makes tracks equally loud on one life of mpv: by the gain that a file names, else by the filter; built-in loops are as they should be. */
export class LoudnessNormalizer {
  readonly #filters: Filters;

  constructor(filters: Filters) {
    this.#filters = filters;
  }

  /** Before a track is opened. What comes over the network carries no gain that could be trusted. */
  async prepare(life: MpvSession, track: Track): Promise<void> {
    const remote = isRemote(track);
    await life.set('replaygain', remote ? 'no' : 'track').catch(ignoreMpvErrors);
    const window = track.endless ? WINDOW.live : WINDOW.whole;
    await life.set('af', chainOf(this.#filters, remote ? window : undefined)).catch(ignoreMpvErrors);
  }

  /** Once its tags are known, and before it can be heard. */
  async adjust(life: MpvSession, track: Track): Promise<void> {
    if (isRemote(track) || track.source === 'loops') return;
    const tags = [...(await life.tags('metadata')).keys()].map((tag) => tag.toUpperCase());
    if (GAINS.some((gain) => tags.includes(gain))) return;
    await life.set('af', chainOf(this.#filters, WINDOW.whole)).catch(ignoreMpvErrors);
  }
}

/** Whether the track has been silent, without a break, for as long as the meter waits. */
export async function isSilent(life: MpvSession): Promise<boolean> {
  const told = await life.tags('af-metadata/silence');
  const [since, end] = [told.get('lavfi.silence_start'), told.get('lavfi.silence_end')];
  return since !== undefined && Number(since) > Number(end ?? Number.NEGATIVE_INFINITY);
}
