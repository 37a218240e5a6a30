import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { call } from '../../box/call.ts';
import type { Visitor } from '../../box/visitor.ts';
import { Card } from '../../parts/card.tsx';
import { guestsHint } from '../../sentences/access.ts';
import { words } from '../../words/words.ts';
import { Linked } from '../settings/linked.tsx';
import { act } from './requests.ts';

const t = words('access');

type GuestLink = { readonly link?: string; readonly qr?: { readonly size: number; readonly path: string } };
const PATH = 'api/access/guest-link';

/** The link by which guests may look. */
export function Guests({ guests, visitor }: { readonly guests: Visitor['guests']; readonly visitor: Visitor }) {
  const shown = useSignal<GuestLink>({});
  useEffect(() => {
    void call<GuestLink>('GET', PATH).then(({ problem, body }) => {
      if (problem === '') shown.value = body;
    });
  }, [shown]);
  const change = async (method: 'POST' | 'DELETE', said: string): Promise<void> => {
    const { problem, body } = await act<GuestLink>(method, PATH, method === 'POST' ? {} : undefined, said);
    if (problem === '') shown.value = body;
  };
  const { link, qr } = shown.value;
  const offered = guests === 'link' && link !== undefined && qr !== undefined;
  return (
    <Card title={t('guests')}>
      <p>
        <Linked text={guestsHint(visitor)} />
      </p>
      {offered && <Code link={link} qr={qr} />}
      {guests === 'link' && (
        <div class="row">
          <button type="button" onClick={() => void change('POST', t('guest_ready'))}>
            {t(offered ? 'guest_renew' : 'guest_new')}
          </button>
          {offered && (
            <button type="button" onClick={() => void change('DELETE', t('guest_withdrawn'))}>
              {t('guest_withdraw')}
            </button>
          )}
        </div>
      )}
    </Card>
  );
}

function Code({ link, qr }: { readonly link: string; readonly qr: { readonly size: number; readonly path: string } }) {
  return (
    <>
      <svg class="qr" viewBox={`0 0 ${qr.size} ${qr.size}`} role="img" aria-label={t('qr')}>
        <path d={qr.path} />
      </svg>
      <p class="link">{link}</p>
    </>
  );
}
