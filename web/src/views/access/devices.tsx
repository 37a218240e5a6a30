import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { call } from '../../box/call.ts';
import { learnAnew } from '../../box/learn-anew.ts';
import { Card } from '../../parts/card.tsx';
import { toast } from '../../shell/toast.ts';
import { locale, words } from '../../words/words.ts';
import { nameOf } from './device-name.ts';

const t = words('devices');
const s = words('shell');

type Device = {
  readonly id: string;
  readonly level: 'owner' | 'household';
  readonly began: number;
  readonly used: number;
  readonly mine: boolean;
  readonly device?: { readonly browser: string; readonly system: string };
};
type Answer = { readonly sessions: readonly Device[] };
const PATH = 'api/access/sessions';

/** The devices that are logged in; an owner can log out each of them. */
export function Devices() {
  const devices = useSignal<readonly Device[] | undefined>(undefined);
  const problem = useSignal('');
  useEffect(() => {
    void call<Answer>('GET', PATH).then(({ body, problem: why }) => {
      problem.value = why;
      if (why === '') devices.value = body.sessions;
    });
  }, [devices, problem]);
  const logOut = async (device: Device): Promise<void> => {
    const { body, problem: why } = await call<Answer>('DELETE', `${PATH}?id=${encodeURIComponent(device.id)}`);
    toast(why === '' ? { kind: 'done', text: t('logged_out', { device: nameOf(device) }) } : { kind: 'problem', text: why });
    if (why === '') devices.value = body.sessions;
    if (device.mine) void learnAnew();
  };
  const known = devices.value;
  return (
    <Card title={t('title')}>
      {!known && <p class="quiet">{problem.value || s('loading')}</p>}
      {known?.length === 0 && <p class="quiet">{t('none')}</p>}
      {known && known.length > 0 && (
        <ul class="devices">
          {known.map((device) => (
            <Row key={device.id} {...{ device, logOut }} />
          ))}
        </ul>
      )}
    </Card>
  );
}

type RowProps = { readonly device: Device; readonly logOut: (device: Device) => Promise<void> };

function Row({ device, logOut }: RowProps) {
  const { began, level, mine, used } = device;
  return (
    <li>
      <div>
        <h3>
          {nameOf(device)}
          {mine && <em> · {t('mine')}</em>}
        </h3>
        <p class="quiet small">
          {t(level)} · {t('since', { day: dayOf(began) })} · {t('used', { day: dayOf(used) })}
        </p>
      </div>
      <button type="button" aria-label={t('log_out_device', { device: nameOf(device) })} onClick={() => void logOut(device)}>
        {t('log_out')}
      </button>
    </li>
  );
}

const dayOf = (at: number): string => new Date(at).toLocaleDateString(locale(), { day: 'numeric', month: 'long' });
