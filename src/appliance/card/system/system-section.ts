import type { Document, Node, Pair, Scalar, YAMLMap } from 'yaml';
import { isAlias, isMap, isNode, isScalar, isSeq, parseDocument, visit } from 'yaml';
import { BLANK_BEHIND_COLON, called, lineOf, yamlMistake } from '../../../config/yaml-mistake.ts';
import { commentNotes } from '../comment-notes.ts';

/** The section that is about the machine. */
const SYSTEM = 'system';

/**
 * The section `system` of somebody's settings. `value`: its keys, whose values are texts; undefined if there is no such section, or if it
 * cannot be read. `mistakes`: a sentence with its line for each thing that cannot be read, without values. `notes`: what may be meant
 * otherwise.
 */
export type SystemSection = { readonly value: unknown; readonly mistakes: readonly string[]; readonly notes: readonly string[] };

/**
 * Reads the section. Its values are texts: a password of digits must not become a number. A mistake of YAML somewhere else does not cost
 * it, and one inside it costs all of it: nobody knows then what else was meant.
 */
export function systemSection(text: string): SystemSection {
  const document = parsed(text);
  if (document.errors.length === 0) return valueIn(document, text);
  const { own, places } = divided(text);
  const [, second] = places;
  if (second !== undefined) return unread(second, "'system:' stands twice: put everything under one");
  const alone = parsed(own);
  const [mistake] = alone.errors;
  if (mistake === undefined) return valueIn(alone, own);
  const { line, sentence } = yamlMistake(mistake, own);
  return unread(line, sentence);
}

/** The text without the section, whose lines stay as empty ones, so that the others keep their numbers. */
export const withoutSystem = (text: string): string => divided(text).rest;

/** Whether a pair at the top of the settings is that section. */
export const isSystem = ({ key }: Pair): boolean => isScalar(key) && String(key.value).toLowerCase() === SYSTEM;

const parsed = (text: string): Document => parseDocument(text, { schema: 'failsafe', logLevel: 'silent' });
const unread = (line: number, sentence: string): SystemSection => ({
  value: undefined,
  mistakes: [`line ${line}: ${sentence}`],
  notes: [],
});

function valueIn(document: Document, text: string): SystemSection {
  const value = isMap(document.contents) ? (document.contents as YAMLMap).items.find(isSystem)?.value : undefined;
  if (!isNode(value)) return { value: undefined, mistakes: [], notes: [] };
  const glued = isScalar(value) && /^[\w.-]+:\S/.test(String(value.value)) ? value.range?.[0] : undefined;
  if (glued !== undefined) return unread(lineOf(text, glued), BLANK_BEHIND_COLON);
  const mistakes = withoutTraps(document, value, text);
  return { value: value.toJS(document), mistakes, notes: commentNotes(value, text) };
}

/** Takes away each part of the section whose value would be read as something else than what was written, and says where it is. */
function withoutTraps(document: Document, section: Node, text: string): readonly string[] {
  const found: string[] = [];
  const isTrap = (part: unknown): boolean => {
    const traps = trapsIn(document, part, text);
    found.push(...traps);
    return traps.length > 0;
  };
  if (!isMap(section)) {
    if (isTrap(section) && isScalar(section)) section.value = '';
    return found;
  }
  for (const pair of section.items) if (isSeq(pair.value)) pair.value.items = pair.value.items.filter((item) => !isTrap(item));
  section.items = section.items.filter((pair) => !isTrap(pair.key) && !isTrap(pair.value));
  return found;
}

/** What YAML takes for something else than text, and would lose without a word; or what runs over the end of its line. */
function trapsIn(document: Document, part: unknown, text: string): readonly string[] {
  if (!isNode(part)) return [];
  const found: string[] = [];
  const lines = text.split('\n');
  const tell = (node: Node, sentence: (line: string) => string): void => {
    const line = lineOf(text, node.range?.[0] ?? 0);
    found.push(`line ${line}: ${sentence(lines[line - 1] ?? '')}`);
  };
  const quoted = (line: string): string => `put ${called(line)} in quotes`;
  const tags = document.warnings.filter(({ code }) => code === 'TAG_RESOLVE_FAILED').map(({ pos }) => pos[0]);
  visit(part as Node, {
    Node: (_, node) => {
      const isTagged = tags.some((at) => lineOf(text, at) === lineOf(text, node.range?.[0] ?? 0));
      if (isAlias(node) || node.anchor !== undefined || (isScalar(node) && isTagged)) tell(node, quoted);
      else if (!isScalar(node) || node.type !== 'PLAIN') return;
      else if (isOverLines(node, text)) tell(node, () => OVER_LINES);
      else if (isCutAtOnce(node, text)) tell(node, quoted);
      else if (OPEN_CURLY.test(String(node.value)))
        tell(node, (line) => `the quotation mark around ${called(line)} is not closed: put one at its end, too`);
    },
  });
  return found;
}

const OVER_LINES =
  'the next line counts as part of it: a colon and a blank are missing there, or it is indented too far, or the line was broken';

/** A quotation mark of a word processor at the beginning, and none behind it. */
const OPEN_CURLY = /^[“”„‟«»‘‚‛‹›][^“”„‟«»’‘‛‹›]*$/;

/** `password: #2024` has no value at all. */
const isCutAtOnce = ({ range, value }: Scalar, text: string): boolean =>
  value === '' && range !== undefined && range !== null && /^[ \t]*#\S/.test(text.slice(range[0]));

function isOverLines({ range }: Node, text: string): boolean {
  return range !== undefined && range !== null && text.slice(range[0], range[1]).trimEnd().includes('\n');
}

/** The lines of the section, and those of all others, each with empty lines in place of the others. `places`: where it begins. */
function divided(text: string): { readonly own: string; readonly rest: string; readonly places: readonly number[] } {
  const lines = text.split('\n');
  const isContent = (line: string): boolean => /^\s*[^\s#]/.test(line) && !/^(---|\.\.\.)/.test(line);
  const top = /^ */.exec(lines.find(isContent) ?? '')?.[0].length ?? 0;
  const starts = new RegExp(`^ {${top}}(["']?)${SYSTEM}\\1\\s*:(\\s|$)`, 'i');
  const places: number[] = [];
  let isInside = false;
  const inside = lines.map((line, index) => {
    if (starts.test(line)) places.push(index + 1);
    if (/^(---|\.\.\.)/.test(line) || (isContent(line) && /^ */.exec(line)?.[0].length === top)) isInside = starts.test(line);
    return isInside;
  });
  const only = (wanted: boolean): string => lines.map((line, index) => (inside[index] === wanted ? line : '')).join('\n');
  return { own: only(true), rest: only(false), places };
}
