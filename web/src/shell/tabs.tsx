import { report } from '../box/report.ts';
import { isAtLeast } from '../box/rights.ts';
import { Icon } from '../parts/icon.tsx';
import type { View } from '../views.ts';
import { VIEWS, viewAt } from '../views.ts';
import { words } from '../words/words.ts';
import { route } from './route.ts';

const t = words('shell');

/** The tabs of the views that this visitor may see. A stranger has none. */
export function Tabs() {
  const here = viewAt(route.value.view);
  const shown = VIEWS.filter(isOffered);
  if (shown.length === 0) return null;
  return (
    <nav class="tabs" aria-label={t('tabs')}>
      {shown.map(
        ({ name, tab }) =>
          tab && (
            <a key={name} href={`#/${name === 'now' ? '' : name}`} aria-current={tab === (here.tab ?? here.under) ? 'page' : undefined}>
              <Icon name={tab} />
              <span>{t(`tab_${tab}`)}</span>
            </a>
          ),
      )}
    </nav>
  );
}

function isOffered({ level, tab, when }: View): boolean {
  if (!tab || !isAtLeast(level)) return false;
  return when === undefined || (report.value !== undefined && when(report.value));
}
