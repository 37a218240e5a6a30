import { settingMark } from '../../sentences/setting-mark.ts';
import { words } from '../../words/words.ts';
import { Linked } from '../settings/linked.tsx';

const t = words('music');

/** Says that no history is kept, or that it cannot be read now. */
export function NoHistory({ history }: { readonly history: 'off' | 'keeping' | 'lost' }) {
  if (history === 'keeping') return null;
  const text = history === 'off' ? t('history_off', { setting: settingMark('history.enabled') }) : t('history_lost');
  return (
    <p class="quiet">
      <Linked text={text} />
    </p>
  );
}
