import { useSignal } from '@preact/signals';
import type { PlayProgress } from '../../../../src/domain/report.ts';
import { command } from '../../box/command.ts';
import { may } from '../../box/rights.ts';
import { words } from '../../words/words.ts';
import { clockOf } from './position.ts';
import { usePosition } from './use-position.ts';

const t = words('moment');

/** Seconds that an arrow key moves by. */
const STEP = 5;

/**
 * How far the track has come. Where the box can move in it, it is a slider, which moves the music when it is let go; elsewhere it is a
 * line, and without a known length only a time.
 */
export function SeekBar({ progress }: { readonly progress: PlayProgress }) {
  const position = usePosition(progress);
  const { duration, seekable } = progress;
  if (duration === undefined) return <p class="times quiet">{clockOf(position)}</p>;
  return (
    <div class="seek">
      {seekable && may('seek') ? <Moving position={position} duration={duration} /> : <Line share={position / duration} />}
      <p class="times quiet" aria-hidden="true">
        <span>{clockOf(position)}</span>
        <span>{clockOf(duration)}</span>
      </p>
    </div>
  );
}

function Line({ share }: { readonly share: number }) {
  return (
    <span class="line">
      <span class="fill" style={{ transform: `scaleX(${share})` }} />
    </span>
  );
}

/** Follows the hand, and shows the box's own position otherwise. */
function Moving({ position, duration }: { readonly position: number; readonly duration: number }) {
  const held = useSignal<number | undefined>(undefined);
  const seconds = held.value ?? Math.floor(position / 1000);
  const letGo = async (value: number): Promise<void> => {
    await command({ type: 'seek', value });
    held.value = undefined;
  };
  return (
    <input
      type="range"
      aria-label={t('position')}
      aria-valuetext={t('position_text', { at: clockOf(seconds * 1000), of: clockOf(duration) })}
      min={0}
      max={Math.floor(duration / 1000)}
      step={STEP}
      value={seconds}
      onInput={({ currentTarget }) => {
        held.value = currentTarget.valueAsNumber;
      }}
      onChange={({ currentTarget }) => void letGo(currentTarget.valueAsNumber)}
    />
  );
}
