/** Characters. Nobody reads more of a title. */
const LONGEST = 200;

/** What turns one line into two or moves the cursor of a terminal: control characters and line separators; also half a character. */
const BREAKS = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/gu;
/**
 * Invisible characters that change the text around them, such as bidirectional overrides. The two joiners do not count, because emoji,
 * Persian and Indian scripts need them; nor do the tag characters in the flags of England, Scotland and Wales.
 */
const FORMATS = /(?![\p{Join_C}\u{e0020}-\u{e007f}])\p{Cf}|(?<![\u{1f3f4}\u{e0020}-\u{e007f}])[\u{e0020}-\u{e007f}]/gu;
/**
 * What shows nothing by itself: a text of these alone is empty. Fillers of Hangul and the blank of Braille are letters and signs to
 * Unicode.
 */
const INVISIBLE = /^[\s\p{Join_C}\u{e0020}-\u{e007f}\p{M}\u115f\u1160\u3164\uffa0\u2800]*$/u;

/** Text that is safe to print on one line of a terminal. Line breaks and control characters become spaces; spaces stay as they are. */
export const printable = (text: string): string => text.replace(BREAKS, ' ').replace(FORMATS, '');

/**
 * Text from outside as one line that is safe to show, of at most `most` characters: printable, and each run of white space is one space.
 * Empty if there is nothing to show.
 */
export function oneLine(text: string, most = LONGEST): string {
  const start = text.trimStart().slice(0, most * 8); // a title of megabytes must not cost time
  const line = printable(start).replace(/\s+/gu, ' ').trim();
  return INVISIBLE.test(line) ? '' : [...line].slice(0, most).join('').trim();
}

/** JSON in which everything that `printable` takes away is escaped, so that nothing is lost and it is safe to print on one line. */
export const printableJson = (value: unknown): string => JSON.stringify(value).replace(BREAKS, escaped).replace(FORMATS, escaped);

const escaped = (letter: string): string =>
  Array.from({ length: letter.length }, (_, at) => `\\u${letter.charCodeAt(at).toString(16).padStart(4, '0')}`).join('');
