import { useSignal } from '@preact/signals';
import type { StatisticsAnswer } from '../../../../src/web/api/day.ts';
import { useAskedWithin } from '../../box/asked.ts';
import { Card } from '../../parts/card.tsx';
import { percentOf } from '../../words/formats.ts';
import { numberOf } from '../../words/numbers.ts';
import { words } from '../../words/words.ts';
import { shifted } from './dates.ts';
import { DIARY_LIMIT } from './limit.ts';
import { Transitions } from './transitions.tsx';

const t = words('day');

const SPANS = { weeks: 28, year: 365 } as const;

/** How well the box does beside the paper's Table 4, and how moods turned into each other, over weeks or a year. */
export function HowWell({ until }: { readonly until: string }) {
  const span = useSignal<keyof typeof SPANS>('weeks');
  const days = { since: shifted(until, 1 - SPANS[span.value]), until };
  const statistics = useAskedWithin(DIARY_LIMIT, 'GET /api/statistics', days);
  const transitions = useAskedWithin(DIARY_LIMIT, 'GET /api/transitions', days);
  return (
    <>
      <Card title={t('how_well')}>
        <fieldset class="row">
          <legend class="heard">{t('span')}</legend>
          {(['weeks', 'year'] as const).map((each) => (
            <button
              key={each}
              type="button"
              aria-pressed={span.value === each}
              onClick={() => {
                span.value = each;
              }}
            >
              {t(`span_${each}`)}
            </button>
          ))}
        </fieldset>
        {statistics.problem !== '' && <p class="error">{statistics.problem}</p>}
        {statistics.answer && <Table4 statistics={statistics.answer} />}
        <p class="quiet small">{t('how_well_note')}</p>
      </Card>
      <Card title={t('transitions')}>
        {transitions.problem !== '' && <p class="error">{transitions.problem}</p>}
        {transitions.answer && <Transitions transitions={transitions.answer.transitions} />}
      </Card>
    </>
  );
}

/** What was measured here beside what the paper reports. */
function Table4({ statistics }: { readonly statistics: StatisticsAnswer }) {
  return (
    <table class="beside">
      <thead>
        <tr>
          <th scope="col">{t('measure')}</th>
          <th scope="col">{t('here')}</th>
          <th scope="col">{t('paper')}</th>
        </tr>
      </thead>
      <tbody>
        {rowsOf(statistics).map(({ name, why, here, paper }) => (
          <tr key={name}>
            <th scope="row">
              {name}
              <span class="quiet small">{why}</span>
            </th>
            <td>{here ?? <span class="quiet">{t('unknown_yet')}</span>}</td>
            <td>{paper}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

type Row = { readonly name: string; readonly why: string; readonly here: string | undefined; readonly paper: string };

function rowsOf(all: StatisticsAnswer): readonly Row[] {
  const { agreement, paper } = all;
  const minutes = (value: number): string => t('minutes', { count: numberOf(Math.round(value * 10) / 10) });
  const plain = (value: number): string => numberOf(Math.round(value * 10) / 10);
  return [
    row('agreement', { answers: agreement.answers }, agreement.share, paper.agreement, percentOf),
    row('satisfaction', { likes: all.likes, dislikes: all.dislikes }, all.satisfaction, paper.satisfaction, percentOf),
    row('session', { sessions: all.sessions }, all.session_minutes, paper.session_minutes, minutes),
    row('emotions', { sessions: all.sessions }, all.emotions_a_session, paper.emotions_a_session, plain),
    row('succeeded', { plays: all.plays }, all.plays_succeeded, paper.plays_succeeded, percentOf),
    { ...row('heard_out', {}, all.plays_heard_out, 0, percentOf), paper: '–' },
  ];
}

type RowName = 'agreement' | 'satisfaction' | 'session' | 'emotions' | 'succeeded' | 'heard_out';

const row = (
  name: RowName,
  counted: Readonly<Record<string, number>>,
  here: number | null,
  paper: number,
  form: (value: number) => string,
): Row => ({ name: t(name), why: t(`${name}_why`, counted), here: here === null ? undefined : form(rounded(here)), paper: form(paper) });

/** Two places are more than such counts are worth. */
const rounded = (value: number): number => Math.round(value * 100) / 100;
