import { instant } from '../../../src/domain/units.ts';
import type { Motion } from '../../../src/inference/motion/motion.ts';
import { watchMotion } from '../../../src/inference/motion/motion.ts';
import type { Room } from './room.ts';
import { camera } from './room.ts';

/** The times (s) at which the watcher says that something moved, in so many minutes of a room at `fps` pictures a second. */
export function movementsIn(room: Room, minutes: number, fps = 3): readonly number[] {
  const shoot = camera(room);
  const times: number[] = [];
  let motion: Motion | undefined;
  for (let picture = 0; picture < minutes * 60 * fps; picture += 1) {
    const t = picture / fps;
    const step = watchMotion(motion, shoot(t), instant(t * 1000));
    motion = step.motion;
    if (step.moved) times.push(t);
  }
  return times;
}

/** The times after the two minutes that the watcher takes to learn a room. */
export const afterLearning = (times: readonly number[]): readonly number[] => times.filter((t) => t > 120);

/** The longest time (s) without one of the times, from 0 to the end. */
export const longestGap = (times: readonly number[], end: number): number =>
  Math.max(...[...times, end].map((t, index) => t - (times[index - 1] ?? 0)));

/** The movements during which, or within a second after which, one of the times lies. */
export const noticed = (
  movements: readonly (readonly [from: number, to: number])[],
  times: readonly number[],
): readonly (readonly [from: number, to: number])[] => movements.filter(([from, to]) => times.some((t) => t >= from && t <= to + 1));
