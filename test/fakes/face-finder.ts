import type { FaceBox, Frame } from '../../src/domain/sight.ts';
import { area } from '../../src/domain/sight.ts';
import { clipped } from '../../src/inference/crop.ts';
import type { FaceFinder } from '../../src/inference/port.ts';

/** Finds the same boxes in every frame that shows anything at all. */
export class FakeFinder implements FaceFinder {
  boxes: readonly FaceBox[];

  constructor(boxes: readonly FaceBox[]) {
    this.boxes = boxes;
  }

  async find(frame: Frame): Promise<readonly FaceBox[]> {
    if (frame.gray.every((grey) => grey === frame.gray[0])) return [];
    return this.boxes.flatMap((box) => clipped(box, frame) ?? []).sort((a, b) => area(b) - area(a));
  }
}
