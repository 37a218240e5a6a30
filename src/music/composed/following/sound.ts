/** Sound in moodbox's own format: 48 kHz, two channels, 16 bits. */
export const SOUND_FORMAT = { rate: 48_000, channels: 2, bytes: 2 } as const;

/**
 * A section as sound. `samples` are interleaved; the first `frames` frames are the section itself, and what comes after them rings on over
 * the beginning of the next one. `gain` is a factor that brings it to the loudness it is to have.
 */
export type SectionSound = { readonly samples: Int16Array; readonly frames: number; readonly gain: number };
