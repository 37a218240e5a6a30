import type * as TensorFlow from '@tensorflow/tfjs';
import type { EmotionScores } from '../../domain/emotion.ts';
import { facesInBatch, OUTPUT_OF, SIDE, scoresIn } from '../batch.ts';
import type { EmotionClassifier, LabelHead } from '../port.ts';
import { registerMirrorLayers } from './mirror-layers.ts';

/** The part of TensorFlow.js used here: `@tensorflow/tfjs-node` in the daemon, plain `@tensorflow/tfjs` in tests. */
export type Tf = Pick<typeof TensorFlow, 'io' | 'layers' | 'loadLayersModel' | 'serialization' | 'tensor4d' | 'tidy'>;

/** The bytes of a layers model's two files. */
export type LayersFiles = { readonly topology: Uint8Array; readonly weights: Uint8Array };

/** mini-XCEPTION as a Keras model in TensorFlow.js, from the same weights as the ONNX file. */
export class TfjsClassifier implements EmotionClassifier {
  readonly #tf: Tf;
  readonly #model: TensorFlow.LayersModel;

  private constructor(tf: Tf, model: TensorFlow.LayersModel) {
    this.#tf = tf;
    this.#model = model;
  }

  static async open(tf: Tf, files: LayersFiles): Promise<TfjsClassifier> {
    const { modelTopology, weightsManifest } = JSON.parse(Buffer.from(files.topology).toString('utf8')) as TensorFlow.io.ModelJSON;
    registerMirrorLayers(tf);
    const model = await tf.loadLayersModel(
      tf.io.fromMemory({
        modelTopology,
        weightSpecs: weightsManifest.flatMap((group) => group.weights),
        weightData: Uint8Array.from(files.weights).buffer,
      }),
    );
    return new TfjsClassifier(tf, model);
  }

  async classify(input: Float32Array, head: LabelHead = 'people'): Promise<readonly EmotionScores[]> {
    const faces = facesInBatch(input);
    if (faces === 0) return [];
    const scores = this.#tf.tidy(() => {
      const output = this.#model.predict(this.#tf.tensor4d(input, [faces, SIDE, SIDE, 1]));
      return Array.isArray(output) ? (output[this.#placeOf(head)] as TensorFlow.Tensor) : output;
    });
    try {
      return scoresIn(await scores.data(), faces);
    } finally {
      scores.dispose();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // A layer that both sides share is referenced once by each; the model's own dispose would drop only one reference.
    for (const layer of this.#model.layers) while (layer.dispose().refCountAfterDispose > 0);
  }

  #placeOf(head: LabelHead): number {
    return Math.max(0, this.#model.outputNames.indexOf(OUTPUT_OF[head]));
  }
}
