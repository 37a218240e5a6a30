import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { OutputsAnswer } from '../../../../src/web/api/settings.ts';
import { ask } from '../../box/ask.ts';
import { words } from '../../words/words.ts';
import { edit, edits, saved } from '../settings/desk.ts';

const t = words('setup');

/** Milliseconds: mpv may look for the devices of a sound server that does not answer. */
const PATIENCE = 18_000;
type Output = OutputsAnswer['outputs'][number];

/** A tone on each output, until somebody hears it. */
export function SoundStep() {
  const found = useSignal<readonly Output[] | undefined>(undefined);
  const look = async (): Promise<void> => {
    found.value = undefined;
    const { body, problem } = await ask('GET /api/outputs', undefined, PATIENCE);
    found.value = problem === '' ? body.outputs : [];
  };
  useEffect(() => void look(), []);
  return (
    <>
      <p>{t('sound_text')}</p>
      {found.value === undefined && <p class="quiet">{t('looking')}</p>}
      {found.value?.length === 0 && <p class="error">{t('sound_none')}</p>}
      <ul class="outputs">
        {found.value !== undefined &&
          [{ id: 'auto', name: t('sound_auto') }, ...found.value].map((each) => <OutputRow key={each.id} output={each} />)}
      </ul>
      <button type="button" onClick={() => void look()}>
        {t('look_again')}
      </button>
    </>
  );
}

function OutputRow({ output: { id, name } }: { readonly output: Output }) {
  const state = useSignal<'still' | 'playing' | 'asked' | 'refused'>('still');
  const why = useSignal('');
  const chosen = (edits.value['player.output'] ?? saved.value['player.output']?.value) === id;
  const play = async (): Promise<void> => {
    state.value = 'playing';
    const { body, problem } = await ask('POST /api/outputs/test', { id }, PATIENCE);
    why.value = problem || (body.played ? '' : (body.sentence ?? ''));
    state.value = why.value === '' ? 'asked' : 'refused';
  };
  const heard = (yes: boolean): void => {
    state.value = 'still';
    if (yes) edit('player.output', id);
  };
  return (
    <li data-output={id}>
      <p>
        <strong>{name}</strong> {chosen && <span class="quiet">✓ {t('chosen')}</span>}
      </p>
      <div role="status">
        {state.value === 'playing' && <p class="quiet">{t('sound_playing')}</p>}
        {state.value === 'refused' && <p class="error">{why.value}</p>}
        {state.value === 'asked' && <p>{t('sound_heard')}</p>}
      </div>
      <div class="row">
        {state.value === 'asked' ? (
          <>
            <button type="button" class="primary" onClick={() => heard(true)}>
              {t('sound_yes')}
            </button>
            <button type="button" onClick={() => heard(false)}>
              {t('sound_no')}
            </button>
          </>
        ) : (
          <button type="button" disabled={state.value === 'playing'} aria-label={t('sound_play_on', { name })} onClick={() => void play()}>
            {t('sound_play')}
          </button>
        )}
      </div>
    </li>
  );
}
