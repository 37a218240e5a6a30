import { number, plural, select } from '@messageformat/runtime';
import { de, en, es, fr } from '@messageformat/runtime/lib/cardinals';

/** What compiled messages call: the choice among plural forms, and the rules of each language for it. */
export const RUNTIME = { number, plural, select, de, en, es, fr };
