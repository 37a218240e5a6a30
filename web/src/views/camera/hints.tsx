import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { ReportView } from '../../../../src/web/report-view.ts';
import { Card } from '../../parts/card.tsx';
import { settingMark } from '../../sentences/setting-mark.ts';
import { words } from '../../words/words.ts';
import { Linked } from '../settings/linked.tsx';

const t = words('camera');

/** Milliseconds of nothing but unsure faces after which the view says what may help. */
const LONG = 20_000;

/** Whether faces are in sight and none can be read. */
export const isUnsure = ({ faces }: Pick<ReportView, 'faces'>): boolean => faces.length > 0 && faces.every(({ unsure }) => unsure);

/** What helps if the box cannot read the faces for long. */
export function Hints({ now }: { readonly now: ReportView }) {
  const long = useSignal(false);
  const unsure = isUnsure(now);
  useEffect(() => {
    long.value = false;
    if (!unsure) return;
    const timer = setTimeout(() => {
      long.value = true;
    }, LONG);
    return () => clearTimeout(timer);
  }, [long, unsure]);
  if (!unsure || !long.value) return null;
  return (
    <Card title={t('hints')}>
      <ul class="hints">
        <li>{t('hint_light')}</li>
        <li>{t('hint_height')}</li>
        <li>{t('hint_near')}</li>
        <li>
          <Linked text={t('hint_group', { setting: settingMark('mood.of') })} />
        </li>
        <li>
          <Linked text={t('hint_confidence', { setting: settingMark('mood.min_confidence') })} />
        </li>
      </ul>
    </Card>
  );
}
