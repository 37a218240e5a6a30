import { useSignal } from '@preact/signals';
import type { DayPlan } from '../../../../src/domain/plan.ts';
import { DAY_KINDS } from '../../../../src/domain/plan.ts';
import type { PlanAnswer } from '../../../../src/web/api/day.ts';
import { ask } from '../../box/ask.ts';
import type { Asked } from '../../box/asked.ts';
import { useAskedWithin } from '../../box/asked.ts';
import { Card } from '../../parts/card.tsx';
import { toast } from '../../shell/toast.ts';
import { words } from '../../words/words.ts';
import { DIARY_LIMIT } from './limit.ts';
import { PlanEditor } from './plan-editor.tsx';
import { isEmpty, NOTHING_PLANNED, planOf } from './plan-hours.ts';
import { PlanDay, Sureness } from './plan-strip.tsx';

const t = words('day');

/** What the room is usually like: proposed from the history, or agreed to. It plays before anybody can be read. */
export function PlanCard() {
  const asked = useAskedWithin(DIARY_LIMIT, 'GET /api/plan', undefined);
  return (
    <Card title={t('plan')} class="plan">
      {asked.answer ? <Plan answer={asked.answer} again={asked.again} /> : <p class="quiet">{asked.problem || t('plan_wait')}</p>}
    </Card>
  );
}

function Plan({ answer, again }: { readonly answer: PlanAnswer; readonly again: Asked<PlanAnswer>['again'] }) {
  const draft = useSignal<DayPlan | undefined>(undefined);
  const { plan, proposal, state } = answer;
  const shown: DayPlan = state === 'used' && plan ? plan : planOf(proposal);
  const close = (): void => {
    draft.value = undefined;
  };
  const decide = (decided: DayPlan | undefined): void => {
    close();
    void send(decided).then(again);
  };
  if (draft.value) return <PlanEditor plan={draft.value} onDone={decide} onCancel={close} />;
  const change = (): void => {
    draft.value = isEmpty(shown) ? NOTHING_PLANNED : shown;
  };
  return (
    <>
      <p>{t(`plan_${state}`)}</p>
      {isEmpty(shown) && <p class="quiet">{t('plan_missing', { days: proposal.missing })}</p>}
      {!isEmpty(shown) && DAY_KINDS.map((day) => <PlanDay key={day} day={day} hours={shown[day]} />)}
      {state !== 'used' && !isEmpty(shown) && <Sureness proposal={proposal} />}
      <Answers state={state} empty={isEmpty(shown)} onUse={() => decide(shown)} onChange={change} onRefuse={() => decide(undefined)} />
    </>
  );
}

type AnswersProps = {
  readonly state: PlanAnswer['state'];
  readonly empty: boolean;
  readonly onUse: () => void;
  readonly onChange: () => void;
  readonly onRefuse: () => void;
};

function Answers({ state, empty, onUse, onChange, onRefuse }: AnswersProps) {
  return (
    <div class="row">
      {state !== 'used' && !empty && (
        <button type="button" class="primary" onClick={onUse}>
          {t('plan_use')}
        </button>
      )}
      <button type="button" onClick={onChange}>
        {t(empty ? 'plan_write' : 'plan_change')}
      </button>
      {(state === 'used' || (state === 'undecided' && !empty)) && (
        <button type="button" onClick={onRefuse}>
          {t(state === 'used' ? 'plan_stop' : 'plan_refuse')}
        </button>
      )}
    </div>
  );
}

/** Uses a plan, or refuses it if there is none. */
async function send(plan: DayPlan | undefined): Promise<void> {
  const { problem } = await ask('PUT /api/plan', plan ? { decision: 'use', plan: copied(plan) } : { decision: 'refuse' });
  toast(problem === '' ? { kind: 'done', text: t(plan ? 'plan_is_used' : 'plan_is_refused') } : { kind: 'problem', text: problem });
}

const copied = ({ workday, weekend }: DayPlan) => ({ workday: [...workday], weekend: [...weekend] });
