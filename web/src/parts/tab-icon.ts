import type { FaceName } from './faces.ts';
import { STROKES } from './faces.ts';

/** A face as the icon of the browser tab: an address of data. */
export function iconOf(mood: FaceName, colour: string): string {
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><circle cx="50" cy="50" r="48" fill="${colour}"/>` +
    `<path d="${STROKES[mood]}" fill="none" stroke="#1b181d" stroke-width="7" stroke-linecap="round" stroke-linejoin="round"/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
