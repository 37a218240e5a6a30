import type { MusicConfig } from '../config/schema.ts';
import type { MusicChoice, SourceName, Track } from '../domain/music.ts';
import { ms } from '../domain/units.ts';
import type { Random } from './random.ts';
import { between } from './random.ts';

/** Lengths of the tracks that are made up, in seconds. */
export const SHORTEST_TRACK = 150;
export const LONGEST_TRACK = 300;
/** Sources whose music has no end. */
const ENDLESS: readonly SourceName[] = ['streams', 'loops'];

/** Finds a new track for each choice, at once. It comes from the source that is wanted first; those of streams and loops never end. */
export function madeUpTracks({ order }: Pick<MusicConfig, 'order'>, random: Random): (choice: MusicChoice) => Track {
  const source = order[0] ?? 'loops';
  const endless = ENDLESS.includes(source);
  let count = 0;
  return ({ mood, because }) => {
    count += 1;
    const length = { duration: ms(Math.round(between(random, SHORTEST_TRACK, LONGEST_TRACK)) * 1000) };
    return {
      ...{ id: `track-${count}`, title: `${mood} music ${count}`, url: `simulated:${count}`, source, mood },
      ...(endless ? { endless } : length),
      ...(because && { because }),
    };
  };
}
