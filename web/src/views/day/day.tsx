import { useAskedWithin } from '../../box/asked.ts';
import { report } from '../../box/report.ts';
import { route } from '../../shell/route.ts';
import { words } from '../../words/words.ts';
import { dateIn, dayWords, isDate, shifted } from './dates.ts';
import { History } from './history.tsx';
import { HowWell } from './how-well.tsx';
import { DIARY_LIMIT } from './limit.ts';
import { Moods } from './moods.tsx';
import { PlanCard } from './plan-card.tsx';
import { Tracks } from './tracks.tsx';
import { Week } from './week.tsx';
import './day.css';

const t = words('day');
const s = words('shell');

/** One day of the room, the week around it, and what can be learnt from both. `#/day/2026-11-24`; without a date, today. */
export function Day() {
  const [asked] = route.value.rest;
  const date = isDate(asked) ? asked : undefined;
  const mood = report.value?.mood;
  const day = useAskedWithin(DIARY_LIMIT, 'GET /api/day', { date }, mood);
  const week = useAskedWithin(DIARY_LIMIT, 'GET /api/week', { date }, mood);
  if (!day.answer) return <p class="waiting">{day.problem || s('loading')}</p>;
  const shown = day.answer.date;
  const erased = (): void => {
    void day.again();
    void week.again();
  };
  return (
    <div class="view day">
      <h1>{t('title')}</h1>
      <DayPicker date={shown} today={dateIn(day.answer.zone, Date.now())} />
      {day.problem !== '' && <p class="error">{day.problem}</p>}
      <Moods day={day.answer} />
      <Tracks day={day.answer} />
      {week.answer && <Week week={week.answer} shown={shown} />}
      <PlanCard />
      <HowWell until={shown} />
      <History day={shown} onErased={erased} />
    </div>
  );
}

/** The day that is shown, and the ways to the days beside it. */
function DayPicker({ date, today }: { readonly date: string; readonly today: string }) {
  const isToday = date >= today;
  return (
    <nav class="day-picker" aria-label={t('days')}>
      <a href={`#/day/${shifted(date, -1)}`}>
        <span class="heard">{t('day_before')}</span>
        <span aria-hidden="true">‹</span>
      </a>
      <p aria-live="polite">
        <strong>{dayWords(date)}</strong>
        {isToday && <span class="quiet small is-today">{t('today')}</span>}
      </p>
      {isToday ? (
        <span class="placeholder" />
      ) : (
        <a href={shifted(date, 1) >= today ? '#/day' : `#/day/${shifted(date, 1)}`}>
          <span class="heard">{t('day_after')}</span>
          <span aria-hidden="true">›</span>
        </a>
      )}
    </nav>
  );
}
