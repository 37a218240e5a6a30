import { describe, expect, it } from 'vitest';
import type { Frame } from '../../src/domain/sight.ts';
import { area } from '../../src/domain/sight.ts';
import { instant } from '../../src/domain/units.ts';
import type { Eyes } from '../../src/inference/port.ts';

export type EyesSubject = {
  readonly eyes: Eyes;
  /** Shows two faces or more. */
  readonly crowd: Frame;
};

/** What all eyes promise. */
export const eyesContract = (name: string, open: () => Promise<EyesSubject>) =>
  describe(`${name} keep the Eyes promise`, () => {
    it('see faces in source pixels, inside the source, largest first, each with scores and an id of its own', async () => {
      const { eyes, crowd } = await open();
      await using _ = eyes;
      const { faces, at } = await eyes.look(crowd);
      expect(at).toBe(crowd.at);
      expect(faces.length).toBeGreaterThanOrEqual(2);
      for (const { box, scores } of faces) {
        expect([box.x, box.y, box.width, box.height].every((each) => Number.isInteger(each) && each >= 0)).toBe(true);
        expect(box.x + box.width).toBeLessThanOrEqual(crowd.source.width);
        expect(box.y + box.height).toBeLessThanOrEqual(crowd.source.height);
        expect(Object.values(scores).reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(1 + 1e-5);
      }
      expect(faces.map(({ box }) => area(box))).toEqual(faces.map(({ box }) => area(box)).toSorted((a, b) => b - a));
      expect(new Set(faces.map(({ id }) => id)).size).toBe(faces.length);
    });

    it('know a face again in the next frame', async () => {
      const { eyes, crowd } = await open();
      await using _ = eyes;
      const first = await eyes.look(crowd);
      const second = await eyes.look({ ...crowd, seq: crowd.seq + 1, at: instant(crowd.at + 100) });
      expect(second.faces.map(({ id }) => id)).toEqual(first.faces.map(({ id }) => id));
    });

    it('see nobody in an even grey', async () => {
      const { eyes, crowd } = await open();
      await using _ = eyes;
      expect(await eyes.look({ ...crowd, gray: new Uint8Array(crowd.gray.length).fill(90) })).toEqual({ at: crowd.at, faces: [] });
    });
  });
