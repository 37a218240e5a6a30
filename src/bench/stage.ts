import { narrowed } from '../camera/grey.ts';
import type { FaceBox, Frame } from '../domain/sight.ts';
import { ms } from '../domain/units.ts';
import type { Spent } from '../inference/meter.ts';
import { Meter } from '../inference/meter.ts';
import type { Footage } from './footage.ts';
import { footageOf, hashOf, replayed } from './footage.ts';
import type { FrameCost, Opening, Round, Scenario, Side } from './port.ts';
import { STAGES } from './port.ts';
import { sceneOf } from './scenarios.ts';

/** Shows scenes to one side: holds the clip, the current scene's frames and the side that looks at them. */
export class Stage implements AsyncDisposable {
  readonly #opening: Opening;
  readonly #openSide: () => Promise<Side>;
  readonly #signal: AbortSignal;
  #clip: Footage | undefined;
  #shown: Shown | undefined;

  constructor(opening: Opening, openSide: () => Promise<Side>, signal: AbortSignal) {
    this.#opening = opening;
    this.#openSide = openSide;
    this.#signal = signal;
  }

  /** Shows a scene from start to end. The same scene again continues with the same side; another scene gets a side opened anew. */
  async show(scene: Scenario): Promise<Round> {
    const { fps, workingWidth } = this.#opening;
    const clip = await this.#footage();
    const shown = await this.#prepared(scene, clip);
    const frames = replayed(shown.frames, shown.times++, fps);
    const narrow = scene.kind === 'size' && scene.shrunk ? (frame: Frame) => narrowed(frame, workingWidth) : undefined;
    const [costs, boxes]: [FrameCost[], (readonly FaceBox[])[]] = [[], []];
    for (const frame of frames) {
      this.#signal.throwIfAborted();
      const { cost, found } = await timed(shown.side, () => (narrow ? narrow(frame) : frame));
      costs.push(cost);
      boxes.push(found);
    }
    const rss = process.memoryUsage.rss() / 2 ** 20;
    return { engine: shown.side.engine, footage: shown.footage, decode: clip.decode, costs, boxes, rss };
  }

  async #footage(): Promise<Footage> {
    const { clip, seconds, fps } = this.#opening;
    this.#clip ??= await footageOf(clip, Math.ceil(seconds * fps), { fps, signal: this.#signal });
    return this.#clip;
  }

  async #prepared(scene: Scenario, { frames: clip }: Footage): Promise<Shown> {
    const name = JSON.stringify(scene);
    if (this.#shown?.name === name) return this.#shown;
    await this[Symbol.asyncDispose]();
    const frames = sceneOf(scene, clip);
    this.#shown = { name, frames, footage: hashOf(frames), side: await this.#openSide(), times: 0 };
    return this.#shown;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#shown?.side[Symbol.asyncDispose]();
    this.#shown = undefined;
  }
}

type Shown = {
  readonly name: string;
  readonly frames: readonly Frame[];
  readonly footage: string;
  readonly side: Side;
  /** How often it has been shown. */
  times: number;
};

async function timed(side: Side, next: () => Frame): Promise<{ readonly cost: FrameCost; readonly found: readonly FaceBox[] }> {
  const whole = new Meter(['frame']);
  const before = side.spent;
  const found = await whole.time('frame', () => side.look(next()));
  const after = side.spent;
  const stages = Object.fromEntries(STAGES.map((stage) => [stage, less(after[stage], before[stage])])) as FrameCost['stages'];
  return { cost: { ...whole.spent.frame, stages }, found };
}

const less = (a: Spent, b: Spent): Spent => ({ wall: ms(a.wall - b.wall), cpu: ms(a.cpu - b.cpu) });
