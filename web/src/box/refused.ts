import type { RefusalCode } from '../../../src/domain/refusal.ts';
import { loadWords } from '../words/load.ts';
import { words } from '../words/words.ts';

const t = words('refusals');

/** Why the box refuses, as it says it: in English, and by a code with values where it is not only for programs. */
export type Refused = {
  readonly sentence: string;
  readonly code?: string | undefined;
  readonly values?: Readonly<Record<string, string | number>> | undefined;
};

/**
 * The same in the visitor's language; in English if it has no code, the page does not know the code (the box has a newer release), or the
 * words do not come. A code of this release without words does not compile. Never rejects.
 */
export async function refusedWords({ code, sentence, values }: Refused): Promise<string> {
  if (code === undefined) return sentence;
  try {
    await loadWords('refusals');
  } catch {
    return sentence;
  }
  const said = t(code as RefusalCode, values);
  return said === code ? sentence : said;
}
