import type { Ms } from '../domain/units.ts';
import { ms } from '../domain/units.ts';

/** Time that a stage took: on the wall clock, and as CPU time of this process over all cores. */
export type Spent = { readonly wall: Ms; readonly cpu: Ms };

/** Adds up what the stages of a job take. Stages must not overlap: the CPU time of one would count for the other. */
export class Meter<Stage extends string> {
  readonly #spent: Record<Stage, Spent>;

  constructor(stages: readonly Stage[]) {
    this.#spent = Object.fromEntries(stages.map((stage) => [stage, { wall: ms(0), cpu: ms(0) }])) as Record<Stage, Spent>;
  }

  get spent(): Readonly<Record<Stage, Spent>> {
    return { ...this.#spent };
  }

  /** Does the work and charges its time to the stage, even if the work fails. */
  async time<T>(stage: Stage, work: () => T | Promise<T>): Promise<T> {
    const started = performance.now();
    const before = process.cpuUsage();
    try {
      return await work();
    } finally {
      const { user, system } = process.cpuUsage(before);
      const { wall, cpu } = this.#spent[stage];
      this.#spent[stage] = { wall: ms(wall + performance.now() - started), cpu: ms(cpu + (user + system) / 1000) };
    }
  }
}
