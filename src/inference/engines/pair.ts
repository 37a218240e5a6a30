import type { EmotionScores } from '../../domain/emotion.ts';
import { facesInBatch } from '../batch.ts';
import { batchOf } from '../crop.ts';
import type { EmotionClassifier, LabelHead, Network } from '../port.ts';
import type { Routing } from '../routing.ts';
import { inputAt, networksFor } from '../routing.ts';

/** Two networks of the same shape, by name. */
export type Pair = Readonly<Record<Network, EmotionClassifier>>;

/** Two networks as one classifier: each face is read once, by one of them. It closes both. */
export const pairClassifier = (pair: Pair, routing: Routing): EmotionClassifier => ({
  classify: async (input, head, networks) => {
    const faces = facesInBatch(input);
    const chosen = networks ?? networksFor(input, faces, routing);
    const [near, far] = await Promise.all([readBy(pair, 'near', chosen, input, head), readBy(pair, 'far', chosen, input, head)]);
    return Array.from({ length: faces }, (_, face) => (near.get(face) ?? far.get(face)) as EmotionScores);
  },
  [Symbol.asyncDispose]: async () => {
    await Promise.all([pair.near[Symbol.asyncDispose](), pair.far[Symbol.asyncDispose]()]);
  },
});

/** What one network says of the faces that are for it, by their places in the batch. */
async function readBy(
  pair: Pair,
  network: Network,
  chosen: readonly Network[],
  input: Float32Array,
  head?: LabelHead,
): Promise<ReadonlyMap<number, EmotionScores>> {
  const mine = chosen.flatMap((each, face) => (each === network ? [face] : []));
  if (mine.length === 0) return new Map();
  const batch = mine.length === chosen.length ? input : batchOf(mine.map((face) => inputAt(input, face)));
  const read = await pair[network].classify(batch, head);
  return new Map(mine.map((face, index) => [face, read[index] as EmotionScores]));
}
