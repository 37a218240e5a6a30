import { tryNow } from '../box/connect.ts';
import { link } from '../box/report.ts';
import { words } from '../words/words.ts';
import { clearToast, shownToast } from './toast.ts';

const t = words('shell');

/** Messages at the bottom, where the thumb is. The two regions are always there, so that screen readers notice what comes into them. */
export function Toasts() {
  return (
    <div class="toasts">
      <div role="alert">{link.value === 'lost' && <Lost />}</div>
      <div role="status">
        <Message />
      </div>
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

function Message() {
  const message = shownToast.value;
  if (!message) return null;
  const { action, kind, text } = message;
  const act = (): void => {
    clearToast();
    action?.run();
  };
  return (
    <div class={`toast ${kind}`}>
      <p>{text}</p>
      {action && (
        <button type="button" onClick={act}>
          {action.label}
        </button>
      )}
      <button type="button" onClick={clearToast}>
        {t('close')}
      </button>
    </div>
  );
}
