import type { FaceBox, Frame } from '../../src/domain/sight.ts';
import type { Part } from '../../src/inference/finding/parts.ts';
import type { FaceSearcher, Sizes } from '../../src/inference/finding/searcher.ts';
import { overlap } from '../../src/inference/track.ts';
import { FakeFinder } from './face-finder.ts';

/** Faces from this width on belong to the large half of a search. */
const LARGE = 55;

/** Finds its boxes, and those of `faint` only where it is asked to look there; counts how often it is asked. */
export class FakeSearcher extends FakeFinder implements FaceSearcher {
  faint: readonly FaceBox[] = [];
  scans = 0;
  halves = 0;
  searches = 0;
  parts = 0;

  override async find(frame: Frame, sizes?: Sizes): Promise<readonly FaceBox[]> {
    if (sizes) this.halves += 1;
    else this.scans += 1;
    const fits = ({ width }: FaceBox): boolean => sizes === undefined || width < LARGE === (sizes === 'small');
    return (await super.find(frame)).filter(fits);
  }

  async inPart(frame: Frame, { region, width, least, most }: Part): Promise<readonly FaceBox[]> {
    this.parts += 1;
    const size = (box: FaceBox): number => (box.width * width) / region.width;
    const isInside = (box: FaceBox): boolean =>
      box.x >= region.x &&
      box.x + box.width <= region.x + region.width &&
      box.y >= region.y &&
      box.y + box.height <= region.y + region.height;
    return (await super.find(frame)).filter((box) => isInside(box) && size(box) >= least && size(box) <= most);
  }

  async clearly(frame: Frame, face: FaceBox): Promise<FaceBox | undefined> {
    return this.surely(frame, face);
  }

  async surely(_frame: Frame, face: FaceBox): Promise<FaceBox | undefined> {
    return this.boxes.find((box) => overlap(box, face) > 0.3);
  }

  async findAgain(_frame: Frame, before: FaceBox): Promise<FaceBox | undefined> {
    this.searches += 1;
    return [...this.boxes, ...this.faint].find((box) => overlap(box, before) > 0.3);
  }
}
