import { signal } from '@preact/signals';
import type { Mood } from '../../../../src/domain/emotion.ts';
import { EMOTIONS } from '../../../../src/domain/emotion.ts';
import type { MoodVerdict } from '../../../../src/web/api/now.ts';
import type { ReportView } from '../../../../src/web/report-view.ts';
import { ask } from '../../box/ask.ts';
import { isAtLeast } from '../../box/rights.ts';
import { ActionIcon } from '../../parts/action-icon.tsx';
import { Card } from '../../parts/card.tsx';
import { Face } from '../../parts/face.tsx';
import { moodWord, shownMood } from '../../sentences/mood.ts';
import { toast } from '../../shell/toast.ts';
import { words } from '../../words/words.ts';

const t = words('moment');

/** How far the visitor has come with the question about this mood. */
type Asked = { readonly mood: Mood; readonly step: 'choosing' | 'answered' };
const asked = signal<Asked | undefined>(undefined);

/** Whether there is anything to ask: a mood that the box has read by itself, somebody who may say, and a history that keeps it. */
export const isAskable = (report: ReportView): boolean =>
  report.override === 'auto' &&
  report.history.kind === 'keeping' &&
  report.blank === undefined &&
  report.mood !== 'away' &&
  shownMood(report) !== 'unknown';

/** Was that right? One press, or what it was instead. It is asked once for each mood. */
export function Question({ report }: { readonly report: ReportView }) {
  if (!isAtLeast('household') || !isAskable(report)) return null;
  const { mood } = report;
  const step = asked.value?.mood === mood ? asked.value.step : 'open';
  if (step === 'answered') return null;
  return (
    <Card title={t(step === 'choosing' ? 'what_was_it' : 'question')} class="question">
      {step === 'choosing' ? <Choice shown={mood} /> : <YesOrNo mood={mood} />}
    </Card>
  );
}

function YesOrNo({ mood }: { readonly mood: Mood }) {
  const choose = (): void => {
    asked.value = { mood, step: 'choosing' };
  };
  return (
    <div class="buttons">
      <p class="asks">{t('question_mood', { mood: moodWord(mood) })}</p>
      <button type="button" onClick={() => void answer(mood, { right: true })}>
        <ActionIcon name="yes" />
        <span>{t('yes')}</span>
      </button>
      <button type="button" onClick={choose}>
        <ActionIcon name="no" />
        <span>{t('no')}</span>
      </button>
    </div>
  );
}

const MOODS: readonly Mood[] = [...EMOTIONS, 'away'];

function Choice({ shown }: { readonly shown: Mood }) {
  return (
    <>
      <div class="chips">
        {MOODS.filter((mood) => mood !== shown).map((mood) => (
          <button key={mood} type="button" class="chip" data-mood={mood} onClick={() => void answer(shown, { mood })}>
            <span class="dot">
              <Face mood={mood} />
            </span>
            {moodWord(mood)}
          </button>
        ))}
      </div>
      <div class="buttons">
        <button type="button" onClick={again}>
          <span>{t('cancel')}</span>
        </button>
      </div>
      <p class="quiet small">{t('answer_kept')}</p>
    </>
  );
}

const again = (): void => {
  asked.value = undefined;
};

async function answer(mood: Mood, verdict: MoodVerdict): Promise<void> {
  const { problem } = await ask('POST /api/feedback', verdict);
  if (problem !== '') return toast({ kind: 'problem', text: problem });
  asked.value = { mood, step: 'answered' };
  toast({ kind: 'done', text: t('thanks'), action: { label: t('undo'), run: () => void takeBack() } });
}

async function takeBack(): Promise<void> {
  const { problem } = await ask('DELETE /api/feedback', undefined);
  if (problem === '') again();
  toast(problem === '' ? { kind: 'done', text: t('taken_back') } : { kind: 'problem', text: problem });
}
