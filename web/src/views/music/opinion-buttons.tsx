import { Icon } from '../../parts/icon.tsx';
import { words } from '../../words/words.ts';
import type { ListedTrack, TrackVerdict } from './actions.ts';
import { judge } from './actions.ts';

const t = words('music');

type OpinionProps = { readonly track: ListedTrack; readonly verdict: TrackVerdict | undefined; readonly changed: () => Promise<void> };

/** The heart, and “not this”. What is pressed already is taken back. */
export function OpinionButtons({ track, verdict, changed }: OpinionProps) {
  const press = (wanted: 'liked' | 'disliked'): void => void judge(track, verdict === wanted ? undefined : wanted, changed);
  return (
    <>
      <button
        type="button"
        class="round heart"
        aria-pressed={verdict === 'liked'}
        aria-label={t('like_title', { title: track.title })}
        onClick={() => press('liked')}
      >
        <Icon name="like" />
      </button>
      <button
        type="button"
        class="round"
        aria-pressed={verdict === 'disliked'}
        aria-label={t('not_title', { title: track.title })}
        onClick={() => press('disliked')}
      >
        <NotThis />
      </button>
    </>
  );
}

function NotThis() {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path
        fill-rule="evenodd"
        d="M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM6.700 8.100a7 7 0 0 0 9.200 9.200zm1.400-1.400l9.200 9.200a7 7 0 0 0-9.200-9.200z"
      />
    </svg>
  );
}
