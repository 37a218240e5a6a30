import type * as TensorFlow from '@tensorflow/tfjs';

type Tensors = TensorFlow.Tensor | TensorFlow.Tensor[];
type Shapes = TensorFlow.Shape | TensorFlow.Shape[];

/** The axes of pictures [faces, height, width, channels]. */
const WIDTH = 2;
const CHANNELS = 3;

/**
 * Registers the two layers of mirror-xception that Keras lacks (scripts/train/mirror.py) with TensorFlow.js. May be called more than once.
 */
export function registerMirrorLayers(tf: Pick<typeof TensorFlow, 'layers' | 'serialization' | 'tidy'>): void {
  /** Flips a picture from left to right. */
  class Mirror extends tf.layers.Layer {
    static readonly className = 'Mirror';

    override call(inputs: Tensors): TensorFlow.Tensor {
      return tf.tidy(() => first(inputs).reverse(WIDTH));
    }

    override computeOutputShape(shape: Shapes): Shapes {
      return shape;
    }
  }

  /** Merges the two sides: the first half of this side's channels, then the mean of both sides' second halves, the other's mirrored. */
  class Meeting extends tf.layers.Layer {
    static readonly className = 'Meeting';

    override call(inputs: Tensors): TensorFlow.Tensor {
      const [own, other] = inputs as [TensorFlow.Tensor, TensorFlow.Tensor];
      const channels = own.shape[CHANNELS] ?? 0;
      const kept = Math.floor(channels / 2);
      return tf.tidy(() => {
        const [mine, shared] = own.split([kept, channels - kept], CHANNELS) as [TensorFlow.Tensor, TensorFlow.Tensor];
        const [, theirs] = other.split([kept, channels - kept], CHANNELS) as [TensorFlow.Tensor, TensorFlow.Tensor];
        return mine.concat(shared.add(theirs.reverse(WIDTH)).div(2), CHANNELS);
      });
    }

    override computeOutputShape(shapes: Shapes): Shapes {
      return (shapes as TensorFlow.Shape[])[0] ?? [];
    }
  }

  tf.serialization.registerClass(Mirror);
  tf.serialization.registerClass(Meeting);
}

const first = (inputs: Tensors): TensorFlow.Tensor => (Array.isArray(inputs) ? (inputs[0] as TensorFlow.Tensor) : inputs);
