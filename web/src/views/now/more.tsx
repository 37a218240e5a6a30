import type { ReportView } from '../../../../src/web/report-view.ts';
import { hereOf, seenOf } from '../../sentences/room.ts';
import { percentOf } from '../../words/formats.ts';
import { words } from '../../words/words.ts';

const t = words('moment');

/** What the one sentence of the poster rests on. */
export function More({ report }: { readonly report: ReportView }) {
  const lines = [hereOf(report), seenOf(report), surenessOf(report)].filter((line) => line !== '');
  return (
    <details class="more">
      <summary>{t('more')}</summary>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <p>
        <a href="#/camera">{t('more_camera')}</a>
      </p>
    </details>
  );
}

function surenessOf({ confidence, scores, unsure }: ReportView): string {
  if (!scores) return '';
  return unsure ? t('more_unsure') : t('more_sure', { percent: percentOf(Math.round(confidence * 100) / 100) });
}
