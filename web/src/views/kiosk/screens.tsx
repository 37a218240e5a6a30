import { Card } from '../../parts/card.tsx';
import { words } from '../../words/words.ts';

const t = words('kiosk');

/** The ways to the views without a tab. */
export function Screens() {
  return (
    <Card title={t('screens')}>
      <ul class="links">
        <li>
          <a href="#/kiosk">{t('screen_kiosk')}</a>
        </li>
        <li>
          <a href="#/kiosk/locked">{t('screen_locked')}</a>
        </li>
        <li>
          <a href="#/guest">{t('screen_guest')}</a>
        </li>
        <li>
          <a href="#/venue">{t('screen_venue')}</a>
        </li>
      </ul>
    </Card>
  );
}
