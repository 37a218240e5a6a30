import type { ReportView } from '../../../src/web/report-view.ts';
import { timeOf } from '../words/formats.ts';
import { words } from '../words/words.ts';
import { isShared, sees } from './group.ts';
import { moodWord } from './mood.ts';

const t = words('moment');

/** Who decides on the mood, or until when one is held. */
export function overrideHint(report: ReportView): string {
  const { override, until } = report;
  if (override === 'auto') return `${decidesOf(report)} ${t('hold')}`;
  const mood = moodWord(override);
  return until === undefined ? t('held', { mood }) : t('held_until', { mood, time: timeOf(until) });
}

/** Who decides on the mood while nobody has chosen one. */
function decidesOf(report: ReportView): string {
  const { camera } = report;
  return camera.kind !== 'watching' && isShared(report) && sees(report) ? t('decides_others') : t(`decides_${camera.kind}`);
}

/** Whether a capture can succeed: somebody is in sight and read surely enough. */
const canCapture = ({ scores, unsure }: ReportView): boolean => scores !== undefined && !unsure;

/** Why no mood can be read at this moment; empty if one can be. */
export function captureHint(report: ReportView): string {
  if (canCapture(report)) return '';
  if (report.camera.kind !== 'watching') return t('capture_blind');
  return report.unsure ? t('capture_unsure') : t('capture_faceless');
}

export const autoplayHint = ({ autoplay }: ReportView): string => t(autoplay ? 'autoplay_on' : 'autoplay_off');
