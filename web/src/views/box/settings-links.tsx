import { isAtLeast } from '../../box/rights.ts';
import { Card } from '../../parts/card.tsx';
import { words } from '../../words/words.ts';

const t = words('notices');

/** The ways to the settings and to the setup, for owners. */
export function SettingsLinks() {
  if (!isAtLeast('owner')) return null;
  return (
    <Card title={t('settings')}>
      <div class="row">
        <a class="go" href="#/settings">
          {t('settings')}
        </a>
        <a class="go" href="#/setup">
          {t('setup')}
        </a>
      </div>
    </Card>
  );
}
