import type { TransitionsAnswer } from '../../../../src/web/api/day.ts';
import { moodWord } from '../../sentences/mood.ts';
import { words } from '../../words/words.ts';
import type { Transition } from './flow.ts';
import { FlowPicture } from './flow-picture.tsx';

const t = words('day');

/** So many are told; the rest happened hardly ever. */
const MOST = 10;

/** Which mood turned into which: as a picture, and as a list with the most frequent first. */
export function Transitions({ transitions }: Pick<TransitionsAnswer, 'transitions'>) {
  const felt = transitions.filter(({ from, to }) => from !== 'away' && to !== 'away').slice(0, MOST);
  if (felt.length === 0) return <p>{t('no_transitions')}</p>;
  return (
    <>
      <FlowPicture changes={felt} />
      <List changes={felt} />
    </>
  );
}

/** The same in words, with the tracks that played then. */
function List({ changes }: { readonly changes: readonly Transition[] }) {
  const most = Math.max(1, ...changes.map(({ times }) => times));
  return (
    <ul class="transitions">
      {changes.map(({ from, to, times, played }) => (
        <li key={`${from} ${to}`}>
          <p class="pair">
            <span class="mood" data-mood={from}>
              {moodWord(from)}
            </span>
            <span class="arrow" aria-hidden="true">
              →
            </span>
            <span class="heard">{t('became')}</span>
            <span class="mood" data-mood={to}>
              {moodWord(to)}
            </span>
            <span class="times">{t('times', { count: times })}</span>
          </p>
          <span class="line" aria-hidden="true">
            <span class="fill" data-mood={to} style={{ transform: `scaleX(${times / most})` }} />
          </span>
          {played.length > 0 && <p class="quiet small">{t('played_then', { titles: played.map(({ title }) => title).join(' · ') })}</p>}
        </li>
      ))}
    </ul>
  );
}
