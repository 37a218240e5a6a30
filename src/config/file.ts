import { readFileSync } from 'node:fs';
import type { Document } from 'yaml';
import { isMap, isNode, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import { decodedText } from '../shared/decoded-text.ts';
import { namedFileFault } from '../shared/named-file.ts';
import type { YamlMistake } from './yaml-mistake.ts';
import { yamlMistake } from './yaml-mistake.ts';

/**
 * What a configuration file holds. `numbers`: the numbers as they are written, by key (`mqtt.password`): as a number, 0123 is 123.
 * `salvaged`: if the file as a whole cannot be read, the sections that end before the first mistake in it; safe mode needs them.
 */
export type ConfigFile = {
  readonly values: unknown;
  readonly numbers: ReadonlyMap<string, string>;
  readonly salvaged?: Readonly<Record<string, unknown>>;
};

/** Reads a YAML file. Adds a sentence for each mistake to `problems`; none of them repeats a value, which may be a password. */
export function configFile(file: string, problems: string[]): ConfigFile {
  try {
    return configIn(decodedText(readFileSync(file)), file, problems);
  } catch (err) {
    problems.push(isSystemError(err) ? namedFileFault(file, err) : `${file}: ${(err as Error).message.split('\n')[0]}`);
    return { values: {}, numbers: new Map(), salvaged: {} };
  }
}

/** Like `configFile`, for a text that the sentences call `name`. */
export function configIn(text: string, name: string, problems: string[]): ConfigFile {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { logLevel: 'error', lineCounter });
  const [mistake] = document.errors;
  try {
    if (mistake) throw new Error(told(yamlMistake(mistake, text)));
    problems.push(...misread(document, lineCounter).map((problem) => `${name}: ${problem}`));
    return { values: valuesOf(document), numbers: numbersIn(document.contents) };
  } catch (err) {
    problems.push(`${name}: ${(err as Error).message.split('\n')[0]}`);
    return { values: {}, numbers: new Map(), salvaged: mistake ? salvagedFrom(document, text, mistake.pos[0]) : {} };
  }
}

/** The sections that end before the mistake. One whose name appears again behind it is left out: more of it may follow there. */
function salvagedFrom(document: Document, text: string, mistake: number): Readonly<Record<string, unknown>> {
  const [rest, items] = [text.slice(mistake), isMap(document.contents) ? document.contents.items : []];
  const whole = items.filter(({ key, value }) => {
    const isOver = isNode(value) && value.range !== undefined && value.range !== null && value.range[1] < mistake;
    return isOver && isScalar(key) && !rest.includes(String(key.value));
  });
  return Object.fromEntries(whole.map(({ key, value }) => [String(key), isNode(value) ? value.toJS(document) : undefined]));
}

const QUOTES = 'put the value in quotes';

/** Values that YAML takes for something else than text, and that would be lost without a word. */
function misread(document: Document, lines: LineCounter): readonly string[] {
  const problems: string[] = [];
  const line = (offset: number | undefined): string => `at line ${lines.linePos(offset ?? 0).line}`;
  for (const { code, pos } of document.warnings)
    if (code === 'TAG_RESOLVE_FAILED') problems.push(`has a tag (!) that moodbox does not know ${line(pos[0])}; if it is text, ${QUOTES}`);
  visit(document, {
    Scalar: (_, { anchor, range, value }) => {
      if (anchor !== undefined && value === null)
        problems.push(`has an anchor (&) in place of a value ${line(range?.[0])}; if it is text, ${QUOTES}`);
    },
  });
  return problems;
}

const told = ({ line, sentence }: YamlMistake): string => `line ${line}: ${sentence}`;

function valuesOf(document: Document): unknown {
  try {
    return document.toJS() ?? {};
  } catch (err) {
    if (!(err as Error).message.startsWith('Unresolved alias')) throw err;
    throw new Error(`has an alias (*) of an anchor that is not there; if it is text, ${QUOTES}`);
  }
}

function numbersIn(part: unknown, path = ''): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { key, value } of isMap(part) ? part.items : []) {
    const name = `${path}${isScalar(key) ? key.value : ''}`;
    if (isScalar(value) && typeof value.value === 'number' && value.source !== undefined) found.set(name, value.source);
    else for (const [inner, source] of numbersIn(value, `${name}.`)) found.set(inner, source);
  }
  return found;
}

const isSystemError = (err: unknown): boolean => (err as NodeJS.ErrnoException).syscall !== undefined;
