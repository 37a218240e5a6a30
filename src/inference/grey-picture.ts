import type { Frame } from '../domain/sight.ts';

/** Grey bytes, row by row: a frame, or any other picture. */
export type GreyPicture = Pick<Frame, 'width' | 'height' | 'gray'>;
