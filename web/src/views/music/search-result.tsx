import type { SearchAnswer } from '../../../../src/web/api/music.ts';
import { ask } from '../../box/ask.ts';
import { moodWord } from '../../sentences/mood.ts';
import { lengthOf, sourceName, whyNot } from '../../sentences/tracks.ts';
import { words } from '../../words/words.ts';
import { TrackRow } from './track-row.tsx';

const t = words('music');

/** Milliseconds. The box gives YouTube 18 s. */
const SEARCHING = 25_000;

type Asked = { readonly words: string; readonly source: string };
/** What has become of the last search. */
export type Outcome =
  | { readonly kind: 'none' }
  | ({ readonly kind: 'running' } & Asked)
  | ({ readonly kind: 'found'; readonly tracks: SearchAnswer['tracks'] } & Asked)
  | { readonly kind: 'failed'; readonly why: string };

/** Searches, and says what came of it. */
export async function searched({ words: wanted, source }: Asked): Promise<Outcome> {
  const { body, problem } = await ask('GET /api/search', { q: wanted, source }, SEARCHING);
  if (problem !== '') return { kind: 'failed', why: problem };
  if (body.why !== null) return { kind: 'failed', why: whyNot(body.why, source) };
  return { kind: 'found', tracks: body.tracks, words: wanted, source };
}

/** What was found, or why nothing was. Screen readers hear the outcome. */
export function Result({ outcome }: { readonly outcome: Outcome }) {
  return (
    <>
      <p class="outcome" role="status">
        {sentenceOf(outcome)}
      </p>
      {outcome.kind === 'found' && (
        <ul class="tracks">
          {outcome.tracks.map((track) => (
            <TrackRow key={track.id} track={track} about={aboutOf(track)} plays />
          ))}
        </ul>
      )}
    </>
  );
}

function sentenceOf(outcome: Outcome): string {
  if (outcome.kind === 'running') return t('searching', { source: outcome.source });
  if (outcome.kind === 'failed') return outcome.why;
  return outcome.kind === 'found' ? t('found', { count: outcome.tracks.length, words: outcome.words }) : '';
}

/** A video is for whatever mood it is played in; other music belongs to one. */
const aboutOf = ({ duration, mood, source }: SearchAnswer['tracks'][number]): readonly string[] => [
  ...(duration === undefined ? [] : [lengthOf(duration)]),
  sourceName(source),
  ...(source === 'youtube' ? [] : [moodWord(mood)]),
];
