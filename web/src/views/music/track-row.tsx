import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { Icon } from '../../parts/icon.tsx';
import { titleOf } from '../../sentences/music.ts';
import { words } from '../../words/words.ts';
import type { ListedTrack } from './actions.ts';
import { playOnce } from './actions.ts';

const t = words('music');

type TrackRowProps = {
  readonly track: ListedTrack;
  /** What is known of it, in short pieces. */
  readonly about: readonly string[];
  /** Whether it can be played once from here. */
  readonly plays: boolean;
  readonly children?: ComponentChildren;
};

/** A track of a list: its title, what is known of it, and its buttons. */
export function TrackRow({ track, about, plays, children }: TrackRowProps) {
  return (
    <li class="track-row" data-mood={track.mood}>
      <div class="track-text">
        <p>{titleOf(track)}</p>
        <p class="quiet small">{about.filter((piece) => piece !== '').join(' · ')}</p>
      </div>
      <div class="track-buttons">
        {children}
        {plays ? <PlayOnce track={track} /> : <span class="round none" />}
      </div>
    </li>
  );
}

/** A source may have to be asked first; until it answers, the button waits. */
function PlayOnce({ track }: { readonly track: ListedTrack }) {
  const busy = useSignal(false);
  const press = async (): Promise<void> => {
    if (busy.peek()) return;
    busy.value = true;
    await playOnce(track);
    busy.value = false;
  };
  return (
    <button
      type="button"
      class="round"
      aria-label={t('play_title', { title: titleOf(track) })}
      aria-busy={busy.value}
      onClick={() => void press()}
    >
      <Icon name="play" />
    </button>
  );
}
