import { words } from '../words/words.ts';

const t = words('notices');

/** What went wrong with a request, in a sentence. `status` is 0 if there was no answer; `error`: what the box said. */
export function problemOf(status: number, { error }: { readonly error?: string }): string {
  if (status === 0) return t('silent');
  return error === undefined ? t('refused_status', { status }) : t('refused', { why: error });
}
