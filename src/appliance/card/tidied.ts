import { decodedText } from '../../shared/decoded-text.ts';

/** A text as it was meant, and what had to be put right in it: a sentence each, without what stands in the text. */
export type Tidied = { readonly text: string; readonly notes: readonly string[] };

/** The double and single quotation marks that word processors and telephones write instead of the straight ones. */
const DOUBLE = '“”„‟«»';
const SINGLE = '‘’‚‛‹›';
/** Where a value may begin and end in a line of YAML. A mark inside a value, as in `Tom’s phone`, is part of it. */
const [BEGINS, ENDS] = ['(?<=^\\s*|[:,-]\\s+|[\\[{]\\s*)', '(?=\\s*(?:$|[,\\]}:]|\\s#))'];
const DOUBLE_QUOTED = new RegExp(`${BEGINS}[${DOUBLE}]([^${DOUBLE}\\n]*)[${DOUBLE}]${ENDS}`, 'gmu');
const SINGLE_QUOTED = new RegExp(`${BEGINS}[${SINGLE}](.*?)[${SINGLE}]${ENDS}`, 'gmu');
const INDENTED_BY_TABS = /^ *\t[ \t]*/gm;

/** The text of a file that somebody wrote on whatever computer they have: its encoding, line ends, quotes, tabs and blanks put right. */
export function tidied(bytes: Uint8Array): Tidied {
  const text = decodedText(bytes)
    .replace(/\r\n?/g, '\n')
    .replace(/[\u00a0\u2007\u202f]/g, ' ')
    .replace(/[\u200b\ufeff]/g, '');
  const spaced = text.replace(INDENTED_BY_TABS, (blanks) => blanks.replaceAll('\t', '  '));
  const straight = spaced
    .replace(DOUBLE_QUOTED, (_, inner: string) => `"${inner.replace(/["\\]/g, '\\$&')}"`)
    .replace(SINGLE_QUOTED, (_, inner: string) => `'${inner.replaceAll("'", "''")}'`);
  return { text: straight, notes: [...noteOf(text, spaced, 'tabs were read as two spaces each'), ...noteOf(spaced, straight, CURLY)] };
}

const CURLY = 'curly quotes were read as straight ones';

/** The note, with the first line in which the two texts differ; none if they do not. */
function noteOf(before: string, after: string, note: string): readonly string[] {
  if (before === after) return [];
  const [lines, others] = [before.split('\n'), after.split('\n')];
  return [`${note} (line ${lines.findIndex((line, index) => line !== others[index]) + 1})`];
}
