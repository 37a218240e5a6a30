import { useSignal } from '@preact/signals';
import { EMOTIONS } from '../../../../src/domain/emotion.ts';
import type { LearntAnswer } from '../../../../src/web/api/learning.ts';
import { ask } from '../../box/ask.ts';
import { useAsked } from '../../box/asked.ts';
import { isAtLeast } from '../../box/rights.ts';
import { Card } from '../../parts/card.tsx';
import { moodWord } from '../../sentences/mood.ts';
import { toast } from '../../shell/toast.ts';
import { numberOf } from '../../words/numbers.ts';
import { words } from '../../words/words.ts';

const t = words('camera');

type Learnt = LearntAnswer['cameras'][number];

/** What the answers to "Was that right?" have taught about a camera, for owners, who may use it and take it back. */
export const LearningCard = ({ camera }: { readonly camera: string }) => (isAtLeast('owner') ? <Learning camera={camera} /> : null);

function Learning({ camera }: { readonly camera: string }) {
  const { answer, problem, take } = useAsked('GET /api/learning', undefined);
  const busy = useSignal(false);
  const learnt = answer?.cameras.find((each) => each.camera === camera);
  const change = async (on: boolean): Promise<void> => {
    if (busy.peek()) return;
    busy.value = true;
    const changed = await ask('POST /api/learning', { camera, on });
    busy.value = false;
    if (changed.problem !== '') return toast({ kind: 'problem', text: changed.problem });
    take(changed.body);
    toast({ kind: 'done', text: t(on ? 'learning_used' : 'learning_undone') });
  };
  return (
    <Card title={t('learning')} class="learning">
      <p>{t('learning_about')}</p>
      {problem !== '' && <p class="quiet">{problem}</p>}
      {answer && !learnt && <p class="quiet">{t('learning_none')}</p>}
      {learnt && <Proposal learnt={learnt} busy={busy.value} onUse={() => void change(true)} />}
      {learnt?.applied && <Applied applied={learnt.applied} busy={busy.value} onUndo={() => void change(false)} />}
    </Card>
  );
}

function Proposal({ learnt, busy, onUse }: { readonly learnt: Learnt; readonly busy: boolean; readonly onUse: () => void }) {
  const { after, answers, before, bias, shown, verdict } = learnt;
  return (
    <>
      <p>{t('learning_answers', { answers, shown })}</p>
      {verdict === 'few' && <p class="quiet">{t('learning_few')}</p>}
      {verdict === 'no-better' && <p class="quiet">{t('learning_no_better')}</p>}
      {verdict === 'better' && (
        <>
          <p>{t('learning_better', { after, before })}</p>
          <Numbers bias={bias} />
          <button type="button" aria-disabled={busy} onClick={onUse}>
            {t('learning_use')}
          </button>
        </>
      )}
    </>
  );
}

type AppliedProps = { readonly applied: NonNullable<Learnt['applied']>; readonly busy: boolean; readonly onUndo: () => void };

function Applied({ applied, busy, onUndo }: AppliedProps) {
  return (
    <div class="learning-applied">
      <p>{t('learning_applied', { answers: applied.answers })}</p>
      <Numbers bias={applied.bias} />
      <button type="button" aria-disabled={busy} onClick={onUndo}>
        {t(applied.undoesTo === 'before' ? 'learning_undo_step' : 'learning_undo')}
      </button>
    </div>
  );
}

const Numbers = ({ bias }: { readonly bias: Learnt['bias'] }) => (
  <ul class="learning-numbers small">
    {EMOTIONS.map((emotion) => (
      <li key={emotion}>
        {moodWord(emotion)} <span class="value">{signed(bias[emotion] ?? 0)}</span>
      </li>
    ))}
  </ul>
);

const signed = (value: number): string => `${value < 0 ? '−' : '+'}${numberOf(Math.abs(value))}`;
