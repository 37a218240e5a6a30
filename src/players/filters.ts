import type { Track } from '../domain/music.ts';
import type { Ms } from '../domain/units.ts';
import type { MpvLife } from './mpv-life.ts';
import { passOver } from './mpv-life.ts';
import { isRemote } from './progress.ts';

/** Quieter than this is no quiet passage but nothing: -60 dB below full scale. */
const FLOOR = '-60dB';

/**
 * Brings what has no gain of its own near the level of the built-in loops (-18 LUFS): ffmpeg's dynaudnorm with a target of loudness
 * (`r`) instead of one of peaks, which would leave dense music loud and sparse music low. It weighs so many quarters of a second at
 * once, up to 20-fold (26 dB); silence (below `t`, -54 dB) is not raised. `b`: from the first second on.
 */
const even = (window: Window): string => `lavfi=[dynaudnorm=f=250:g=${window}:m=20:r=0.15:t=0.002:b=1]`;
/** Slow enough that music keeps its swells; but the sound begins a window late where a radio sends no more than it plays. */
const WINDOW = { whole: 31, live: 11 } as const;
type Window = (typeof WINDOW)[keyof typeof WINDOW];
/** mpv's pcm output has no clock: this holds it to the wall clock. */
const PACED = 'lavfi=[arealtime]';

/** What the sound goes through before mpv's volume. */
export type Filters = { readonly silence: Ms; readonly paced: boolean };

/** mpv's `af`: the meter for silence first, as it shall hear what the track holds. */
export const chainOf = ({ silence, paced }: Filters, window?: Window): string =>
  [`@silence:lavfi=[silencedetect=n=${FLOOR}:d=${silence / 1000}]`, ...(window ? [even(window)] : []), ...(paced ? [PACED] : [])].join(',');

/** The tags that mpv reads a gain from. */
const GAINS = ['REPLAYGAIN_TRACK_GAIN', 'R128_TRACK_GAIN'];

/** Makes tracks equally loud on one life of mpv: by the gain that a file names, else by the filter; built-in loops are as they should be. */
export class Evening {
  readonly #filters: Filters;

  constructor(filters: Filters) {
    this.#filters = filters;
  }

  /** Before a track is opened. What comes over the network carries no gain that could be trusted. */
  async prepare(life: MpvLife, track: Track): Promise<void> {
    const remote = isRemote(track);
    await life.set('replaygain', remote ? 'no' : 'track').catch(passOver);
    const window = track.endless ? WINDOW.live : WINDOW.whole;
    await life.set('af', chainOf(this.#filters, remote ? window : undefined)).catch(passOver);
  }

  /** Once its tags are known, and before it can be heard. */
  async adjust(life: MpvLife, track: Track): Promise<void> {
    if (isRemote(track) || track.source === 'loops') return;
    const tags = [...(await life.tags('metadata')).keys()].map((tag) => tag.toUpperCase());
    if (GAINS.some((gain) => tags.includes(gain))) return;
    await life.set('af', chainOf(this.#filters, WINDOW.whole)).catch(passOver);
  }
}

/** Whether the track has been silent, without a break, for as long as the meter waits. */
export async function isSilent(life: MpvLife): Promise<boolean> {
  const told = await life.tags('af-metadata/silence');
  const [since, end] = [told.get('lavfi.silence_start'), told.get('lavfi.silence_end')];
  return since !== undefined && Number(since) > Number(end ?? Number.NEGATIVE_INFINITY);
}
