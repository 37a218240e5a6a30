import type { Override } from '../../../../src/domain/emotion.ts';
import { EMOTIONS } from '../../../../src/domain/emotion.ts';
import type { ReportView } from '../../../../src/web/report-view.ts';
import { command } from '../../box/command.ts';
import { barOf, may } from '../../box/rights.ts';
import { Card } from '../../parts/card.tsx';
import { Face } from '../../parts/face.tsx';
import { Switch } from '../../parts/switch.tsx';
import { autoplayHint, canCapture, captureHint, moodWord, overrideHint } from '../../sentences/mood.ts';
import { words } from '../../words/words.ts';

const t = words('now');

const OVERRIDES: readonly Override[] = ['auto', ...EMOTIONS, 'away'];

/** Who decides on the mood and the music: the camera, or whoever presses here. */
export function Decides({ report }: { readonly report: ReportView }) {
  const bar = barOf('autoplay');
  return (
    <Card title={t('decides')} class="decides">
      <p class="quiet">{overrideHint(report)}</p>
      <div class="chips">
        {OVERRIDES.map((mood) => (
          <Chip key={mood} mood={mood} chosen={report.override === mood} />
        ))}
      </div>
      <Capture report={report} />
      <Switch
        label={t('autoplay')}
        hint={bar || autoplayHint(report)}
        on={report.autoplay}
        disabled={!may('autoplay')}
        onPress={() => void command({ type: 'autoplay', on: !report.autoplay })}
      />
    </Card>
  );
}

function Chip({ mood, chosen }: { readonly mood: Override; readonly chosen: boolean }) {
  return (
    <button
      type="button"
      class="chip"
      data-mood={mood}
      aria-pressed={chosen}
      disabled={!may('override')}
      onClick={() => void command({ type: 'override', mood })}
    >
      <span class="dot">
        <Face mood={mood} />
      </span>
      {moodWord(mood)}
    </button>
  );
}

function Capture({ report }: { readonly report: ReportView }) {
  return (
    <div class="capture">
      <button
        type="button"
        disabled={!canCapture(report) || !may('capture')}
        onClick={() => void command({ type: 'capture' }, t('capture_sent'))}
      >
        {t('capture')}
      </button>
      <p class="quiet small">{captureHint(report)}</p>
    </div>
  );
}
