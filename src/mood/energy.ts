import { isEmotion, scoresOfOne } from '../domain/emotion.ts';
import { arousalOf } from '../domain/sense.ts';
import type { Share } from '../domain/units.ts';
import { share } from '../domain/units.ts';
import type { Feeling } from './feeling.ts';

/** The energy of a room that is as excited as its mood says, and of one that nobody has read. */
export const USUAL_ENERGY = share(0.5);
/** So much more excited than its mood, in the plane of emotions, is as lively as can be. */
const RANGE = 0.4;

/**
 * How lively a room is for its mood, 0 to 1: a happy room in which some laugh aloud is livelier than one that smiles now and then. It
 * follows from the climate, and so as slowly as the mood does.
 */
export function energyIn({ climate, mood }: Pick<Feeling, 'climate' | 'mood'>): Share {
  if (!climate || !isEmotion(mood)) return USUAL_ENERGY;
  const usual = arousalOf(scoresOfOne(mood));
  return share(USUAL_ENERGY + ((arousalOf(climate.scores) - usual) / RANGE) * (1 - USUAL_ENERGY));
}
