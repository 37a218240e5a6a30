import { useSignal } from '@preact/signals';
import type { BrokersAnswer } from '../../../../src/web/api/settings.ts';
import { ask } from '../../box/ask.ts';
import { words } from '../../words/words.ts';
import { edit, edits, saved } from '../settings/desk.ts';
import { SomeSettings } from './some-settings.tsx';

const t = words('setup');

/** Milliseconds: the box listens for three seconds, and a broker may take ten to answer. */
const PATIENCE = 20_000;
/** Where a broker listens by convention. Home Assistant's own is on its machine as a rule. */
const MQTT_PORT = 1883;

type Found = BrokersAnswer['found'][number];

/** The broker of the house: found, filled in and tried. */
export function HomeStep() {
  const found = useSignal<readonly Found[] | undefined>(undefined);
  const state = useSignal('');
  const find = async (): Promise<void> => {
    state.value = t('home_looking');
    const { body, problem } = await ask('POST /api/brokers/find', {}, PATIENCE);
    state.value = problem || (body.found.length === 0 ? t('home_none') : '');
    found.value = problem === '' ? body.found : [];
  };
  const use = ({ host, kind, port }: Found): void => {
    const own = kind === 'broker' && port !== MQTT_PORT ? `:${port}` : '';
    edit('mqtt.url', `mqtt://${host}${own}`);
  };
  return (
    <>
      <p>{t('home_text')}</p>
      <button type="button" onClick={() => void find()}>
        {t('home_find')}
      </button>
      <p role="status">{state.value}</p>
      <ul class="outputs">
        {(found.value ?? []).map((each) => (
          <li key={`${each.kind} ${each.host} ${each.port}`}>
            <p>
              <strong>{each.name}</strong>{' '}
              <span class="quiet">
                {t(each.kind === 'broker' ? 'home_broker' : 'home_assistant')}, {each.host}
              </span>
            </p>
            <button type="button" aria-label={t('home_use_it', { name: each.name })} onClick={() => use(each)}>
              {t('home_use')}
            </button>
          </li>
        ))}
      </ul>
      <SomeSettings keys={['mqtt.url', 'mqtt.username', 'mqtt.password']} />
      <Trial />
    </>
  );
}

/** Signs in with what is in the fields. A password that is saved is not told to the page, so it has to be typed for this. */
function Trial() {
  const said = useSignal<{ readonly ok: boolean; readonly text: string } | undefined>(undefined);
  const inField = (key: string): string => String(edits.value[key] ?? saved.value[key]?.value ?? '');
  const url = inField('mqtt.url');
  const test = async (): Promise<void> => {
    said.value = { ok: true, text: t('home_trying') };
    const typed = { url, username: inField('mqtt.username'), password: inField('mqtt.password') };
    const { body, problem } = await ask('POST /api/brokers/test', typed, PATIENCE);
    const ok = problem === '' && body.connected;
    said.value = { ok, text: ok ? t('home_works') : problem || body.sentence };
  };
  return (
    <>
      <div class="row">
        <button type="button" disabled={url === ''} onClick={() => void test()}>
          {t('home_test')}
        </button>
      </div>
      <p role="status" class={said.value?.ok === false ? 'error' : ''}>
        {said.value?.text}
      </p>
    </>
  );
}
