import { foreignKind, kindAdvice } from './image-kind.ts';

/** What a camera sends is no stream of pictures. The message follows the camera's name. */
export class NoPictures extends Error {}

/** How a body begins is enough to see what it is. */
export const HEAD_BYTES = 256;

/** For a body that begins like this and holds no JPEG picture. `announced`: its Content-Type. */
export function noPictures(head: Buffer, announced?: string): NoPictures {
  const kind = foreignKind(head);
  const what = kind ?? (announced === undefined ? 'nothing known' : `'${announced}'`);
  return new NoPictures(`sends ${what}, not an MJPEG stream: ${kindAdvice(kind ?? '')}`);
}
