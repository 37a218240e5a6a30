import type { Both, Opening, Round, Scenario, SideName } from './port.ts';
import { SIDES } from './port.ts';
import { SideProcess } from './side-process.ts';

export type Rounds = Both<readonly Round[]>;

/** Shows scenes to one side. */
type Presenter = { readonly show: (scene: Scenario) => Promise<Round> } & AsyncDisposable;

/** Both sides, each in its own process; only one works at a time. */
export class Comparison implements AsyncDisposable {
  readonly #sides: Both<Presenter>;

  constructor(sides: Both<Presenter>) {
    this.#sides = sides;
  }

  /** Throws `BenchError` if moodbox is not built. */
  static open(opening: Omit<Opening, 'side'>, signal: AbortSignal): Comparison {
    const side = (name: SideName) => new SideProcess({ ...opening, side: name }, signal);
    return new Comparison({ ours: side('ours'), paper: side('paper') });
  }

  /** Shows a scene once to each side; ours goes first in even rounds. Throws if the sides were not shown the same frames. */
  async round(scene: Scenario, number: number): Promise<Both<Round>> {
    const seen: Partial<Record<SideName, Round>> = {};
    for (const name of number % 2 === 0 ? SIDES : SIDES.toReversed()) seen[name] = await this.#sides[name].show(scene);
    const { ours, paper } = seen;
    if (!ours || !paper || ours.footage !== paper.footage) throw new Error(`the sides were not shown the same frames of ${scene.kind}`);
    return { ours, paper };
  }

  /** Shows a scene for `count` rounds, the sides in turn, after a warm-up round that is not counted. */
  async rounds(scene: Scenario, count: number): Promise<Rounds & { readonly warmUp: Both<Round> }> {
    const warmUp = await this.round(scene, 0);
    const seen: Both<Round>[] = [];
    for (let number = 1; number <= count; number += 1) seen.push(await this.round(scene, number));
    return { warmUp, ours: seen.map(({ ours }) => ours), paper: seen.map(({ paper }) => paper) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(SIDES.map((name) => this.#sides[name][Symbol.asyncDispose]()));
  }
}
