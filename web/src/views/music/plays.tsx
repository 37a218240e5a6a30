import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { PlaysAnswer } from '../../../../src/web/api/music.ts';
import { useAsked } from '../../box/asked.ts';
import { report } from '../../box/report.ts';
import { Card } from '../../parts/card.tsx';
import { moodWord } from '../../sentences/mood.ts';
import { playedAt, sourceName } from '../../sentences/tracks.ts';
import { words } from '../../words/words.ts';
import { NoHistory } from './no-history.tsx';
import { OpinionButtons } from './opinion-buttons.tsx';
import { Problem } from './problem.tsx';
import { TrackRow } from './track-row.tsx';

const t = words('music');

const FIRST = 8;
const STEP = 20;
const MOST = 100;
/** Milliseconds until a track that has begun is in the history for certain. */
const WRITTEN = 6000;

/** What was played last, with what people think of it. */
export function Plays({ opined, changed }: { readonly opined: number; readonly changed: () => void }) {
  const most = useSignal(FIRST);
  const plays = useAsked('GET /api/plays', { limit: most.value }, opined, useTrackCount());
  const { answer } = plays;
  return (
    <Card title={t('recent')}>
      <Problem asked={plays} />
      {answer && <NoHistory history={answer.history} />}
      {answer?.plays.length === 0 && answer.history === 'keeping' && <p class="quiet">{t('recent_none')}</p>}
      <ul class="tracks">
        {answer?.plays.map((play) => (
          <TrackRow key={`${play.at} ${play.id}`} track={play} about={aboutOf(play)} plays={play.again}>
            {answer.history === 'keeping' && <OpinionButtons track={play} verdict={play.verdict} changed={async () => changed()} />}
          </TrackRow>
        ))}
      </ul>
      {answer?.more && most.value < MOST && (
        <button
          type="button"
          onClick={() => {
            most.value = Math.min(MOST, most.value + STEP);
          }}
        >
          {t('more')}
        </button>
      )}
    </Card>
  );
}

const aboutOf = ({ at, end, mood, source }: PlaysAnswer['plays'][number]): readonly string[] => [
  ...[playedAt(at, Date.now()), sourceName(source), moodWord(mood)],
  t('ended', { end: end ?? 'ended' }),
];

/** Counts on some seconds after each change of track, when the history knows of it. */
function useTrackCount(): number {
  const count = useSignal(0);
  const playback = report.value?.playback;
  const title = playback && playback.kind !== 'silent' ? playback.track.title : '';
  useEffect(() => {
    const timer = setTimeout(() => {
      count.value += 1;
    }, WRITTEN);
    return () => clearTimeout(timer);
  }, [title]);
  return count.value;
}
