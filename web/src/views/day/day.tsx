import { report } from '../../box/report.ts';
import { route } from '../../shell/route.ts';
import { words } from '../../words/words.ts';
import { useAsked } from './asked.ts';
import { dateIn, dayWords, isDate, shifted } from './dates.ts';
import { History } from './history.tsx';
import { HowWell } from './how-well.tsx';
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
  const day = useAsked('GET /api/day', { date }, mood);
  const week = useAsked('GET /api/week', { date }, mood);
  if (!day.value) return <p class="waiting">{day.problem || s('loading')}</p>;
  const shown = day.value.date;
  const erased = (): void => {
    day.again();
    week.again();
  };
  return (
    <div class="view day">
      <h1>{t('title')}</h1>
      <DayPicker date={shown} today={dateIn(day.value.zone, Date.now())} />
      {day.problem !== '' && <p class="error">{day.problem}</p>}
      <Moods day={day.value} />
      <Tracks day={day.value} />
      {week.value && <Week week={week.value} shown={shown} />}
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
