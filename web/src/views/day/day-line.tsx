import { report } from '../../box/report.ts';
import { isAtLeast } from '../../box/rights.ts';
import { useAsked } from './asked.ts';
import { MoodStrip } from './strip.tsx';

/**
 * Today as one line that leads to the day, for other views. `label`: what it shows, in words of that view. Guests see nothing of the
 * past, so there is no line for them.
 */
export function DayLine({ label }: { readonly label: string }) {
  return isAtLeast('household') ? <Line label={label} /> : null;
}

function Line({ label }: { readonly label: string }) {
  const { value } = useAsked('GET /api/day', {}, report.value?.mood);
  if (!value || value.moods.length === 0) return null;
  return (
    <a class="card day-line" href="#/day">
      <span class="quiet small">{label}</span>
      <MoodStrip day={value} label="" />
    </a>
  );
}
