import { signal } from '@preact/signals';
import type { Override } from '../../../../src/domain/emotion.ts';
import { EMOTIONS } from '../../../../src/domain/emotion.ts';
import type { ReportView } from '../../../../src/web/report-view.ts';
import { barOf } from '../../box/bar.ts';
import { command } from '../../box/command.ts';
import { may } from '../../box/rights.ts';
import { Card } from '../../parts/card.tsx';
import { Face } from '../../parts/face.tsx';
import { Switch } from '../../parts/switch.tsx';
import { autoplayHint, overrideHint } from '../../sentences/decides.ts';
import { moodWord } from '../../sentences/mood.ts';
import { words } from '../../words/words.ts';
import { Capture } from './capture.tsx';

const t = words('moment');

const OVERRIDES: readonly Override[] = ['auto', ...EMOTIONS, 'away'];

/** For how long a mood is held, in seconds; 0 is until somebody says otherwise. */
const SPANS = [900, 3600, 10_800, 0] as const;
type Span = (typeof SPANS)[number];
const chosen = signal<Span>(3600);

/** Who decides on the mood and the music: the camera, or whoever presses here, and for how long. */
export function Decides({ report }: { readonly report: ReportView }) {
  const held = report.override !== 'auto';
  return (
    <Card title={t('decides')} class="decides">
      <p class="quiet">{overrideHint(report)}</p>
      {held && (
        <button type="button" class="primary follow" disabled={!may('override')} onClick={() => hold('auto')}>
          {t('follow')}
        </button>
      )}
      <div class="chips">
        {OVERRIDES.map((mood) => (
          <Chip key={mood} mood={mood} chosen={report.override === mood} />
        ))}
      </div>
      {may('override') && <Spans override={report.override} />}
      <Capture report={report} />
      <Switch
        label={t('autoplay')}
        hint={barOf('autoplay') || autoplayHint(report)}
        on={report.autoplay}
        disabled={!may('autoplay')}
        onPress={() => void command({ type: 'autoplay', on: !report.autoplay })}
      />
    </Card>
  );
}

function hold(mood: Override): void {
  const span = chosen.peek();
  void command({ type: 'override', mood, ...(mood !== 'auto' && span > 0 && { for: span }) });
}

function Chip({ mood, chosen: isChosen }: { readonly mood: Override; readonly chosen: boolean }) {
  return (
    <button type="button" class="chip" data-mood={mood} aria-pressed={isChosen} disabled={!may('override')} onClick={() => hold(mood)}>
      <span class="dot">
        <Face mood={mood} />
      </span>
      {moodWord(mood)}
    </button>
  );
}

/** How long the chosen mood is held. While one is held, another span counts from now. */
function Spans({ override }: { readonly override: Override }) {
  const choose = (span: Span): void => {
    chosen.value = span;
    if (override !== 'auto') hold(override);
  };
  return (
    <fieldset class="spans">
      <legend class="quiet small">{t('hold_for')}</legend>
      <div class="span-row">
        {SPANS.map((span) => (
          <label key={span} class={chosen.value === span ? 'span chosen' : 'span'}>
            <input type="radio" name="span" checked={chosen.value === span} onChange={() => choose(span)} />
            <span>{t(`span_${span}`)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
