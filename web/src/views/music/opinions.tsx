import type { OpinionsAnswer } from '../../../../src/web/api/music.ts';
import { useAsked } from '../../box/asked.ts';
import { Card } from '../../parts/card.tsx';
import { moodWord } from '../../sentences/mood.ts';
import { sourceName } from '../../sentences/tracks.ts';
import { words } from '../../words/words.ts';
import type { TrackVerdict } from './actions.ts';
import { judge } from './actions.ts';
import { Problem } from './problem.tsx';
import { TrackRow } from './track-row.tsx';

const t = words('music');

const SHOWN: readonly TrackVerdict[] = ['liked', 'disliked', 'skipped'];

/** Everything that people have said about tracks, to be taken back. */
export function Opinions({ opined, changed }: { readonly opined: number; readonly changed: () => void }) {
  const asked = useAsked('GET /api/opinions', undefined, opined);
  const { answer } = asked;
  if (answer && answer.history !== 'keeping' && answer.opinions.length === 0) return null; // “Recently played” says why
  return (
    <Card title={t('opinions')}>
      <Problem asked={asked} />
      {answer?.opinions.length === 0 && <p class="quiet">{t('opinions_none')}</p>}
      {answer && SHOWN.map((verdict) => <Said key={verdict} verdict={verdict} answer={answer} changed={changed} />)}
    </Card>
  );
}

type SaidProps = { readonly verdict: TrackVerdict; readonly answer: OpinionsAnswer; readonly changed: () => void };

function Said({ verdict, answer, changed }: SaidProps) {
  const tracks = answer.opinions.filter((each) => each.verdict === verdict);
  if (tracks.length === 0) return null;
  return (
    <details class="said" open={verdict === 'liked'}>
      <summary>
        <h3>
          {t('opinions_of', { verdict })} <span class="quiet">{tracks.length}</span>
        </h3>
      </summary>
      <ul class="tracks">
        {tracks.map((track) => (
          <TrackRow key={track.id} track={track} about={[moodWord(track.mood), sourceName(track.source)]} plays={track.again}>
            <button
              type="button"
              class="slim"
              aria-label={t('take_back_title', { title: track.title })}
              onClick={() => void judge(track, undefined, async () => changed())}
            >
              {t('take_back')}
            </button>
          </TrackRow>
        ))}
      </ul>
    </details>
  );
}
