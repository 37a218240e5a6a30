import { moodWord } from '../../sentences/mood.ts';
import { percentOf } from '../../words/formats.ts';
import { words } from '../../words/words.ts';
import type { Band, Ribbon, Transition } from './flow.ts';
import { flowOf, outlineOf } from './flow.ts';
import './flow.css';

const t = words('day');

/** The height of the picture for each mood at its longer side, in rem. */
const FOR_EACH = 3;

/** How moods became each other as a picture: from the moods at the left to those at the right. A list beside it says the same. */
export function FlowPicture({ changes }: { readonly changes: readonly Transition[] }) {
  const { from, ribbons, to } = flowOf(changes);
  const height = `${FOR_EACH * Math.max(from.length, to.length, 2)}rem`;
  return (
    <div class="flow" style={{ height }} role="img" aria-label={t('flow', { count: changes.reduce((sum, { times }) => sum + times, 0) })}>
      <Bands bands={from} />
      <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
        {ribbons.map((ribbon) => (
          <path key={`${ribbon.change.from} ${ribbon.change.to}`} data-mood={ribbon.change.to} d={outlineOf(ribbon)}>
            <title>{inWords(ribbon)}</title>
          </path>
        ))}
      </svg>
      <Bands bands={to} />
    </div>
  );
}

function Bands({ bands }: { readonly bands: readonly Band[] }) {
  return (
    <div class="bands" aria-hidden="true">
      {bands.map(({ mood, share, top, height }) => (
        <p key={mood} data-mood={mood} style={{ top: `${100 * top}%`, height: `${100 * height}%` }}>
          <span>{moodWord(mood)}</span> <span class="share">{percentOf(rounded(share))}</span>
        </p>
      ))}
    </div>
  );
}

function inWords({ change: { from, played, to }, share }: Ribbon): string {
  const said = t('flow_span', { from: moodWord(from), to: moodWord(to), share: percentOf(rounded(share)) });
  return played.length === 0 ? said : `${said}. ${t('played_then', { titles: played.map(({ title }) => title).join(' · ') })}`;
}

const rounded = (share: number): number => Math.round(100 * share) / 100;
