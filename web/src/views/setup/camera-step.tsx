import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { CamerasAnswer } from '../../../../src/web/api/settings.ts';
import { ask } from '../../box/ask.ts';
import { report } from '../../box/report.ts';
import { words } from '../../words/words.ts';
import { edit, edits, saved } from '../settings/desk.ts';
import { Choice } from './choice.tsx';
import { Sight } from './sight.tsx';

const t = words('setup');

/** Which camera, and what it sees of whoever walks past. */
export function CameraStep() {
  const found = useSignal<CamerasAnswer['cameras'] | undefined>(undefined);
  const look = async (): Promise<void> => {
    const { body, problem } = await ask('GET /api/cameras', undefined);
    found.value = problem === '' ? body.cameras : [];
  };
  useEffect(() => void look(), []);
  const now = edits.value['camera.source'] ?? saved.value['camera.source']?.value ?? '';
  const options = [{ id: 'auto', name: t('camera_auto') }, ...(found.value ?? [])];
  return (
    <>
      <p>{t('camera_text')}</p>
      <Choice
        name="camera"
        legend={t('camera_which')}
        options={options}
        chosen={String(now)}
        onChoose={(id) => edit('camera.source', id)}
      />
      {found.value?.length === 0 && <p class="error">{t('camera_none')}</p>}
      <button type="button" onClick={() => void look()}>
        {t('look_again')}
      </button>
      {edits.value['camera.source'] === undefined ? report.value && <Sight now={report.value} /> : <p class="quiet">{t('camera_later')}</p>}
    </>
  );
}
