import { useAskedWithin } from '../../box/asked.ts';
import { report } from '../../box/report.ts';
import { isAtLeast } from '../../box/rights.ts';
import { DIARY_LIMIT } from './limit.ts';
import { MoodStrip } from './strip.tsx';

/**
 * Today as one line that leads to the day, for other views. `label`: what it shows, in words of that view. Guests see nothing of the
 * past, so there is no line for them.
 */
export function DayLine({ label }: { readonly label: string }) {
  return isAtLeast('household') ? <Line label={label} /> : null;
}

function Line({ label }: { readonly label: string }) {
  const { answer } = useAskedWithin(DIARY_LIMIT, 'GET /api/day', {}, report.value?.mood);
  if (!answer || answer.moods.length === 0) return null;
  return (
    <a class="card day-line" href="#/day">
      <span class="quiet small">{label}</span>
      <MoodStrip day={answer} label="" />
    </a>
  );
}
