import { signal } from '@preact/signals-core';
import type { ReportView } from '../../../src/web/report-view.ts';
import { command } from '../box/command.ts';
import { report } from '../box/report.ts';
import { may } from '../box/rights.ts';
import { heldValue } from '../parts/held-value.ts';
import { Icon } from '../parts/icon.tsx';
import { Slider } from '../parts/slider.tsx';
import { isHeard, isSounding, playingOf } from '../sentences/music.ts';
import { percentOf } from '../words/formats.ts';
import { words } from '../words/words.ts';

const t = words('shell');
const n = words('now');

/** What is playing, and the controls that are needed at any moment. Nothing is shown before the box has said what it plays. */
export function PlayerBar() {
  const now = report.value;
  if (!now) return null;
  const { title, line } = playingOf(now);
  return (
    <section class="player" aria-label={t('player')}>
      <p class="playing">
        <strong>{title}</strong>
        <span class="quiet">{line}</span>
      </p>
      <Transport now={now} />
      <Volume volume={now.volume} />
    </section>
  );
}

function Transport({ now }: { readonly now: ReportView }) {
  const sounding = isSounding(now);
  return (
    <div class="transport">
      <button
        type="button"
        class="primary"
        disabled={!may('pause')}
        aria-label={t(sounding ? 'pause' : 'play')}
        onClick={() => void command({ type: sounding ? 'pause' : 'play' })}
      >
        <Icon name={sounding ? 'pause' : 'play'} />
      </button>
      <button type="button" disabled={!may('next')} aria-label={t('next')} onClick={() => void command({ type: 'next' }, t('next_wait'))}>
        <Icon name="next" />
      </button>
      <button
        type="button"
        class="bar-like"
        aria-pressed={now.liked}
        disabled={!isHeard(now) || !may('like')}
        aria-label={n(now.liked ? 'liked' : 'like')}
        onClick={() => void command({ type: 'like' })}
      >
        <Icon name="like" />
      </button>
    </div>
  );
}

const open = signal(false);
const held = heldValue((value) => void command({ type: 'volume', value }));
const SLIDER = 'volume';

/** On a narrow screen the number opens the slider; elsewhere the slider is always there. */
function Volume({ volume }: { readonly volume: number }) {
  const shown = percentOf(volume / 100);
  return (
    <div class={open.value ? 'volume open' : 'volume'}>
      <button
        type="button"
        class="volume-toggle"
        aria-expanded={open.value}
        aria-controls={SLIDER}
        aria-label={`${t('volume')} ${shown}`}
        onClick={() => {
          open.value = !open.value;
        }}
      >
        <Icon name="volume" />
        <span>{shown}</span>
      </button>
      <div class="volume-slider" id={SLIDER}>
        <Slider
          label={t('volume')}
          value={volume}
          disabled={!may('volume')}
          textOf={(value) => t('volume_percent', { volume: value })}
          held={held}
        />
        <span class="value" aria-hidden="true">
          {shown}
        </span>
      </div>
    </div>
  );
}
