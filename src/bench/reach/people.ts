import type { Config } from '../../config/schema.ts';
import { HaarFinder } from '../../inference/finding/haar.ts';
import { cascadeOf } from '../../inference/open.ts';
import { footageOf } from '../footage.ts';
import { BenchError } from '../port.ts';
import type { Head } from './heads.ts';
import { headsOf } from './heads.ts';
import { FPS } from './sequence.ts';

/** How faces to paste are found in their pictures: time does not matter here. */
const CUTTING = { scale_factor: 1.1, neighbours: 4, min_face: 60 };

/** One list of heads for each source (clip or photo) that shows a face. Throws `BenchError` if none does. */
export async function peopleIn(
  sources: readonly string[],
  config: Config,
  signal: AbortSignal,
  pictures: number,
): Promise<readonly (readonly Head[])[]> {
  const finder = await HaarFinder.open(await cascadeOf(config.inference), CUTTING);
  const people: (readonly Head[])[] = [];
  for (const source of sources) {
    const { frames } = await footageOf(source, pictures, { fps: FPS, signal });
    const heads = await headsOf(frames, finder);
    if (heads.length > 0) people.push(heads);
  }
  if (people.length === 0) throw new BenchError('no face was found in what is to be shown: give a clip or a photo with a face');
  return people;
}
