import type { WeekAnswer } from '../../../../src/web/api/day.ts';
import { Card } from '../../parts/card.tsx';
import { moodWord } from '../../sentences/mood.ts';
import { words } from '../../words/words.ts';
import { dayWords, lengthWords, worthTelling } from './dates.ts';
import { Shares } from './moods.tsx';
import { HourScale, MoodStrip } from './strip.tsx';

const t = words('day');

/** The seven days that end with the shown one; each strip leads to its day. */
export function Week({ week: { days, shares }, shown }: { readonly week: WeekAnswer; readonly shown: string }) {
  const last = days[days.length - 1];
  return (
    <Card title={t('week')}>
      <ul class="week">
        {days.map((day) => (
          <li key={day.date}>
            <a href={`#/day/${day.date}`} aria-current={day.date === shown ? 'date' : undefined}>
              <span class="weekday">{dayWords(day.date, 'short')}</span>
              <MoodStrip day={day} label={labelOf(day)} />
            </a>
          </li>
        ))}
      </ul>
      {last && (
        <div class="week-scale">
          <HourScale day={last} />
        </div>
      )}
      {shares.length > 0 && <Shares shares={shares} />}
    </Card>
  );
}

function labelOf({ moods }: WeekAnswer['days'][number]): string {
  if (moods.length === 0) return t('empty_day');
  const times = new Map<string, number>();
  for (const { at, until, mood } of moods) times.set(moodWord(mood), (times.get(moodWord(mood)) ?? 0) + until - at);
  const [leading] = worthTelling([...times].map(([mood, time]) => ({ mood, time })).sort((a, b) => b.time - a.time));
  return leading ? t('mostly', { ...leading, time: lengthWords(leading.time) }) : t('empty_day');
}
