import type { Ms } from '../../domain/units.ts';

/** Anything quieter counts as silence, not as a quiet passage: 60 dB below full scale. */
const FLOOR = '-60dB';

/**
 * Brings tracks without a gain tag near the level of the built-in loops (-18 LUFS), by ffmpeg's dynaudnorm. Its target is loudness (`r`),
 * not peaks, which would leave dense music loud and sparse music quiet. `window` is in quarters of a second (`f`). The gain is at most
 * 20-fold (`m`, 26 dB), and silence (below `t`, -54 dB) is not raised. `b` makes it work from the first second on.
 */
const normalize = (window: Window): string => `lavfi=[dynaudnorm=f=250:g=${window}:m=20:r=0.15:t=0.002:b=1]`;
/** Long enough that music keeps its dynamics. Shorter for radio, which sends in real time: its sound begins one window late. */
export const WINDOW = { whole: 31, live: 11 } as const;
type Window = (typeof WINDOW)[keyof typeof WINDOW];
/** Holds mpv's pcm output, which has no clock, to the wall clock. */
const PACED = 'lavfi=[arealtime]';

/** The filters before mpv's volume. `silence` is how long silence must last to be reported; `paced` holds the sound to the wall clock. */
export type Filters = { readonly silence: Ms; readonly paced: boolean };

/** mpv's `af`. The silence detector comes first, so that it hears the track itself. */
export const chainOf = ({ silence, paced }: Filters, window?: Window): string =>
  [`@silence:lavfi=[silencedetect=n=${FLOOR}:d=${silence / 1000}]`, ...(window ? [normalize(window)] : []), ...(paced ? [PACED] : [])].join(
    ',',
  );
