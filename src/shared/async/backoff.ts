import type { Ms } from '../../domain/units.ts';
import { ms } from '../../domain/units.ts';

/** Rests that double from `first` to `most`, each shortened by up to a quarter so that many boxes never retry in step. */
export const backoff =
  (first: Ms, most: Ms, random: () => number = Math.random) =>
  (failures: number): Ms =>
    ms(Math.round(Math.min(most, first * 2 ** Math.min(failures, 30)) * (1 - random() / 4)));
