import type { DayAnswer } from '../../../../src/web/api/day.ts';
import { words } from '../../words/words.ts';
import { clockOf, longEnough } from './dates.ts';
import { placed } from './strip.tsx';

const t = words('day');

/** Who was there, under the moods: a bar for somebody, a thin line for nobody, and nothing where the history does not know. */
export function PresenceStrip({ day }: { readonly day: DayAnswer }) {
  return (
    <svg class="presence" role="img" aria-label={labelOf(day)}>
      {day.presence.map((span) => (
        <svg key={span.at} {...placed(span, day)} height="100%" aria-hidden="true">
          <rect
            class={span.present ? 'somebody' : 'nobody'}
            width="100%"
            y={span.present ? '0' : '38%'}
            height={span.present ? '100%' : '24%'}
          >
            <title>{`${timesOf(day.zone, span)} ${t(span.present ? 'somebody' : 'nobody')}`}</title>
          </rect>
        </svg>
      ))}
    </svg>
  );
}

type Span = DayAnswer['presence'][number];

const timesOf = (zone: string, { at, until }: Pick<Span, 'at' | 'until'>): string => `${clockOf(zone, at)}–${clockOf(zone, until)}`;

/** “Somebody was here: 08:10–11:30, 18:00–22:00”. */
function labelOf({ presence, zone }: DayAnswer): string {
  const times = longEnough(presence.filter(({ present }) => present)).map((span) => timesOf(zone, span));
  return times.length === 0 ? t('presence_none') : t('presence_label', { times: times.join(', ') });
}
