import type { FaceBox, Frame } from '../../domain/sight.ts';
import { area } from '../../domain/sight.ts';
import type { FaceFinder } from '../port.ts';
import type { FarSizes } from './far-faces.ts';
import { partsOf } from './parts.ts';
import { isSame } from './same-face.ts';
import type { FaceSearcher } from './searcher.ts';

/** Finds the faces of unrelated pictures: each is searched whole, and a small face must be beyond doubt at once. */
export class StillFinder implements FaceFinder {
  readonly #finder: FaceSearcher;
  readonly #sizes: FarSizes;

  constructor(finder: FaceSearcher, sizes: FarSizes) {
    this.#finder = finder;
    this.#sizes = sizes;
  }

  async find(frame: Frame): Promise<readonly FaceBox[]> {
    const faces = [...(await this.#finder.find(frame))];
    for (const part of partsOf(frame, this.#sizes(frame))) {
      for (const box of await this.#finder.inPart(frame, part, 'careful')) {
        if (faces.some((face) => isSame(face, box))) continue;
        const face = await this.#finder.surely(frame, box);
        if (face) faces.push(face);
      }
    }
    return faces.sort((a, b) => area(b) - area(a));
  }
}
