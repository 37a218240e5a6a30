import { report, updated } from '../box/report.ts';
import { isAtLeast } from '../box/rights.ts';
import { isMute } from '../sentences/music.ts';
import { timeOf } from '../words/formats.ts';
import { words } from '../words/words.ts';
import { Announcement } from './announcement.tsx';
import { Banner } from './banner.tsx';
import { Guest } from './guest.tsx';
import { Newcomer } from './newcomer.tsx';
import { route } from './route.ts';

const t = words('notices');

/** What everybody has to know, in every view: silence where music should be, and a page that is older than its box. */
export function Banners() {
  const now = report.value;
  return (
    <div class="banners">
      {now?.safeMode && route.value.view !== 'settings' && (
        <Banner alarm>
          <p>{t('safe_mode')}</p>
          {isAtLeast('owner') && (
            <a class="go" href="#/settings">
              {t('safe_mode_open')}
            </a>
          )}
        </Banner>
      )}
      <Newcomer />
      {now && isMute(now) && (
        <Banner alarm>
          <p>{t('mute')}</p>
        </Banner>
      )}
      {now?.preview && (
        <Banner>
          <p>{t('live_picture', { time: timeOf(now.preview.until) })}</p>
        </Banner>
      )}
      <Guest />
      <Announcement />
      {updated.value && (
        <Banner>
          <p>{t('updated')}</p>
          <button type="button" onClick={() => location.reload()}>
            {t('reload')}
          </button>
        </Banner>
      )}
    </div>
  );
}
