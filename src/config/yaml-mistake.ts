import type { YAMLError } from 'yaml';

/** A mistake of YAML in plain words. `line`: counted from 1. `sentence`: what to do about it; nothing of the text is repeated in it. */
export type YamlMistake = { readonly line: number; readonly sentence: string };

/** What the values of these keys are called; any other is just a value. */
const CALLED: Readonly<Record<string, string>> = { password: 'the password', ssid: 'the name of the network' };
/** A key with its colon, at the start of a line: before it nothing but blanks, a dash and quotation marks. */
const KEY = /^\s*(?:- +)*["']?([\w.-]+)["']?\s*:(?:\s|$)/;
const GLUED_DASH = /^\s*-[A-Za-z_]+:\s/;
const GLUED = /^\s*(?:- +)*[A-Za-z_.]+:[^\s:/]/;
/** How far behind its beginning a mistake is looked for: a few lines of somebody's settings. */
const NEAR = 4;

/** What a person can do about a mistake that the parser has found in this text. */
export function yamlMistake({ code, message, pos }: YAMLError, text: string): YamlMistake {
  const lines = text.split('\n');
  const at = contentFrom(lines, Math.min(lineOf(text, pos[0]), lines.length));
  const glued = lines.slice(at - 1, at + NEAR).findIndex((line) => GLUED.test(line));
  if (glued >= 0 && MAY_BE_GLUED.some((each) => each === code)) return { line: at + glued, sentence: BLANK_BEHIND_COLON };
  const dash = lines.slice(at - 2, at).findIndex((line) => GLUED_DASH.test(line));
  if (dash >= 0) return { line: at - 1 + dash, sentence: 'put a blank behind the dash' };
  switch (code) {
    case 'DUPLICATE_KEY':
      return { line: at, sentence: `${twice(lines[at - 1])} stands twice: keep one of the two, or put everything under one` };
    case 'MULTIPLE_DOCS':
      return { line: at, sentence: "has a line '---' between two parts; keep all sections in one part" };
    case 'TAB_AS_INDENT':
      return { line: at, sentence: 'indent it with blanks, not with tabs' };
    case 'BAD_INDENT':
      return message.startsWith('Flow') ? openBracket(lines, at) : { line: at, sentence: INDENTED_ALIKE };
    case 'BAD_DQ_ESCAPE':
      return {
        line: at,
        sentence: `a backslash (\\) means something else in "double quotes": write ${called(lines[at - 1])} in 'single quotes'`,
      };
    case 'MISSING_CHAR':
      return message.includes('quote')
        ? openQuote(lines, at)
        : { line: at, sentence: /:(\s|$)/.test(lines[at - 1] ?? '') ? INDENTED_ALIKE : NO_COLON };
    case 'BLOCK_AS_IMPLICIT_KEY':
    case 'MULTILINE_IMPLICIT_KEY':
      return manyOnOne(lines, at, code === 'MULTILINE_IMPLICIT_KEY');
    default:
      return { line: at, sentence: `put ${called(lines[at - 1])} in quotes` };
  }
}

const MAY_BE_GLUED = ['MISSING_CHAR', 'MULTILINE_IMPLICIT_KEY', 'BLOCK_AS_IMPLICIT_KEY', 'BAD_INDENT'];
const NO_COLON = 'there is no colon in it: write a key, a colon, a blank and the value';
const INDENTED_ALIKE = 'indent it by as many blanks as the lines that it belongs to';
/** What to do about `hostname:kitchen`. */
export const BLANK_BEHIND_COLON = 'put a blank behind the colon';

/** A line that is only a comment is never wrong: the first from here on that says something, or this one if none does. */
function contentFrom(lines: readonly string[], at: number): number {
  const found = lines.findIndex((line, index) => index >= at - 1 && /^\s*[^\s#]/.test(line));
  return found < 0 ? at : found + 1;
}

/** The line, counted from 1, of a place in a text. */
export const lineOf = (text: string, at: number): number => text.slice(0, at).split('\n').length;

/** What the value of a line is called, without naming it. */
export const called = (line = ''): string => CALLED[(KEY.exec(line)?.[1] ?? '').toLowerCase()] ?? 'the value';

/** Only what looks like a key of moodbox is named: anything else may be a piece of a password. */
function twice(line = ''): string {
  const [, key = ''] = KEY.exec(line) ?? [];
  return /^[a-z][a-z_.]{2,}$/.test(key) ? `'${key}'` : 'the key of this line';
}

/** A quotation mark that is not closed is noticed far behind the line that it stands in. */
function openQuote(lines: readonly string[], at: number): YamlMistake {
  const odd = lines.slice(0, at).findLastIndex((line) => isOpen(line, '"') || isOpen(line, "'"));
  const line = odd < 0 ? at : odd + 1;
  return { line, sentence: `the quotation mark around ${called(lines[line - 1])} is not closed: put one at its end, too` };
}

/** Whether a value begins with this quotation mark and does not end with it. */
function isOpen(line: string, mark: string): boolean {
  const value = /:\s+(\S.*?)\s*$/.exec(line)?.[1] ?? '';
  const marks = value.split(mark).length - 1;
  return value.startsWith(mark) && marks % 2 === 1;
}

function openBracket(lines: readonly string[], at: number): YamlMistake {
  const opened = lines.slice(0, at).findLastIndex((line) => /:\s+[[{]/.test(line));
  const line = opened < 0 ? at : opened + 1;
  return { line, sentence: `a bracket is not closed; if it belongs to ${called(lines[line - 1])}, put that in quotes` };
}

/** A second colon in one line, or a line that is indented too far and so counts as part of the one before. */
function manyOnOne(lines: readonly string[], at: number, isSeveral: boolean): YamlMistake {
  const line = lines[at - 1] ?? '';
  if (!line.includes(':')) return { line: at, sentence: NO_COLON };
  const value = /:\s+(.*)$/.exec(line)?.[1] ?? '';
  if (/:(\s|$)/.test(value)) return { line: at, sentence: `put ${called(line)} in quotes` };
  const next = lines.findIndex((each, index) => index >= at && each.trim() !== '' && !/^\s*#/.test(each));
  if (next >= 0 && indent(lines[next]) > indent(line)) return { line: next + 1, sentence: `${INDENTED_ALIKE}: it has too many` };
  return isSeveral ? { line: at, sentence: NO_COLON } : { line: at, sentence: `put ${called(line)} in quotes` };
}

const indent = (line = ''): number => /^[ -]*/.exec(line)?.[0].length ?? 0;
