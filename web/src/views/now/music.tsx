import type { ReportView } from '../../../../src/web/report-view.ts';
import { command } from '../../box/command.ts';
import { barOf, may } from '../../box/rights.ts';
import { Card } from '../../parts/card.tsx';
import { Icon } from '../../parts/icon.tsx';
import { isHeard, playingOf } from '../../sentences/music.ts';
import { words } from '../../words/words.ts';

const t = words('now');

/** What is playing and why, and what the player bar has no room for. */
export function Music({ report }: { readonly report: ReportView }) {
  const { title, line } = playingOf(report);
  const bar = barOf('next');
  return (
    <Card title={t('music')} class="music">
      {bar !== '' && <p class="locked">{bar}</p>}
      <p class="track">{title}</p>
      <p class="quiet track-line">{line}</p>
      <div class="buttons">
        <button type="button" disabled={!may('stop')} onClick={() => void command({ type: 'stop' })}>
          <Icon name="stop" />
          <span>{t('stop')}</span>
        </button>
        <button
          type="button"
          aria-pressed={report.liked}
          disabled={!isHeard(report) || !may('like')}
          onClick={() => void command({ type: 'like' })}
        >
          <Icon name="like" />
          <span>{t(report.liked ? 'liked' : 'like')}</span>
        </button>
      </div>
    </Card>
  );
}
