import { tryNow } from '../box/connect.ts';
import { link } from '../box/report.ts';
import { later } from '../later/want.ts';
import { words } from '../words/words.ts';

const t = words('shell');

/** Messages at the bottom, where the thumb is. The two regions are always there, so that screen readers notice what comes into them. */
export function Toasts() {
  const half = later.value;
  return (
    <div class="toasts">
      <div role="alert">{link.value === 'lost' && <Lost />}</div>
      <div role="status">{half && <half.Message />}</div>
    </div>
  );
}

function Lost() {
  return (
    <div class="toast lost">
      <p>{t('lost')}</p>
      <button type="button" onClick={tryNow}>
        {t('lost_try')}
      </button>
    </div>
  );
}
