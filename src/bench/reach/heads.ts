import type { FaceBox, Frame } from '../../domain/sight.ts';
import { px } from '../../domain/units.ts';
import { clipped, cutOut } from '../../inference/crop.ts';
import type { GreyPicture } from '../../inference/grey-picture.ts';
import type { FaceFinder } from '../../inference/port.ts';

/** Around the face as the cascade sees it, in shares of its side: hair, chin and neck. */
const ABOVE = 0.35;
const BELOW = 0.35;
const BESIDE = 0.15;

/** A head that was cut out of a picture; `face` is the face's place in it. */
export type Head = { readonly picture: GreyPicture; readonly face: FaceBox };

/** The heads of a clip's frames, all cut out where the first face was found, so that they go on moving. Empty if no frame shows a face. */
export async function headsOf(frames: readonly Frame[], finder: FaceFinder): Promise<readonly Head[]> {
  for (const frame of frames) {
    const [face] = await finder.find(frame);
    if (face) return frames.map((each) => headAt(each, face));
  }
  return [];
}

function headAt(frame: Frame, face: FaceBox): Head {
  const around: FaceBox = {
    x: px(Math.round(face.x - BESIDE * face.width)),
    y: px(Math.round(face.y - ABOVE * face.height)),
    width: px(Math.round(face.width * (1 + 2 * BESIDE))),
    height: px(Math.round(face.height * (1 + ABOVE + BELOW))),
  };
  const region = clipped(around, frame) ?? face;
  const place = { ...face, x: px(face.x - region.x), y: px(face.y - region.y) };
  return { picture: cutOut(frame, region), face: place };
}
