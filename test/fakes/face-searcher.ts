import type { FaceBox, Frame } from '../../src/domain/sight.ts';
import type { FaceSearcher } from '../../src/inference/port.ts';
import { overlap } from '../../src/inference/track.ts';
import { FakeFinder } from './face-finder.ts';

/** Finds its boxes, and those of `faint` only where it is asked to look there; counts how often it is asked. */
export class FakeSearcher extends FakeFinder implements FaceSearcher {
  faint: readonly FaceBox[] = [];
  scans = 0;
  searches = 0;

  override async find(frame: Frame): Promise<readonly FaceBox[]> {
    this.scans += 1;
    return super.find(frame);
  }

  async again(_frame: Frame, before: FaceBox): Promise<FaceBox | undefined> {
    this.searches += 1;
    return [...this.boxes, ...this.faint].find((box) => overlap(box, before) > 0.3);
  }
}
