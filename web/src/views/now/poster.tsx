import type { ComponentChildren } from 'preact';
import type { ReportView } from '../../../../src/web/report-view.ts';
import { Face } from '../../parts/face.tsx';
import { isUnsure, moodWord, nowOf, shownMood, whyOf } from '../../sentences/mood.ts';
import { words } from '../../words/words.ts';

const t = words('now');
const s = words('shell');

type PosterProps = { readonly report: ReportView | undefined; readonly children?: ComponentChildren };

/** The mood as a poster: the face, the word, what the faces show just now, and why the mood is what it is. */
export function Poster({ report, children }: PosterProps) {
  const mood = report ? shownMood(report) : 'unknown';
  return (
    <div class="poster">
      <div class="badge">
        <div class="portrait">
          <Face mood={mood} close />
          {report && isUnsure(report) && <p class="unsure">{t('unsure')}</p>}
        </div>
        <h1>{report ? moodWord(mood) : s('loading')}</h1>
        <p class="just-now">{report && nowOf(report)}</p>
        <p class="why">{report ? whyOf(report) : s('looking')}</p>
        <div class="more-slot">{children}</div>
      </div>
    </div>
  );
}
