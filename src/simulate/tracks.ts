import type { MusicConfig } from '../config/schema.ts';
import type { Found, MusicChoice } from '../domain/music.ts';
import { SOURCE_TRAITS } from '../domain/music.ts';
import { done } from '../domain/result.ts';
import { ms } from '../domain/units.ts';
import type { Random } from '../shared/random.ts';
import { between } from '../shared/random.ts';

/** The shortest and longest made-up track, in seconds. */
const SHORTEST = 150;
const LONGEST = 300;

/**
 * Finds a new track for each choice, at once, from the first source in `order`. Streams and loops are endless, and so is composed music
 * that follows the room.
 */
export function madeUpTracks(
  { composed, order }: Pick<MusicConfig, 'composed' | 'order'>,
  random: Random,
): (choice: MusicChoice) => Promise<Found> {
  const source = order[0] ?? 'loops';
  const flows = source === 'composed' && composed === 'follow';
  const endless = flows || SOURCE_TRAITS[source].endless;
  let count = 0;
  return async ({ mood, because }) => {
    count += 1;
    const length = { duration: ms(Math.round(between(random, SHORTEST, LONGEST)) * 1000) };
    return done({
      ...{ id: `track-${count}`, title: `${mood} music ${count}`, url: `simulated:${count}`, source, mood },
      ...(endless ? { endless } : length),
      ...(flows && { flow: 'simulated' }),
      ...(because && { because }),
    });
  };
}
