import { report } from '../box/report.ts';
import { isAtLeast, visitor } from '../box/rights.ts';
import { words } from '../words/words.ts';
import { Banner } from './banner.tsx';
import { route } from './route.ts';
import { endSetup, isUnderWay, isUntouched } from './setup-progress.ts';

const t = words('notices');

/** Offers the setup to the owner of a box that has no PIN yet, and to whoever has begun it. */
export function Newcomer() {
  const isNew = visitor.value?.pin === false && isUntouched();
  if (route.value.view !== '' || !isAtLeast('owner') || report.value?.safeMode || !(isNew || isUnderWay())) return null;
  return (
    <Banner>
      <p>{t('setup_offer')}</p>
      <div class="row">
        <a class="go" href="#/setup">
          {t('setup')}
        </a>
        <button type="button" onClick={endSetup}>
          {t('setup_not_now')}
        </button>
      </div>
    </Banner>
  );
}
