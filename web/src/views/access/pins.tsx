import { useRef } from 'preact/hooks';
import { spacedCode } from '../../../../src/web/access/spaced-code.ts';
import { visitor as known } from '../../box/rights.ts';
import type { Visitor } from '../../box/visitor.ts';
import { Card } from '../../parts/card.tsx';
import { Field } from '../../parts/field.tsx';
import { pinsSet } from '../../sentences/access.ts';
import { route } from '../../shell/route.ts';
import { beginSetup, endSetup } from '../../shell/setup-progress.ts';
import { words } from '../../words/words.ts';
import { act, done } from './requests.ts';

const t = words('access');

/** Sets the first PINs, or changes them. */
export function Pins({ visitor }: { readonly visitor: Visitor }) {
  const form = useRef<HTMLFormElement>(null);
  const { pin } = visitor;
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (!form.current) return;
    const { problem } = await act('POST', 'api/access/pins', filledIn(form.current), '');
    if (problem !== '' || known.value === undefined) return;
    done.value = pinsSet(known.value);
    if (!pin && route.value.view === 'setup') beginSetup();
    else if (!pin) endSetup();
    form.current?.reset();
  };
  return (
    <Card title={t(pin ? 'change_pins' : 'set_pins')}>
      <form ref={form} onSubmit={(event) => void submit(event)}>
        <Proof visitor={visitor} />
        <Field
          {...{ name: 'owner', label: t(pin ? 'owner_new' : 'owner'), hint: t('owner_hint'), required: !pin }}
          {...{ type: 'password', autocomplete: 'new-password', minLength: 4, maxLength: 64 }}
        />
        <Field
          {...{ name: 'household', label: householdLabel(visitor), hint: t('household_hint') }}
          {...{ type: 'password', autocomplete: 'off', maxLength: 64 }}
        />
        <button type="submit" class="primary">
          {t('save')}
        </button>
      </form>
    </Card>
  );
}

function householdLabel({ household, pin }: Visitor): string {
  if (!pin) return t('household');
  return t(household ? 'household_new' : 'household_first');
}

/** What proves that somebody may set PINs: the setup code, or the owner's present PIN. At the box itself the code is only shown. */
function Proof({ visitor: { code, pin, standing } }: { readonly visitor: Visitor }) {
  if (pin) return <Field name="current" label={t('current')} type="password" autocomplete="current-password" maxLength={64} required />;
  if (standing === 'owner') return code === undefined ? null : <p>{t('code_shown', { code: spacedCode(code) })}</p>;
  return (
    <Field
      {...{ name: 'code', label: t('code'), hint: t('code_hint'), required: true }}
      {...{ inputMode: 'numeric', autocomplete: 'one-time-code', maxLength: 20 }}
    />
  );
}

/** The fields that are not empty. */
function filledIn(form: HTMLFormElement): Readonly<Record<string, string>> {
  const filled: Record<string, string> = {};
  for (const { name, value } of Array.from(form.querySelectorAll('input'))) if (value !== '') filled[name] = value;
  return filled;
}
