import { useSignal } from '@preact/signals';
import type { Mood } from '../../../../src/domain/emotion.ts';
import type { LibraryAnswer } from '../../../../src/web/api/music.ts';
import { ask } from '../../box/ask.ts';
import { useAsked } from '../../box/asked.ts';
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
  const asked = useAsked('GET /api/library', { mood });
  const { answer, take } = asked;
  return (
    <Card title={t('library')}>
      <Problem asked={asked} />
      {answer && <Missing answer={answer} />}
      {answer?.state && answer.state.kind !== 'off' && (
        <>
          <Moods
            moods={answer.moods}
            shown={mood}
            choose={(each) => {
              chosen.value = each;
            }}
          />
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

type MoodsProps = { readonly moods: LibraryAnswer['moods']; readonly shown: Mood; readonly choose: (mood: Mood) => void };

/** The moods, and how many tracks there are for each. An empty room seldom has music of its own. */
function Moods({ moods, shown, choose }: MoodsProps) {
  return (
    <fieldset class="where">
      <legend class="heard">{t('library_choose')}</legend>
      <div class="row">
        {moods
          .filter(({ mood, tracks }) => mood !== 'away' || tracks > 0)
          .map(({ mood, tracks }) => (
            <button key={mood} type="button" class="mood-chip" data-mood={mood} aria-pressed={mood === shown} onClick={() => choose(mood)}>
              {moodWord(mood)} <span class="count">{numberOf(tracks)}</span>
            </button>
          ))}
      </div>
    </fieldset>
  );
}

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
    const { body, problem } = await ask('GET /api/library', { mood, from: tracks.length });
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
