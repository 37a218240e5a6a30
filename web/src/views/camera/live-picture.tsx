import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { addressOf, ask } from '../../box/ask.ts';
import { report } from '../../box/report.ts';
import { isAtLeast } from '../../box/rights.ts';
import { toast } from '../../shell/toast.ts';
import { timeOf } from '../../words/formats.ts';
import { words } from '../../words/words.ts';
import { allowed } from './cameras.ts';

const t = words('camera');

/** Milliseconds between two pictures, and after a failure. */
const NEXT = 500;
const AGAIN = 2000;

/** Whether this visitor sees the live picture now. */
export const isLive = (): boolean => report.value?.preview !== undefined && isAtLeast('owner');

/** The live picture of a camera, fetched again and again while it is on. */
export function LivePicture({ camera }: { readonly camera: string }) {
  const count = useSignal(0);
  const next = (after: number): void => {
    setTimeout(() => {
      count.value += 1;
    }, after);
  };
  return (
    <img
      class="live-picture"
      src={addressOf('GET /api/preview.jpg', { camera, at: String(count.value) })}
      alt={t('live_alt')}
      onLoad={() => next(NEXT)}
      onError={() => next(AGAIN)}
    />
  );
}

/** Whether this visitor may look at the live picture. */
export const mayLook = (): boolean => allowed.value?.preview === 'picture' && isAtLeast('owner');

/** The button that begins and ends looking at the live picture, for owners of a box that allows it. */
export function LiveSwitch() {
  const busy = useSignal(false);
  const preview = report.value?.preview;
  useEffect(() => () => leave(), []);
  if (!mayLook()) return null;
  const press = async (): Promise<void> => {
    busy.value = true;
    const { problem } = await ask('POST /api/preview', { on: preview === undefined });
    busy.value = false;
    if (problem !== '') toast({ kind: 'problem', text: problem });
  };
  return (
    <div class="live">
      <button type="button" disabled={busy.value} aria-pressed={preview !== undefined} onClick={() => void press()}>
        {t(preview ? 'live_end' : 'live_begin')}
      </button>
      <p class="quiet small">{preview ? t('live_until', { time: timeOf(preview.until) }) : t('live_hint')}</p>
    </div>
  );
}

/** Whoever leaves the view looks no longer. */
function leave(): void {
  if (isLive()) void ask('POST /api/preview', { on: false });
}
