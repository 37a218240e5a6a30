/** What a server asks for in WWW-Authenticate: a scheme in small letters and its parameters, their names in small letters. */
export type Challenge = { readonly scheme: string; readonly parameters: ReadonlyMap<string, string> };

const SCHEMES = ['basic', 'digest', 'bearer', 'negotiate', 'ntlm', 'wsse'];
/** A scheme, or a parameter with its value in quotes or without. */
const WORD = /([\w!#$%&'*+.^`|~-]+)(?:[ \t]*=[ \t]*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]*)))?/g;

/** The challenges of all WWW-Authenticate headers of an answer (RFC 9110 §11.6.1): each may hold several, one after another. */
export function challengesIn(headers: readonly string[]): readonly Challenge[] {
  const challenges: { scheme: string; parameters: Map<string, string> }[] = [];
  for (const [, name = '', quoted, bare] of headers.flatMap((header) => [...header.matchAll(WORD)])) {
    const isWord = quoted === undefined && bare === undefined;
    // A realm without quotes may have several words.
    if (isWord && SCHEMES.includes(name.toLowerCase())) challenges.push({ scheme: name.toLowerCase(), parameters: new Map() });
    else if (!isWord) challenges.at(-1)?.parameters.set(name.toLowerCase(), quoted?.replace(/\\(.)/g, '$1') ?? bare ?? '');
  }
  return challenges;
}
