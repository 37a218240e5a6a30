import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { VenueAnswer } from '../../../../src/web/api/venue.ts';
import { call } from '../../box/call.ts';
import { Card } from '../../parts/card.tsx';
import { Field } from '../../parts/field.tsx';
import { toast } from '../../shell/toast.ts';
import { words } from '../../words/words.ts';
import type { GuestCode } from './notice.tsx';
import { Notice } from './notice.tsx';

const t = words('venue');
const LINK = 'api/access/guest-link';
const SIZES = ['A4', 'A5'] as const;

/** The notice, with what has to be filled in before it is printed. */
export function Sheet({ venue }: { readonly venue: VenueAnswer }) {
  const contact = useSignal('');
  const size = useSignal<(typeof SIZES)[number]>('A4');
  const { code, make } = useGuestCode();
  return (
    <>
      <Card title={t('sheet')}>
        <Field
          label={t('contact')}
          hint={t('contact_hint')}
          maxLength={120}
          autocomplete="off"
          onInput={({ currentTarget }) => {
            contact.value = currentTarget.value;
          }}
        />
        <fieldset class="venue-size">
          <legend>{t('size')}</legend>
          {SIZES.map((each) => (
            <label key={each}>
              <input type="radio" name="size" checked={size.value === each} onChange={() => (size.value = each)} /> <span>{each}</span>
            </label>
          ))}
        </fieldset>
        {!code && <p class="quiet">{t('qr_none')}</p>}
        <div class="row">
          <button type="button" class="primary" onClick={() => window.print()}>
            {t('print')}
          </button>
          {!code && (
            <button type="button" onClick={() => void make()}>
              {t('qr_make')}
            </button>
          )}
        </div>
      </Card>
      <Notice venue={venue} contact={contact.value} code={code} size={size.value} label={t('qr')} />
    </>
  );
}

/** The guest link's QR code, if there is a link, and a way to make one. */
function useGuestCode(): { readonly code: GuestCode | undefined; readonly make: () => Promise<void> } {
  const code = useSignal<GuestCode | undefined>(undefined);
  const ask = async (method: 'GET' | 'POST'): Promise<void> => {
    const { body, problem } = await call<{ readonly link?: string; readonly qr?: GuestCode['qr'] }>(
      method,
      LINK,
      method === 'POST' ? {} : undefined,
    );
    if (problem !== '') toast({ kind: 'problem', text: problem });
    else if (body.link !== undefined && body.qr) code.value = { link: body.link, qr: body.qr };
  };
  useEffect(() => {
    void ask('GET');
  }, []);
  return { code: code.value, make: () => ask('POST') };
}
