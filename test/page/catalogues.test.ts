import { parse } from '@messageformat/parser';
import { describe, expect, it } from 'vitest';
import { areas, areasOf, catalogue, LANGUAGES } from './catalogues.ts';

type Token = ReturnType<typeof parse>[number] | { readonly type: 'octothorpe' };

/** The placeholders of a message, and the words among which a `select` chooses. */
function parametersOf(tokens: readonly Token[]): readonly string[] {
  return tokens.flatMap((token) => {
    if (token.type === 'content' || token.type === 'octothorpe') return [];
    if (!('cases' in token)) return [token.arg];
    const inner = token.cases.flatMap(({ tokens: within }) => parametersOf(within));
    const keys = token.type === 'select' ? token.cases.map(({ key }) => `${token.arg}=${key}`) : [];
    return [token.arg, ...keys, ...inner];
  });
}
const parameters = (message: string): readonly string[] => [...new Set(parametersOf(parse(message)))].sort();

describe.each(areas())('the words of %s', (area) => {
  const english = catalogue('en', area);

  it.each(LANGUAGES)('are complete in %s, with the same placeholders', (language) => {
    expect(areasOf(language)).toEqual(areas());
    const words = catalogue(language, area);
    expect(Object.keys(words)).toEqual(Object.keys(english));
    for (const [key, message] of Object.entries(words)) {
      expect([key, parameters(message)]).toEqual([key, parameters(english[key] ?? '')]);
      expect([key, message.trim()]).toEqual([key, message]);
      expect([key, message]).not.toEqual([key, '']);
    }
  });

  // MessageFormat takes a straight apostrophe before a brace for a quote, and the placeholder behind it for text.
  it.each(LANGUAGES)('have typographic apostrophes and quotes in %s', (language) => {
    for (const message of Object.values(catalogue(language, area))) expect(message).not.toMatch(/['"]/);
  });
});
