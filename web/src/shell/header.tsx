import { command } from '../box/command.ts';
import { report } from '../box/report.ts';
import { may, visitor } from '../box/rights.ts';
import { withLater } from '../later/want.ts';
import { Icon } from '../parts/icon.tsx';
import { words } from '../words/words.ts';

const t = words('shell');

/** The name of the box, and its camera: whether it is on, and the switch. */
export function Header() {
  const name = report.value?.name;
  return (
    <header class="header">
      <p class="brand">
        <strong>moodbox</strong>
        {name !== undefined && name !== 'moodbox' && <span> {name}</span>}
      </p>
      <CameraSwitch />
    </header>
  );
}

/** Nothing is claimed before the box has said it, and strangers are not told. Somebody without the right hears why. */
function CameraSwitch() {
  const camera = report.value?.camera;
  if (!camera) return visitor.value?.standing === 'stranger' ? null : <p class="pill">{t('camera_unknown')}</p>;
  const on = camera.kind !== 'off';
  const label = t(camera.kind === 'lost' ? 'camera_lost' : on ? 'camera_on' : 'camera_off');
  const right = on ? 'camera_off' : 'camera_on';
  const press = (): void => {
    if (may(right)) void command({ type: 'camera', on: !on });
    else withLater(({ explainBar }) => explainBar(right));
  };
  return (
    <button
      type="button"
      class="pill"
      role="switch"
      aria-checked={on}
      aria-disabled={!may(right)}
      data-camera={camera.kind}
      onClick={press}
    >
      <Icon name="camera" />
      <span>{label}</span>
    </button>
  );
}
