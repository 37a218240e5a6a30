import type { FaceName } from './faces.ts';
import { STROKES } from './faces.ts';

/** How much of the square is shown: all of it for a face inside a circle, only the strokes for a face without one. */
const ROUND = '0 0 100 100';
const CLOSE = '26 26 52 54';

/** A face in the colour of the text around it. Screen readers read the word beside it instead. */
export function Face({ mood, close = false }: { readonly mood: FaceName; readonly close?: boolean }) {
  return (
    <svg class="face" viewBox={close ? CLOSE : ROUND} aria-hidden="true">
      <path d={STROKES[mood]} />
    </svg>
  );
}
