import { useRef } from 'preact/hooks';
import { call } from '../../box/call.ts';
import { learnAnew } from '../../box/learn-anew.ts';
import type { Visitor } from '../../box/visitor.ts';
import { Card } from '../../parts/card.tsx';
import { Field } from '../../parts/field.tsx';
import { go } from '../../shell/route.ts';
import { words } from '../../words/words.ts';
import { problem } from './requests.ts';

const t = words('access');

/** Logs this device in with a PIN. */
export function LogIn({ visitor }: { readonly visitor: Visitor }) {
  const form = useRef<HTMLFormElement>(null);
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const field = form.current?.querySelector('input');
    const { problem: why } = await call('POST', 'api/access/login', { pin: field?.value ?? '' });
    form.current?.reset();
    problem.value = why;
    if (why !== '') return field?.focus();
    await learnAnew();
    go('');
  };
  return (
    <Card title={t('log_in')}>
      <form ref={form} onSubmit={(event) => void submit(event)}>
        <Field label={t(visitor.logged_in ? 'pin_more' : 'pin')} type="password" autocomplete="current-password" maxLength={64} required />
        <button type="submit" class="primary">
          {t('log_in')}
        </button>
      </form>
      <p class="quiet small">
        {t('forgotten')} <code>moodbox pin --reset</code>
      </p>
    </Card>
  );
}
