import type { InferenceConfig } from '../config/schema.ts';
import type { EmotionScores } from '../domain/emotion.ts';
import type { FaceBox, Frame } from '../domain/sight.ts';
import { faceInput, inSource } from '../inference/crop.ts';
import { HaarFinder } from '../inference/finding/haar.ts';
import { modelPath, OWN_MODELS, readManifest } from '../inference/manifest.ts';
import { Meter } from '../inference/meter.ts';
import type { FaceFinder } from '../inference/port.ts';
import type { PaperEngine } from './paper-engine.ts';
import { paperEngine } from './paper-engine.ts';
import type { Side } from './port.ts';
import { STAGES } from './port.ts';

/** Sections 3.2 and 4.3: scale factor 1.3, 5 neighbours, and no smallest size. */
const HAAR = { scale_factor: 1.3, neighbours: 5, min_face: 0 };
const FACE = { side: 64, equalise: false, margin: 0 };

/**
 * The paper's recipe, taken literally: each frame is searched whole; each face is cut out, resized to 64 x 64, scaled to [0, 1] and read as
 * a batch of one. It gets our decoded grey frames and our (fast) crop, so its real cost is if anything higher than measured.
 */
export class PaperRecipe implements Side {
  readonly engine: string;
  readonly #finder: FaceFinder;
  readonly #classifier: PaperEngine['classifier'];
  readonly #meter = new Meter(STAGES);

  private constructor(finder: FaceFinder, { name, classifier }: PaperEngine) {
    this.engine = name;
    this.#finder = finder;
    this.#classifier = classifier;
  }

  /** With the cascade and the weights of that configuration. Throws `ModelError`. */
  static async open(config: Pick<InferenceConfig, 'models' | 'cascade'>): Promise<PaperRecipe> {
    const folder = config.models || OWN_MODELS;
    const manifest = await readManifest(folder);
    const finder = await HaarFinder.open(config.cascade || (await modelPath(folder, manifest, 'cascade')), HAAR);
    return new PaperRecipe(finder, await paperEngine(folder, manifest));
  }

  async look(frame: Frame): Promise<readonly FaceBox[]> {
    return (await this.read(frame)).map(({ box }) => box);
  }

  /** As `look`, with the scores of each face. */
  async read(frame: Frame): Promise<readonly { readonly box: FaceBox; readonly scores: EmotionScores }[]> {
    const read: { readonly box: FaceBox; readonly scores: EmotionScores }[] = [];
    for (const box of await this.#meter.time('detect', () => this.#finder.find(frame))) {
      const input = await this.#meter.time('preprocess', () => faceInput(frame, box, FACE));
      const [scores] = await this.#meter.time('infer', () => this.#classifier.classify(input));
      if (scores) read.push({ box: inSource(box, frame), scores });
    }
    return read;
  }

  get spent() {
    return this.#meter.spent;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#classifier[Symbol.asyncDispose]();
  }
}
