import { command } from '../../box/command.ts';
import { report } from '../../box/report.ts';
import { may } from '../../box/rights.ts';
import { Icon } from '../../parts/icon.tsx';
import { isSounding } from '../../sentences/music.ts';
import { words } from '../../words/words.ts';

const t = words('kiosk');

type ControlsProps = { readonly isShown: boolean; readonly onLeave: () => void };

/** What a touch brings: pause, for whoever may, and the way out. The keyboard finds them at any time. */
export function Controls({ isShown, onLeave }: ControlsProps) {
  const now = report.value;
  const sounding = now !== undefined && isSounding(now);
  return (
    <div class={isShown ? 'kiosk-controls shown' : 'kiosk-controls'}>
      {now && may('pause') && (
        <button type="button" onClick={() => void command({ type: sounding ? 'pause' : 'play' })}>
          <Icon name={sounding ? 'pause' : 'play'} />
          {t(sounding ? 'pause' : 'play')}
        </button>
      )}
      <button type="button" onClick={onLeave}>
        {t('leave')}
      </button>
    </div>
  );
}
