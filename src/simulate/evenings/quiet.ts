import type { Random } from '../../shared/random.ts';
import { between } from '../../shared/random.ts';
import type { Plot } from './evening.ts';
import type { Bursts, Now } from './people.ts';
import { bursts, HOUR, MINUTE, pulses, SECOND, spells } from './people.ts';

/** The passing expressions of somebody who is alone. */
const PASSING: Bursts = { perHour: 40, of: { happy: 5, surprise: 2, sad: 2, fear: 1, angry: 1 }, least: 0.5 * SECOND, most: 6 * SECOND };

/** One person watching television: the face is seen half of the time, in spells of 25 s, and three times not for ten minutes. */
export function television(random: Random): Plot {
  const [seen, passing] = [spells(random, 25 * SECOND, 25 * SECOND), bursts(random, PASSING)];
  const gaps = [0, 1, 2].map((hour) => hour * HOUR + between(random, 5 * MINUTE, 50 * MINUTE));
  const turned: Now<boolean> = (at) => gaps.some((gap) => at >= gap && at < gap + 10 * MINUTE);
  const shows: Now<'neutral' | NonNullable<ReturnType<typeof passing>>> = (at) => passing(at) ?? 'neutral';
  const person = { id: 1, size: 60, faces: (at: number) => seen(at) && !turned(at), shows, bias: { sad: between(random, 0, 1) } };
  return { lasts: 3 * HOUR, people: [person], stirs: pulses(random, 20 * SECOND, 2 * MINUTE) };
}

/** One person with a book: the face is seen a quarter of the time, and something moves every four minutes. */
export function book(random: Random): Plot {
  const [faces, passing] = [spells(random, 25 * SECOND, 75 * SECOND), bursts(random, PASSING)];
  const person = {
    id: 1,
    size: 60,
    faces,
    shows: (at: number) => passing(at) ?? ('neutral' as const),
    bias: { sad: between(random, 0, 1) },
  };
  return { lasts: 3 * HOUR, people: [person], stirs: pulses(random, 4 * MINUTE, 4 * MINUTE) };
}

/** Somebody who turns sad after a while and stays sad. */
export function sad(random: Random): Plot {
  const [faces, passing] = [spells(random, 60 * SECOND, 5 * SECOND), bursts(random, { ...PASSING, perHour: 12 })];
  const turns = Math.round(between(random, 0.5 * HOUR, 1.5 * HOUR));
  const person = { id: 1, size: 80, faces, shows: (at: number) => passing(at) ?? (at < turns ? ('neutral' as const) : ('sad' as const)) };
  const notes = [{ t: turns, note: 'turns sad' }];
  return { lasts: 3 * HOUR, people: [person], stirs: pulses(random, 20 * SECOND, 2 * MINUTE), notes };
}
