import type { EmotionScores } from '../../src/domain/emotion.ts';
import { EMOTIONS, scoresBy } from '../../src/domain/emotion.ts';
import { facesInBatch } from '../../src/inference/batch.ts';
import type { EmotionClassifier } from '../../src/inference/port.ts';

/** Reads an emotion out of the brightness of a face, from angry (dark) to neutral (bright), and keeps how large each batch was. */
export class FakeClassifier implements EmotionClassifier {
  readonly batches: number[] = [];
  disposed = false;

  async classify(input: Float32Array): Promise<readonly EmotionScores[]> {
    const faces = facesInBatch(input);
    this.batches.push(faces);
    return Array.from({ length: faces }, (_, face) => scoresOf(input.subarray(face * 4096, (face + 1) * 4096)));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.disposed = true;
  }
}

function scoresOf(face: Float32Array): EmotionScores {
  const brightness = face.reduce((sum, value) => sum + value, 0) / face.length;
  const weights = EMOTIONS.map((_emotion, index) => 1 / (0.05 + Math.abs(brightness - index / 6)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return scoresBy((_emotion, index) => (weights[index] ?? 0) / total);
}
