import type { Frame } from '../domain/sight.ts';

/** Grey bytes, row-major: a frame, or any picture of the same shape. */
export type GreyPicture = Pick<Frame, 'width' | 'height' | 'gray'>;
