import type { FaceBox } from '../../../../src/domain/sight.ts';

type Size = { readonly width: number; readonly height: number };
type Style = Readonly<Record<string, string>>;

/** Where the label of a face stands: below it, above it, or in it where a face fills the picture from top to bottom. */
export type LabelPlace = { readonly where: 'below' | 'above' | 'inside'; readonly style: Style };

/** So much of the picture's height a label needs, as a share. */
const ROOM = 0.28;

/** The place of a face's label on the stage: from the edge of the face that is farther from the middle, to the edge of the picture. */
export function labelPlace(box: FaceBox, { width, height }: Size): LabelPlace {
  const across = (pixels: number): string => `${(100 * pixels) / width}%`;
  const down = (pixels: number): string => `${(100 * pixels) / height}%`;
  const [right, bottom] = [box.x + box.width, box.y + box.height];
  const isLeft = box.x + right <= width;
  const sideways = isLeft
    ? { left: across(box.x), maxWidth: across(width - box.x) }
    : { right: across(width - right), maxWidth: across(right) };
  if (bottom / height < 1 - ROOM) return { where: 'below', style: { ...sideways, top: down(bottom) } };
  if (box.y / height > ROOM) return { where: 'above', style: { ...sideways, bottom: down(height - box.y) } };
  return { where: 'inside', style: { ...sideways, bottom: down(height - bottom) } };
}
