import type { ReportView } from '../../../src/web/report-view.ts';
import type { Visitor } from './visitor.ts';

/** What the box wrote into the page itself, so that the first paint needs no further request. Each part may be missing. */
export type First = { readonly report?: ReportView; readonly visitor?: Visitor };

/**
 * Reads the data block of the page, and takes it out of the page: it says how the room was. A page that was served without one, or with a
 * damaged one, asks the box instead.
 */
export function readFirst(): First {
  const block = document.getElementById('first');
  if (block) block.parentNode?.removeChild(block);
  try {
    return block ? (JSON.parse(block.textContent ?? '') as First) : {};
  } catch {
    return {};
  }
}
