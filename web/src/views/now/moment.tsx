import type { ReportView } from '../../../../src/web/report-view.ts';
import { words } from '../../words/words.ts';
import { DayLine } from '../day/day-line.tsx';
import { Decides } from './decides.tsx';
import { Music } from './music.tsx';
import { Question } from './question.tsx';
import './moment.css';

const t = words('moment');

export { More } from './more.tsx';

/** What can be pressed and what is playing, beside the poster. */
export function Cards({ report }: { readonly report: ReportView }) {
  return (
    <div class="cards">
      <Question report={report} />
      <Music report={report} />
      <Decides report={report} />
      <DayLine label={t('today')} />
    </div>
  );
}
