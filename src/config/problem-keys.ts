import type { KeyName } from './field.ts';
import { SECTIONS, variableOf } from './keys.ts';
import { KEY_NAMES } from './settable.ts';

const VARIABLES: ReadonlyMap<string, KeyName> = new Map(
  KEY_NAMES.map((name) => [variableOf(...(name.split('.') as [string, string])), name] as const),
);

/** The key that a problem of the configuration begins with, or whose variable it begins with; undefined if it begins with neither. */
export function keyOf(problem: string): KeyName | undefined {
  const [first = ''] = /^[\w.]+/.exec(problem) ?? [];
  return KEY_NAMES.includes(first) ? first : VARIABLES.get(first);
}

/** Every key that a problem may be about. `meant`: those that it takes a misspelt one for; `named`: all others. */
export type KeysAbout = { readonly named: readonly KeyName[]; readonly meant: readonly KeyName[] };

/** The keys in the sentence of a problem, and all of a section that it is about. */
export function keysAbout(problem: string): KeysAbout {
  const [told = '', hint = ''] = problem.split('; did you mean ');
  return { named: keysIn(told, problem), meant: keysIn(hint, problem) };
}

function keysIn(text: string, problem: string): readonly KeyName[] {
  const words = text.match(/[\w.]+/g) ?? [];
  return words.flatMap((word) => {
    const plain = word.replace(/\.$/, '');
    const variable = VARIABLES.get(plain);
    if (variable !== undefined) return [variable];
    if (KEY_NAMES.includes(plain)) return [plain];
    return isSectionNamed(problem, plain) ? KEY_NAMES.filter((name) => name.startsWith(`${plain}.`)) : [];
  });
}

/** `web: must be a section with keys`, or `wbe: unknown key; did you mean web?` */
const isSectionNamed = (problem: string, word: string): boolean =>
  Object.hasOwn(SECTIONS, word) && (problem.startsWith(`${word}:`) || problem.endsWith(`did you mean ${word}?`));
