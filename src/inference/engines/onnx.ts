import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { EmotionScores } from '../../domain/emotion.ts';
import { facesInBatch, OUTPUT_OF, SIDE, scoresIn } from '../batch.ts';
import type { EmotionClassifier, LabelHead } from '../port.ts';

/**
 * One thread: a face costs half a millisecond, and the box has other work to do. The arena keeps the memory of a batch for the next one,
 * with a plan for each size of batch: a seventh less time, for 3 MB once eight faces have been read at once (docs/performance.md).
 */
const SESSION: InferenceSession.SessionOptions = {
  executionProviders: ['cpu'],
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  graphOptimizationLevel: 'all',
  enableCpuMemArena: true,
  enableMemPattern: true,
  logSeverityLevel: 3,
};

/** mini-XCEPTION in onnxruntime: input `image` [n, 64, 64, 1], outputs `scores` and perhaps `labels`, [n, 7] each. */
export class OnnxClassifier implements EmotionClassifier {
  readonly #session: InferenceSession;
  #underWay: Promise<unknown> = Promise.resolve();

  private constructor(session: InferenceSession) {
    this.#session = session;
  }

  /** Throws if the bytes are not an ONNX model with that input and output. */
  static async open(model: Uint8Array): Promise<OnnxClassifier> {
    const session = await InferenceSession.create(model, SESSION);
    if (!session.inputNames.includes('image') || !session.outputNames.includes('scores')) {
      await session.release();
      throw new Error(`the ONNX model has ${session.inputNames} and ${session.outputNames}, expected image and scores`);
    }
    return new OnnxClassifier(session);
  }

  async classify(input: Float32Array, head: LabelHead = 'people'): Promise<readonly EmotionScores[]> {
    const faces = facesInBatch(input);
    if (faces === 0) return [];
    const output = this.#outputFor(head);
    const run = this.#session.run({ image: new Tensor('float32', input, [faces, SIDE, SIDE, 1]) }, [output]);
    this.#underWay = Promise.allSettled([this.#underWay, run]).then(() => undefined);
    return scoresIn((await (await run)[output]?.getData()) as Float32Array, faces);
  }

  /** Waits for the readings under way: releasing the session in the middle of one would make it fail. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#underWay;
    await this.#session.release();
  }

  #outputFor(head: LabelHead): string {
    const wanted = OUTPUT_OF[head];
    return this.#session.outputNames.includes(wanted) ? wanted : OUTPUT_OF.people;
  }
}
