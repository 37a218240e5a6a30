import { ms } from '../../src/domain/units.ts';

/** Manners of a room whose mood is its expression and in which ten seconds without a face mean that nobody is there. */
export const swift = { inertia: ms(0), fade_after: ms(3_600_000), presence: { hold: ms(10_000) } } as const;
