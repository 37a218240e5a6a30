import { words } from '../words/words.ts';
import { clearToast, shownToast } from './toast.ts';

const t = words('notices');

/** The message in sight, with its button and a way to close it. */
export function Message() {
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
