import type { FaceBox, Frame } from '../domain/sight.ts';

/**
 * Whether a face, in pixels of the frame, lies in a part of the frame that is ignored. Its middle decides, so that a face at the edge of a
 * zone is either read whole or not at all.
 */
export function isIgnored({ width, height, ignored = [] }: Frame, face: FaceBox): boolean {
  const [x, y] = [(face.x + face.width / 2) / width, (face.y + face.height / 2) / height];
  return ignored.some((zone) => x >= zone.x && x < zone.x + zone.width && y >= zone.y && y < zone.y + zone.height);
}
