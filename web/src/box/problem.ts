import { words } from '../words/words.ts';
import type { Refused } from './refused.ts';
import { refusedWords } from './refused.ts';

const t = words('notices');

/** The body of an answer that is a refusal. */
export type RefusalBody = Partial<Omit<Refused, 'sentence'>> & { readonly error?: string };

/** What went wrong with a request, in a sentence. `status` is 0 if there was no answer. Never rejects. */
export async function problemOf(status: number, { error: sentence, ...rest }: RefusalBody): Promise<string> {
  if (status === 0) return t('silent');
  return sentence === undefined ? t('refused_status', { status }) : t('refused', { why: await refusedWords({ sentence, ...rest }) });
}
