import { useSignal, useSignalEffect } from '@preact/signals';
import { refusedWords } from '../box/refused.ts';
import { report } from '../box/report.ts';
import { words } from '../words/words.ts';
import { Banner } from './banner.tsx';

const t = words('notices');

/** The announcement that is being heard, or why the last one was not. */
export function Announcement() {
  const why = useSignal('');
  const now = report.value;
  useSignalEffect(() => {
    const failed = report.value?.announceFailed;
    if (!failed) why.value = '';
    else
      void refusedWords(failed.why).then((said) => {
        why.value = said;
      });
  });
  if (now?.announcing)
    return (
      <Banner>
        <p>{t('announcing', { title: now.announcing.title })}</p>
      </Banner>
    );
  if (!now?.announceFailed || why.value === '') return null;
  return (
    <Banner>
      <p>{t('announce_failed', { title: now.announceFailed.title, why: why.value })}</p>
    </Banner>
  );
}
