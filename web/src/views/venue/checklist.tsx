import { useSignal } from '@preact/signals';
import { isAtLeast } from '../../box/rights.ts';
import { Card } from '../../parts/card.tsx';
import { words } from '../../words/words.ts';

const t = words('venue');

/** What has to be true before somebody confirms, each with what to do for it. */
const POINTS = ['print', 'staff', 'law'] as const;
type Point = (typeof POINTS)[number];

type ChecklistProps = { readonly isConfirmed: boolean; readonly onConfirm: () => Promise<void> };

/** The list of what to do, and for an owner the button that confirms it. */
export function Checklist({ isConfirmed, onConfirm }: ChecklistProps) {
  const ticked = useSignal<readonly Point[]>([]);
  const isOwner = isAtLeast('owner');
  const tick = (point: Point): void => {
    ticked.value = ticked.value.includes(point) ? ticked.value.filter((each) => each !== point) : [...ticked.value, point];
  };
  return (
    <Card title={t('check')}>
      <ul class="venue-list">
        <li>{t('check_print')}</li>
        <li>
          {t('check_staff')} <a href="#/camera">{t('check_zone')}</a>
        </li>
        <li>{t('check_law')}</li>
        <li>{t('check_music')}</li>
      </ul>
      {!isOwner && <p class="venue-owner">{t('confirm_owner')}</p>}
      {isOwner && !isConfirmed && (
        <>
          {POINTS.map((point) => (
            <label class="venue-tick" key={point}>
              <input type="checkbox" checked={ticked.value.includes(point)} onChange={() => tick(point)} />
              <span>{t(`ticked_${point}`)}</span>
            </label>
          ))}
          <Confirming isReady={ticked.value.length === POINTS.length} onConfirm={onConfirm} />
        </>
      )}
    </Card>
  );
}

function Confirming({ isReady, onConfirm }: { readonly isReady: boolean; readonly onConfirm: () => Promise<void> }) {
  return (
    <>
      <button type="button" class="primary" disabled={!isReady} aria-describedby="venue-first" onClick={() => void onConfirm()}>
        {t('confirm')}
      </button>
      <p class="quiet small" id="venue-first">
        {isReady ? '' : t('check_all')}
      </p>
    </>
  );
}
