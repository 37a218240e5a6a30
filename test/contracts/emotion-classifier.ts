import { describe, expect, it } from 'vitest';
import { EMOTIONS } from '../../src/domain/emotion.ts';
import type { EmotionClassifier } from '../../src/inference/port.ts';
import { noise } from '../inference/scene.ts';

const FACE = 4096;

/** What every classifier promises. */
export const emotionClassifierContract = (name: string, open: () => Promise<EmotionClassifier>) =>
  describe(`${name} keeps the EmotionClassifier promise`, () => {
    it('gives one set of seven shares a face, which add up to 1 at most', async () => {
      await using classifier = await open();
      const read = await classifier.classify(noise(11, 3 * FACE));
      expect(read).toHaveLength(3);
      for (const scores of read) {
        expect(Object.keys(scores)).toEqual([...EMOTIONS]);
        expect(Object.values(scores).reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(1 + 1e-5);
        expect(Math.min(...Object.values(scores))).toBeGreaterThanOrEqual(0);
      }
    });

    it('reads a face in a batch as it reads it alone, in the order of the input', async () => {
      await using classifier = await open();
      const faces = [noise(1, FACE), new Float32Array(FACE).fill(0.9), noise(2, FACE).map((value) => value / 3)];
      const batch = new Float32Array(3 * FACE);
      for (const [index, face] of faces.entries()) batch.set(face, index * FACE);
      const together = await classifier.classify(batch);
      for (const [index, face] of faces.entries()) {
        const [alone] = await classifier.classify(face);
        for (const emotion of EMOTIONS) expect(together[index]?.[emotion]).toBeCloseTo(alone?.[emotion] ?? Number.NaN, 5);
      }
    });

    it('leaves its input as it was', async () => {
      await using classifier = await open();
      const input = noise(4, FACE);
      await classifier.classify(input);
      expect(input).toEqual(noise(4, FACE));
    });

    it('reads no faces as nothing', async () => {
      await using classifier = await open();
      expect(await classifier.classify(new Float32Array(0))).toEqual([]);
    });

    it('finishes the reading under way before it is closed', async () => {
      const classifier = await open();
      const reading = classifier.classify(noise(5, FACE));
      await classifier[Symbol.asyncDispose]();
      expect(await reading).toHaveLength(1);
    });

    it('reads for several at a time, and finishes all of it before it is closed', async () => {
      const classifier = await open();
      const readings = [8, 1].map((faces) => classifier.classify(noise(6, faces * FACE)));
      await classifier[Symbol.asyncDispose]();
      expect((await Promise.all(readings)).map((read) => read.length)).toEqual([8, 1]);
    });

    it('refuses half a face', async () => {
      await using classifier = await open();
      await expect(classifier.classify(new Float32Array(FACE / 2))).rejects.toThrow(RangeError);
      await expect(classifier.classify(new Float32Array(FACE + 1))).rejects.toThrow(RangeError);
    });
  });
