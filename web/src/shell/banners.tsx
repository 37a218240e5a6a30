import type { ComponentChildren } from 'preact';
import { report, updated } from '../box/report.ts';
import { isMute } from '../sentences/music.ts';
import { words } from '../words/words.ts';

const t = words('shell');

/** What everybody has to know, in every view: silence where music should be, and a page that is older than its box. */
export function Banners() {
  const now = report.value;
  return (
    <div class="banners">
      {now && isMute(now) && (
        <Banner alarm>
          <p>{t('mute')}</p>
        </Banner>
      )}
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

/** A message that stays for as long as it is true. */
export function Banner({ alarm = false, children }: { readonly alarm?: boolean; readonly children: ComponentChildren }) {
  return (
    <div class={alarm ? 'banner alarm' : 'banner'} role={alarm ? 'alert' : 'status'}>
      {children}
    </div>
  );
}
