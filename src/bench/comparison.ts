import type { Both, Opening, Round, Scenario, SideName } from './port.ts';
import { SIDES } from './port.ts';
import { SideProcess } from './side-process.ts';

export type Rounds = Both<readonly Round[]>;

/** Whatever shows a scene to one side. */
type Shower = { readonly show: (scene: Scenario) => Promise<Round> } & AsyncDisposable;

/** Both sides, each in its process, of which only one works at a time. */
export class Comparison implements AsyncDisposable {
  readonly #sides: Both<Shower>;

  constructor(sides: Both<Shower>) {
    this.#sides = sides;
  }

  /** Throws `BenchError` where moodbox is not built. */
  static open(opening: Omit<Opening, 'side'>, signal: AbortSignal): Comparison {
    const side = (name: SideName) => new SideProcess({ ...opening, side: name }, signal);
    return new Comparison({ ours: side('ours'), paper: side('paper') });
  }

  /** A scene once, the side that begins being told by the number of the round. Throws where the sides were not shown the same. */
  async round(scene: Scenario, number: number): Promise<Both<Round>> {
    const seen: Partial<Record<SideName, Round>> = {};
    for (const name of number % 2 === 0 ? SIDES : SIDES.toReversed()) seen[name] = await this.#sides[name].show(scene);
    const { ours, paper } = seen;
    if (!ours || !paper || ours.footage !== paper.footage) throw new Error(`the sides were not shown the same frames of ${scene.kind}`);
    return { ours, paper };
  }

  /** A scene for so many rounds in turns, after one to warm up, which is not counted. */
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
