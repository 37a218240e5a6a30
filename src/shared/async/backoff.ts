import type { Ms } from '../../domain/units.ts';
import { ms } from '../../domain/units.ts';

/** Delays that double from `first` to `most`. Each is shortened by up to a quarter at random, so that many boxes do not retry in step. */
export const backoff =
  (first: Ms, most: Ms, random: () => number = Math.random) =>
  (failures: number): Ms =>
    ms(Math.round(Math.min(most, first * 2 ** Math.min(failures, 30)) * (1 - random() / 4)));
