/** SVG as text. Each function returns complete, well-formed elements; only `text`, `picture` and attributes contain user text. */

type Attributes = Readonly<Record<string, string | number>>;
export type Point = readonly [x: number, y: number];

export const INK = '#1f2933';
export const SOFT = '#52606d';
export const LINE = '#d3dae1';
export const PAPER = '#ffffff';
export const BLUE = '#1d5fa8';
export const ORANGE = '#d9730d';
export const PALE = '#a9c4e4';
export const GREY = '#94a3b3';
export const GREEN = '#2f7d4f';

/** What each system calls its own sans-serif; no font is fetched. */
const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";
/** The mean width of a letter in a wide sans-serif font, relative to the font size. */
const LETTER = 0.6;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Everything that is not a `Char` of XML 1.0, section 2.2: most control characters, and halves of surrogate pairs. */
const FORBIDDEN = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

/** Text for XML: special characters are escaped, and forbidden ones left out. */
export const escaped = (words: string): string => words.replace(FORBIDDEN, '').replace(/[&<>"]/g, (mark) => ENTITIES[mark] ?? '');

/** An element with its attributes and the elements inside it; numbers have two digits at most, so that equal figures are equal bytes. */
export function element(name: string, attributes: Attributes, ...inside: readonly string[]): string {
  const written = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${typeof value === 'number' ? short(value) : escaped(value)}"`,
  );
  return inside.length === 0 ? `<${name}${written.join('')}/>` : `<${name}${written.join('')}>${inside.join('\n')}</${name}>`;
}

const short = (value: number): number => Math.round(value * 100) / 100 + 0;

/** Words at a place; `size` in pixels, `anchor` says which part of them is there. */
export type Writing = {
  readonly size?: number;
  readonly fill?: string;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly bold?: boolean;
  /** Degrees, clockwise, about the place. */
  readonly turn?: number;
};

export function text([x, y]: Point, words: string, { size = 13, fill = INK, anchor = 'start', bold, turn }: Writing = {}): string {
  return element(
    'text',
    {
      x,
      y,
      'font-size': size,
      fill,
      'text-anchor': anchor,
      ...(bold ? { 'font-weight': 600 } : {}),
      ...(turn === undefined ? {} : { transform: `rotate(${turn} ${short(x)} ${short(y)})` }),
    },
    escaped(words),
  );
}

/** About how wide words are, pixels; no narrower than any usual sans-serif. */
export const widthOf = (words: string, size: number): number => words.length * size * LETTER;

export const rectangle = ([x, y]: Point, width: number, height: number, look: Attributes): string =>
  element('rect', { x, y, width, height, ...look });

export const circle = ([cx, cy]: Point, r: number, look: Attributes): string => element('circle', { cx, cy, r, ...look });

export const line = ([x1, y1]: Point, [x2, y2]: Point, look: Attributes): string => element('line', { x1, y1, x2, y2, ...look });

/** A line through points. */
export const curve = (points: readonly Point[], stroke: string, width = 2): string =>
  element('polyline', {
    points: points.map(([x, y]) => `${short(x)},${short(y)}`).join(' '),
    fill: 'none',
    stroke,
    'stroke-width': width,
    'stroke-linejoin': 'round',
    'stroke-linecap': 'round',
  });

/** A whole file: a white sheet with its title, one softer line below it, and what is drawn. */
export function picture(size: { width: number; height: number }, title: string, below: string, drawn: readonly string[]): string {
  const { width, height } = size;
  const root = { xmlns: 'http://www.w3.org/2000/svg', width, height, viewBox: `0 0 ${width} ${height}`, role: 'img', 'font-family': FONT };
  const sheet = [
    element('title', {}, escaped(title)),
    element('desc', {}, escaped(below)),
    rectangle([0, 0], width, height, { fill: PAPER }),
    text([24, 34], title, { size: 18, bold: true }),
    text([24, 56], below, { fill: SOFT }),
  ];
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('svg', root, ...sheet, ...drawn)}\n`;
}
