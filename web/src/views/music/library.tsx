import { useSignal } from '@preact/signals';
import type { Mood } from '../../../../src/domain/emotion.ts';
import type { LibraryAnswer } from '../../../../src/web/api/music.ts';
import { useAsked } from '../../box/asked.ts';
import { call } from '../../box/call.ts';
import { report } from '../../box/report.ts';
import { Card } from '../../parts/card.tsx';
import { moodWord } from '../../sentences/mood.ts';
import { lengthOf, stateOf } from '../../sentences/tracks.ts';
import { toast } from '../../shell/toast.ts';
import { numberOf } from '../../words/formats.ts';
import { words } from '../../words/words.ts';
import { Problem } from './problem.tsx';
import { TrackRow } from './track-row.tsx';

const t = words('music');

/** The box's own music, a mood at a time. */
export function Library() {
  const chosen = useSignal<Mood | undefined>(undefined);
  const mood = chosen.value ?? moodNow();
  const asked = useAsked<LibraryAnswer>(`api/library?mood=${mood}`);
  const { answer, take } = asked;
  return (
    <Card title={t('library')}>
      <Problem asked={asked} />
      {answer && <Missing answer={answer} />}
      {answer?.state && answer.state.kind !== 'off' && (
        <>
          <div class="row" role="group" aria-label={t('library_choose')}>
            {answer.moods
              .filter(({ mood: each, tracks }) => each !== 'away' || tracks > 0)
              .map(({ mood: each, tracks }) => (
                <button
                  key={each}
                  type="button"
                  class="mood-chip"
                  data-mood={each}
                  aria-pressed={each === mood}
                  onClick={() => void (chosen.value = each)}
                >
                  {moodWord(each)} <span class="count">{numberOf(tracks)}</span>
                </button>
              ))}
          </div>
          <Shelf answer={answer} mood={mood} take={take} />
        </>
      )}
    </Card>
  );
}

/** The mood in force, since its music is what somebody most likely looks for. */
const moodNow = (): Mood => {
  const mood = report.peek()?.mood;
  return mood === undefined || mood === 'away' ? 'neutral' : mood;
};

/** Why there is nothing to see, and what to do. */
function Missing({ answer: { state } }: { readonly answer: LibraryAnswer }) {
  if (state === null) return <p class="quiet">{t('library_unused')}</p>;
  if (state.kind === 'off') return <p class="quiet">{t('library_off')}</p>;
  return state.kind === 'looking' ? <p class="quiet">{stateOf(state)}</p> : null;
}

type ShelfProps = { readonly answer: LibraryAnswer; readonly mood: Mood; readonly take: (answer: LibraryAnswer) => void };

function Shelf({ answer, mood, take }: ShelfProps) {
  const { total, tracks } = answer;
  const more = async (): Promise<void> => {
    const { body, problem } = await call<LibraryAnswer>('GET', `api/library?mood=${mood}&from=${tracks.length}`);
    if (problem === '') take({ ...body, tracks: [...tracks, ...body.tracks] });
    else toast({ kind: 'problem', text: problem });
  };
  if (total === 0) return <p class="quiet">{t('library_none', { folder: mood })}</p>;
  return (
    <>
      <ul class="tracks">
        {tracks.map((track) => (
          <TrackRow key={track.id} track={track} about={[track.duration === undefined ? '' : lengthOf(track.duration)]} plays />
        ))}
      </ul>
      {tracks.length < total && (
        <button type="button" onClick={() => void more()}>
          {t('more')}
        </button>
      )}
    </>
  );
}
