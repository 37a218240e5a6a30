import { generate } from 'lean-qr';

/** A QR code as a path of dark modules, in a square of `size` units with the quiet zone that readers need. */
export type QrPath = { readonly size: number; readonly path: string };

/** Modules of white around the code. */
const QUIET = 4;

/** The QR code of a link: each run of dark modules of a row is one rectangle. */
export function qrOf(link: string): QrPath {
  const code = generate(link);
  const rows = Array.from({ length: code.size }, (_, y) =>
    Array.from({ length: code.size }, (_unused, x) => (code.get(x, y) ? '1' : '0')).join(''),
  );
  const path = rows.flatMap((row, y) =>
    [...row.matchAll(/1+/g)].map(({ 0: run, index }) => `M${index + QUIET} ${y + QUIET}h${run.length}v1h-${run.length}z`),
  );
  return { size: code.size + 2 * QUIET, path: path.join('') };
}
