import { useSignal } from '@preact/signals';
import type { DayAnswer } from '../../../../src/web/api/day.ts';
import { Card } from '../../parts/card.tsx';
import { moodWord } from '../../sentences/mood.ts';
import { titleOf } from '../../sentences/music.ts';
import { words } from '../../words/words.ts';
import { clockOf } from './dates.ts';

const t = words('day');

/** So many tracks are listed before somebody asks for all of them. */
const SOME = 8;

/** What was played on a day, the newest first, with what was liked and skipped. */
export function Tracks({ day: { plays, zone } }: { readonly day: DayAnswer }) {
  const whole = useSignal(false);
  const newest = plays.slice().reverse();
  const shown = whole.value ? newest : newest.slice(0, SOME);
  const count = (liked: 'liked' | 'skipped'): number => plays.filter((play) => play[liked]).length;
  return (
    <Card title={t('tracks')}>
      {plays.length === 0 && <p>{t('no_tracks')}</p>}
      {plays.length > 0 && (
        <p class="quiet">{t('tracks_sum', { count: plays.length, liked: count('liked'), skipped: count('skipped') })}</p>
      )}
      <ul class="day-tracks">
        {shown.map((play) => (
          <li key={`${play.at} ${play.title}`} data-mood={play.mood}>
            <span class="quiet time">{clockOf(zone, play.at)}</span>
            <span class="title">{titleOf(play)}</span>
            <span class="quiet small remark">{remarkOf(play)}</span>
          </li>
        ))}
      </ul>
      {!whole.value && newest.length > SOME && (
        <button
          type="button"
          onClick={() => {
            whole.value = true;
          }}
        >
          {t('all_tracks', { count: newest.length })}
        </button>
      )}
    </Card>
  );
}

/** “For happy · liked”. */
const remarkOf = ({ mood, liked, disliked, skipped, end }: DayAnswer['plays'][number]): string =>
  [
    t('for_mood', { mood: moodWord(mood) }),
    ...(liked ? [t('liked')] : []),
    ...(disliked ? [t('disliked')] : skipped ? [t('skipped')] : []),
    ...(end === 'failed' ? [t('failed')] : []),
  ].join(' · ');
