import { command } from '../../box/command.ts';
import { report } from '../../box/report.ts';
import { barOf, may } from '../../box/rights.ts';
import { Bars } from '../../parts/bars.tsx';
import { Card } from '../../parts/card.tsx';
import { Switch } from '../../parts/switch.tsx';
import { cameraSwitch } from '../../sentences/rights.ts';
import { cameraState, hereOf, seenOf } from '../../sentences/room.ts';
import { words } from '../../words/words.ts';

const t = words('camera');
const s = words('shell');

/** What the camera sees, and its switch. */
export function Camera() {
  const now = report.value;
  if (!now) return <p class="waiting">{s('loading')}</p>;
  const on = now.camera.kind !== 'off';
  const right = on ? 'camera_off' : 'camera_on';
  const [label, hint] = cameraSwitch(now.camera.kind);
  const bar = barOf(right);
  return (
    <div class="view">
      <h1>{t('title')}</h1>
      <Card title={t('room')}>
        <p>{hereOf(now)}</p>
        <p class="quiet">{seenOf(now)}</p>
        {now.scores && <Bars scores={now.scores} />}
        <Switch label={label} hint={bar || hint} on={on} disabled={!may(right)} onPress={() => void command({ type: 'camera', on: !on })} />
      </Card>
      <Card title={t('state')}>
        <ul class="camera-state">
          {cameraState(now).map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        <p class="quiet small">{t('kept')}</p>
      </Card>
    </div>
  );
}
