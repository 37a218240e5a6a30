import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { CamerasAnswer } from '../../../../src/web/api/settings.ts';
import { ask } from '../../box/ask.ts';
import { useAsked } from '../../box/asked.ts';
import { report } from '../../box/report.ts';
import { words } from '../../words/words.ts';
import { CameraStage } from '../camera/camera-stage.tsx';
import { edit, edits, saved } from '../settings/desk.ts';
import { Choice } from './choice.tsx';

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
      <Notice />
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
      {edits.value['camera.source'] === undefined ? <Sight /> : <p class="quiet">{t('camera_later')}</p>}
    </>
  );
}

/** The stage of the camera, live. */
function Sight() {
  const now = report.value;
  if (!now) return null;
  return (
    <div class="sight">
      <CameraStage now={now} />
      <p role="status">{now.camera.kind === 'watching' && t('sees', { count: now.faces.length })}</p>
    </div>
  );
}

/** Where the public is, the camera stays off until the notice is confirmed. */
function Notice() {
  const { answer } = useAsked('GET /api/venue', undefined);
  if (!answer?.on || answer.confirmed !== null) return null;
  return (
    <div class="banner">
      <p>{t('camera_notice')}</p>
      <a class="go" href="#/venue">
        {t('camera_notice_open')}
      </a>
    </div>
  );
}
