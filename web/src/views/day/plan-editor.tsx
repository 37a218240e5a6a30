import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import type { Emotion } from '../../../../src/domain/emotion.ts';
import { EMOTIONS } from '../../../../src/domain/emotion.ts';
import type { DayKind, DayPlan } from '../../../../src/domain/plan.ts';
import { DAY_KINDS, HOURS_A_DAY } from '../../../../src/domain/plan.ts';
import { moodWord } from '../../sentences/mood.ts';
import { words } from '../../words/words.ts';
import { hourWords } from './dates.ts';
import { changed } from './plan-hours.ts';
import { PlanDay } from './plan-strip.tsx';

const t = words('day');
const NONE = 'none';
const HOURS = Array.from({ length: HOURS_A_DAY }, (_, hour) => hour);

type EditorProps = { readonly plan: DayPlan; readonly onDone: (plan: DayPlan) => void; readonly onCancel: () => void };

/** A plan that can be changed, some hours at a time; the strips show at once what comes of it. */
export function PlanEditor({ plan, onDone, onCancel }: EditorProps) {
  const draft = useSignal(plan);
  const day = useSignal<DayKind>('workday');
  const choice = useSignal<{ readonly from: number; readonly to: number; readonly mood: Emotion | null }>({
    from: 7,
    to: 10,
    mood: 'neutral',
  });
  const heading = useRef<HTMLParagraphElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const { from, to, mood } = choice.value;
  const set = (part: Partial<typeof choice.value>): void => {
    const next = { ...choice.value, ...part };
    choice.value = next.to > next.from ? next : { ...next, to: next.from + 1 };
  };
  return (
    <>
      <p ref={heading} tabIndex={-1}>
        {t('plan_edit')}
      </p>
      <fieldset class="row">
        <legend class="heard">{t('plan_which')}</legend>
        {DAY_KINDS.map((each) => (
          <button key={each} type="button" aria-pressed={day.value === each} onClick={() => (day.value = each)}>
            {t(each)}
          </button>
        ))}
      </fieldset>
      <PlanDay day={day.value} hours={draft.value[day.value]} />
      <form
        class="plan-form"
        onSubmit={(event) => {
          event.preventDefault();
          draft.value = changed(draft.value, day.value, choice.value);
        }}
      >
        <Select label={t('from')} value={String(from)} onPick={(value) => set({ from: Number(value) })}>
          {HOURS.map((hour) => (
            <option key={hour} value={hour}>
              {hourWords(hour)}
            </option>
          ))}
        </Select>
        <Select label={t('until')} value={String(to)} onPick={(value) => set({ to: Number(value) })}>
          {HOURS.map((hour) => hour + 1)
            .filter((hour) => hour > from)
            .map((hour) => (
              <option key={hour} value={hour}>
                {hourWords(hour)}
              </option>
            ))}
        </Select>
        <Select label={t('mood')} value={mood ?? NONE} onPick={(value) => set({ mood: value === NONE ? null : (value as Emotion) })}>
          {EMOTIONS.map((each) => (
            <option key={each} value={each}>
              {moodWord(each)}
            </option>
          ))}
          <option value={NONE}>{t('plan_none')}</option>
        </Select>
        <button type="submit">{t('plan_set')}</button>
      </form>
      <div class="row">
        <button type="button" class="primary" onClick={() => onDone(draft.value)}>
          {t('plan_use')}
        </button>
        <button type="button" onClick={onCancel}>
          {t('cancel')}
        </button>
      </div>
    </>
  );
}

type SelectProps = {
  readonly label: string;
  readonly value: string;
  readonly onPick: (value: string) => void;
  readonly children: ComponentChildren;
};

function Select({ label, value, onPick, children }: SelectProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={({ currentTarget }) => onPick(currentTarget.value)}>
        {children}
      </select>
    </div>
  );
}
