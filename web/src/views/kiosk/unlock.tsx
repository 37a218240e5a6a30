import { useSignal } from '@preact/signals';
import { call } from '../../box/call.ts';
import { learnAnew } from '../../box/learn-anew.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Field } from '../../parts/field.tsx';
import { go } from '../../shell/route.ts';
import { words } from '../../words/words.ts';
import { lockKiosk } from './lock.ts';

const t = words('kiosk');

/** Asks for the owner PIN before it lets anybody out of a locked screen. */
export function Unlock({ onStay }: { readonly onStay: () => void }) {
  const pin = useSignal('');
  const error = useSignal('');
  const unlock = async (event: Event): Promise<void> => {
    event.preventDefault();
    error.value = await problemWith(pin.value);
    if (error.value !== '') return;
    lockKiosk(false);
    go('');
  };
  return (
    <Dialog title={t('pin_title')} onClose={onStay}>
      <form onSubmit={unlock}>
        <p>{t('pin_text')}</p>
        <Field
          label={t('pin')}
          type="password"
          autocomplete="current-password"
          required
          error={error.value}
          onInput={({ currentTarget }) => {
            pin.value = currentTarget.value;
          }}
        />
        <div class="row">
          <button type="submit" class="primary">
            {t('unlock')}
          </button>
          <button type="button" onClick={onStay}>
            {t('stay')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** Logs in with this PIN. Returns what speaks against leaving; empty if nothing does. */
async function problemWith(pin: string): Promise<string> {
  const { body, problem } = await call<{ readonly standing: string }>('POST', 'api/access/login', { pin });
  if (problem !== '') return problem;
  await learnAnew();
  return body.standing === 'owner' ? '' : t('not_owner');
}
