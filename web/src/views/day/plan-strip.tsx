import type { Emotion } from '../../../../src/domain/emotion.ts';
import type { DayKind } from '../../../../src/domain/plan.ts';
import { DAY_KINDS, HOURS_A_DAY, runsOf, surenessOf } from '../../../../src/domain/plan.ts';
import type { PlanAnswer } from '../../../../src/web/api/day.ts';
import { moodWord } from '../../sentences/mood.ts';
import { percentOf } from '../../words/formats.ts';
import { words } from '../../words/words.ts';
import { hourWords } from './dates.ts';
import { partsOf, planOf } from './plan-hours.ts';
import { wordClass } from './strip.tsx';

const t = words('day');

/** One kind of day of a plan: in a sentence, and as a strip of its hours. */
export function PlanDay({ day, hours }: { readonly day: DayKind; readonly hours: readonly (Emotion | null)[] }) {
  const parts = partsOf(hours);
  return (
    <div class="plan-day">
      <h3>{t(day)}</h3>
      <p>{parts.length === 0 ? t('plan_nothing') : parts.map(({ part, mood }) => t(`plan_${part}`, { mood: moodWord(mood) })).join(' ')}</p>
      <svg class="strip" role="img" aria-label={runsInWords(hours)}>
        <rect class="ground" width="100%" height="100%" />
        {runsOf(hours).map(({ from, to, mood }) => (
          <svg
            key={from}
            x={`${(100 * from) / HOURS_A_DAY}%`}
            width={`${(100 * (to - from)) / HOURS_A_DAY}%`}
            height="100%"
            data-mood={mood}
            aria-hidden="true"
          >
            <rect class="span" width="100%" height="100%">
              <title>{`${hourWords(from)}–${hourWords(to)} ${moodWord(mood)}`}</title>
            </rect>
            {to - from >= 3 && (
              <text class={wordClass((to - from) / HOURS_A_DAY)} x="0.5rem" y="50%" dy="0.35em">
                {moodWord(mood)}
              </text>
            )}
          </svg>
        ))}
      </svg>
      <HoursBelow />
    </div>
  );
}

const runsInWords = (hours: readonly (Emotion | null)[]): string =>
  runsOf(hours)
    .map(({ from, to, mood }) => `${hourWords(from)}–${hourWords(to)} ${moodWord(mood)}`)
    .join(', ') || t('plan_nothing');

function HoursBelow() {
  return (
    <svg class="scale" aria-hidden="true">
      {[0, 3, 6, 9, 12, 15, 18, 21].map((hour, i) => (
        <text key={hour} class={i % 2 === 0 ? 'hour' : 'hour minor'} x={`${(100 * hour) / HOURS_A_DAY}%`} y="1em">
          {hour}
        </text>
      ))}
    </svg>
  );
}

/** How sure each hour of a proposal is, as a table. */
export function Sureness({ proposal }: Pick<PlanAnswer, 'proposal'>) {
  const plan = planOf(proposal);
  const runs = DAY_KINDS.flatMap((day) => runsOf(plan[day]).map((run) => ({ day, ...run, ...surenessOf(proposal[day], run) })));
  return (
    <details>
      <summary>{t('plan_sure')}</summary>
      <table>
        <thead>
          <tr>
            {(['hours', 'mood', 'share', 'seen_on'] as const).map((each) => (
              <th key={each} scope="col">
                {t(each)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {runs.map(({ day, from, to, mood, share, days }) => (
            <tr key={`${day} ${from}`}>
              <td>{`${t(day)}, ${hourWords(from)}–${hourWords(to)}`}</td>
              <td>{moodWord(mood)}</td>
              <td>{percentOf(share)}</td>
              <td>{t('days_seen', { count: days })}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
