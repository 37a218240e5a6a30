import { useSignal } from '@preact/signals';
import type { Mood } from '../../../../src/domain/emotion.ts';
import type { LibraryAnswer } from '../../../../src/web/api/music.ts';
import { ask } from '../../box/ask.ts';
import { useAsked } from '../../box/asked.ts';
import { Card } from '../../parts/card.tsx';
import { moodWord } from '../../sentences/mood.ts';
import { settingMark } from '../../sentences/setting-mark.ts';
import { lengthOf, stateOf } from '../../sentences/tracks.ts';
import { toast } from '../../shell/toast.ts';
import { numberOf } from '../../words/numbers.ts';
import { words } from '../../words/words.ts';
import { Linked } from '../settings/linked.tsx';
import { Problem } from './problem.tsx';
import { TrackRow } from './track-row.tsx';

const t = words('music');

const FIRST = 10;
const STEP = 25;

/** The box's own music, a mood at a time. */
export function Library() {
  const chosen = useSignal<Mood | undefined>(undefined);
  const mood = chosen.value;
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
          {mood === undefined ? (
            <p class="quiet small">{t('library_choose')}</p>
          ) : (
            <Shelf key={mood} answer={answer} mood={mood} take={take} />
          )}
        </>
      )}
    </Card>
  );
}

type MoodsProps = { readonly moods: LibraryAnswer['moods']; readonly shown: Mood | undefined; readonly choose: (mood: Mood) => void };

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
  const text = missingText(state);
  return text === '' ? null : (
    <p class="quiet">
      <Linked text={text} />
    </p>
  );
}

function missingText(state: LibraryAnswer['state']): string {
  if (state === null) return t('library_unused', { setting: settingMark('music.order') });
  if (state.kind === 'off') return t('library_off', { setting: settingMark('music.library') });
  return state.kind === 'looking' ? stateOf(state) : '';
}

type ShelfProps = { readonly answer: LibraryAnswer; readonly mood: Mood; readonly take: (answer: LibraryAnswer) => void };

/** A part of the list at a time: a library may hold thousands, and a page is read from the top. */
function Shelf({ answer, mood, take }: ShelfProps) {
  const { total, tracks } = answer;
  const most = useSignal(FIRST);
  const more = async (): Promise<void> => {
    most.value += STEP;
    if (most.peek() <= tracks.length || tracks.length >= total) return;
    const { body, problem } = await ask('GET /api/library', { mood, from: tracks.length });
    if (problem === '') take({ ...body, tracks: [...tracks, ...body.tracks] });
    else toast({ kind: 'problem', text: problem });
  };
  if (total === 0) return <p class="quiet">{t('library_none', { folder: mood })}</p>;
  return (
    <>
      <ul class="tracks">
        {tracks.slice(0, most.value).map((track) => (
          <TrackRow key={track.id} track={track} about={[track.duration === undefined ? '' : lengthOf(track.duration)]} plays />
        ))}
      </ul>
      {most.value < total && (
        <button type="button" onClick={() => void more()}>
          {t('more')}
        </button>
      )}
    </>
  );
}
