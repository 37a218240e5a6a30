import type { Ms } from '../../domain/units.ts';

/** Quieter than this is no quiet passage but nothing: -60 dB below full scale. */
const FLOOR = '-60dB';

/**
 * Brings what has no gain of its own near the level of the built-in loops (-18 LUFS): ffmpeg's dynaudnorm with a target of loudness
 * (`r`) instead of one of peaks, which would leave dense music loud and sparse music low. It weighs so many quarters of a second at
 * once, up to 20-fold (26 dB); silence (below `t`, -54 dB) is not raised. `b`: from the first second on.
 */
const even = (window: Window): string => `lavfi=[dynaudnorm=f=250:g=${window}:m=20:r=0.15:t=0.002:b=1]`;
/** Slow enough that music keeps its swells; but the sound begins a window late where a radio sends no more than it plays. */
export const WINDOW = { whole: 31, live: 11 } as const;
type Window = (typeof WINDOW)[keyof typeof WINDOW];
/** mpv's pcm output has no clock: this holds it to the wall clock. */
const PACED = 'lavfi=[arealtime]';

/** What the sound goes through before mpv's volume. */
export type Filters = { readonly silence: Ms; readonly paced: boolean };

/** mpv's `af`: the meter for silence first, as it shall hear what the track holds. */
export const chainOf = ({ silence, paced }: Filters, window?: Window): string =>
  [`@silence:lavfi=[silencedetect=n=${FLOOR}:d=${silence / 1000}]`, ...(window ? [even(window)] : []), ...(paced ? [PACED] : [])].join(',');

/** The tags that mpv reads a gain from. */
export const GAINS = ['REPLAYGAIN_TRACK_GAIN', 'R128_TRACK_GAIN'];
