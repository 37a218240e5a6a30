import { useSignal } from '@preact/signals';
import type { CaptureAnswer } from '../../../../src/web/api/now.ts';
import type { ReportView } from '../../../../src/web/report-view.ts';
import { ask } from '../../box/ask.ts';
import { may } from '../../box/rights.ts';
import { captureHint } from '../../sentences/decides.ts';
import { moodWord } from '../../sentences/mood.ts';
import { toast } from '../../shell/toast.ts';
import { percentOf } from '../../words/formats.ts';
import { words } from '../../words/words.ts';

const t = words('moment');

/** Reads the room now, and says what came of it. */
export function Capture({ report }: { readonly report: ReportView }) {
  const busy = useSignal(false);
  const press = async (): Promise<void> => {
    busy.value = true;
    await capture();
    busy.value = false;
  };
  return (
    <div class="capture">
      <button type="button" disabled={!may('capture')} aria-disabled={busy.value} onClick={() => void (busy.value || press())}>
        {t(busy.value ? 'capture_sent' : 'capture')}
      </button>
      <p class="quiet small">{captureHint(report)}</p>
    </div>
  );
}

async function capture(): Promise<void> {
  const { body, problem } = await ask('POST /api/capture', {});
  toast(problem === '' ? { kind: 'done', text: capturedWords(body) } : { kind: 'problem', text: problem });
}

/** “Happy, 82 %”, or why nothing was read. */
export function capturedWords(found: CaptureAnswer): string {
  if (found.kind === 'read') return t('captured_read', { mood: moodWord(found.mood), percent: percentOf(found.percent / 100) });
  if (found.kind === 'unsure') return t('captured_unsure', { mood: moodWord(found.emotion), percent: percentOf(found.percent / 100) });
  return t(`captured_${found.kind}`);
}
