import { useEffect } from 'preact/hooks';
import type { ReportView } from '../../../../src/web/report-view.ts';
import { ask } from '../../box/ask.ts';
import { barOf } from '../../box/bar.ts';
import { command } from '../../box/command.ts';
import { report } from '../../box/report.ts';
import { may, visitor } from '../../box/rights.ts';
import { Card } from '../../parts/card.tsx';
import { Switch } from '../../parts/switch.tsx';
import { cameraSwitch } from '../../sentences/rights.ts';
import { cameraState, hereOf, seenOf } from '../../sentences/room.ts';
import { words } from '../../words/words.ts';
import { CameraStage } from './camera-stage.tsx';
import { allowed, chooseCamera, faceInFocus, facesOf, namesIn, shownCamera, stateOf } from './cameras.ts';
import { Chosen } from './chosen.tsx';
import { Hints } from './hints.tsx';
import { LearningCard } from './learning-card.tsx';
import { isLive, LivePicture, LiveSwitch, mayLook } from './live-picture.tsx';
import { SensesCard } from './senses-card.tsx';
import { ZoneLayer } from './zone-layer.tsx';
import { cancelEdit, draft, learnZones } from './zones.ts';
import { ZonesCard } from './zones-card.tsx';

const t = words('camera');
const s = words('shell');

/** What the camera sees, what it ignores, and its switch. */
export function Camera() {
  const now = report.value;
  const standing = visitor.value?.standing;
  useEffect(() => {
    if (standing === undefined || standing === 'stranger') return;
    void learnZones();
    void ask('GET /api/camera', undefined).then(({ problem, body }) => {
      if (problem === '') allowed.value = body;
    });
  }, [standing]);
  useEffect(() => cancelEdit, []);
  if (!now) return <p class="waiting">{s('loading')}</p>;
  return (
    <div class="view camera-view">
      <h1>{t('title')}</h1>
      <div class="camera-columns">
        <div>
          <StageCard now={now} />
          <ZonesCard />
        </div>
        <div>
          <Focus now={now} />
          <Hints now={now} />
          <SensesCard now={now} />
          <StateCard now={now} />
          <LearningCard camera={shownCamera.value} />
        </div>
      </div>
    </div>
  );
}

function StageCard({ now }: { readonly now: ReportView }) {
  const name = shownCamera.value;
  const mode = draft.value ? 'editing' : isLive() ? 'live-stage' : '';
  return (
    <Card title={t('room')}>
      <CameraTabs names={namesIn(now)} now={now} />
      <CameraStage now={now} mode={mode} behind={isLive() && <LivePicture camera={name} key={name} />}>
        <ZoneLayer />
      </CameraStage>
      <p class="here">{hereOf(now)}</p>
      <p class="quiet">{seenOf(now)}</p>
      <LiveSwitch />
      {!mayLook() && <p class="quiet small">{t(allowed.value?.preview === 'picture' ? 'kept_picture' : 'kept')}</p>}
    </Card>
  );
}

/** One button for each of several cameras. */
function CameraTabs({ names, now }: { readonly names: readonly string[]; readonly now: ReportView }) {
  if (names.length < 2) return null;
  return (
    <fieldset class="camera-tabs row">
      <legend class="heard">{t('cameras')}</legend>
      {names.map((name) => (
        <button type="button" key={name} aria-pressed={name === shownCamera.value} onClick={() => chooseCamera(name)}>
          {t('camera_tab', { name, count: facesOf(now, name).length, state: stateOf(now, name).kind })}
        </button>
      ))}
    </fieldset>
  );
}

function Focus({ now }: { readonly now: ReportView }) {
  const faces = facesOf(now, shownCamera.value);
  const focus = faceInFocus(faces, shownCamera.value);
  if (focus) return <Chosen faces={faces} focus={focus} />;
  return (
    <Card title={t('scores')}>
      <p class="quiet">{t('scores_empty')}</p>
    </Card>
  );
}

function StateCard({ now }: { readonly now: ReportView }) {
  const on = now.camera.kind !== 'off';
  const [label, hint] = cameraSwitch(now.camera.kind);
  const right = on ? 'camera_off' : 'camera_on';
  return (
    <Card title={t('state')}>
      <ul class="camera-state">
        {cameraState(now).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {now.camera.kind === 'lost' && <p class="quiet small">{t('lost_help')}</p>}
      <Switch
        label={label}
        hint={barOf(right) || hint}
        on={on}
        disabled={!may(right)}
        onPress={() => void command({ type: 'camera', on: !on })}
      />
    </Card>
  );
}
