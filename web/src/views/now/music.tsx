import type { ReportView } from '../../../../src/web/report-view.ts';
import { addressOf } from '../../box/ask.ts';
import { barOf } from '../../box/bar.ts';
import { command } from '../../box/command.ts';
import { may } from '../../box/rights.ts';
import { ActionIcon } from '../../parts/action-icon.tsx';
import { Card } from '../../parts/card.tsx';
import { Icon } from '../../parts/icon.tsx';
import { isElsewhere } from '../../sentences/group.ts';
import { isHeard, playingOf } from '../../sentences/music.ts';
import { words } from '../../words/words.ts';
import { Opinions, Undo } from './opinions.tsx';
import { SeekBar } from './seek-bar.tsx';

const n = words('now');
const t = words('moment');

/** What is playing and why, how far it has come, what comes next, and what somebody thinks of it. */
export function Music({ report }: { readonly report: ReportView }) {
  const { title, line } = playingOf(report);
  const { next, progress } = report;
  const bar = barOf('next');
  return (
    <Card title={t('music')} class="music">
      {bar !== '' && <p class="locked">{bar}</p>}
      <div class="record">
        <Cover id={isElsewhere(report) ? undefined : report.cover} />
        <div class="record-text">
          <p class="track">{title}</p>
          <p class="quiet track-line">{line}</p>
        </div>
      </div>
      {progress && <SeekBar progress={progress} />}
      <div class="buttons">
        <Opinions report={report} />
        <button type="button" disabled={!may('stop') || !isStoppable(report)} onClick={() => void command({ type: 'stop' })}>
          <ActionIcon name="stop" />
          <span>{t('stop')}</span>
        </button>
        {report.undoable && may('undo') && <Undo what={report.undoable} />}
      </div>
      {next && (
        <p class="next-up">
          {t('up_next', { title: next.title })} <span class="quiet">· {n('source', { source: next.source })}</span>
        </p>
      )}
      {report.onlyPiece && <p class="quiet next-up">{t('only_piece')}</p>}
      {isHeard(report) && may('dislike') && <p class="quiet small">{t('teaches')}</p>}
    </Card>
  );
}

/** Whether there is something to stop: music, or the search for some. */
const isStoppable = (report: ReportView): boolean =>
  isElsewhere(report) ? report.group?.will !== 'stopped' : report.noMusic || report.playback.kind !== 'silent';

/** The picture says nothing that the title does not say. */
function Cover({ id }: { readonly id: string | undefined }) {
  return (
    <div class="cover">
      {id === undefined ? <Icon name="music" /> : <img src={addressOf('GET /api/cover', { of: id })} alt="" width="480" height="480" />}
    </div>
  );
}
