import { words } from '../../words/words.ts';

const t = words('music');

/** Says that no history is kept, or that it cannot be read now. */
export function NoHistory({ history }: { readonly history: 'off' | 'keeping' | 'lost' }) {
  return history === 'keeping' ? null : <p class="quiet">{t(history === 'off' ? 'history_off' : 'history_lost')}</p>;
}
