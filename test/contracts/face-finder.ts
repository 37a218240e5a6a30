import { describe, expect, it } from 'vitest';
import type { Frame } from '../../src/domain/sight.ts';
import { area } from '../../src/domain/sight.ts';
import type { FaceFinder } from '../../src/inference/port.ts';

export type FinderSubject = {
  readonly finder: FaceFinder;
  /** Shows two faces or more. */
  readonly crowd: Frame;
};

/** What every finder promises. */
export const faceFinderContract = (name: string, open: () => Promise<FinderSubject>) =>
  describe(`${name} keeps the FaceFinder promise`, () => {
    it('finds faces in whole working pixels, inside the frame, largest first', async () => {
      const { finder, crowd } = await open();
      const boxes = await finder.find(crowd);
      expect(boxes.length).toBeGreaterThanOrEqual(2);
      for (const box of boxes) {
        expect([box.x, box.y, box.width, box.height].every(Number.isInteger)).toBe(true);
        expect(Math.min(box.x, box.y)).toBeGreaterThanOrEqual(0);
        expect(area(box)).toBeGreaterThan(0);
        expect(box.x + box.width).toBeLessThanOrEqual(crowd.width);
        expect(box.y + box.height).toBeLessThanOrEqual(crowd.height);
      }
      expect(boxes.map(area)).toEqual(boxes.map(area).toSorted((a, b) => b - a));
    });

    it('finds nobody in an even grey', async () => {
      const { finder, crowd } = await open();
      expect(await finder.find({ ...crowd, gray: new Uint8Array(crowd.gray.length).fill(128) })).toEqual([]);
    });

    it('says the same of the same frame, and leaves it as it was', async () => {
      const { finder, crowd } = await open();
      const before = crowd.gray.slice();
      const first = await finder.find(crowd);
      expect(await finder.find(crowd)).toEqual(first);
      expect(Buffer.compare(crowd.gray, before)).toBe(0);
    });
  });
