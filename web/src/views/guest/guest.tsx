import type { ReportView } from '../../../../src/web/report-view.ts';
import { useAsked } from '../../box/asked.ts';
import { report } from '../../box/report.ts';
import { isAtLeast } from '../../box/rights.ts';
import { Card } from '../../parts/card.tsx';
import { Face } from '../../parts/face.tsx';
import { moodWord, shownMood, whyOf } from '../../sentences/mood.ts';
import { playingOf } from '../../sentences/music.ts';
import { words } from '../../words/words.ts';
import './guest.css';

const t = words('guest');
const s = words('shell');

/** What a guest wants to know: the mood, the music, what is seen and what is kept. Nothing to press but the way out. */
export function Guest() {
  const now = report.value;
  const { answer: kept } = useAsked('GET /api/venue', undefined);
  if (!now) return <p class="waiting">{s('loading')}</p>;
  return (
    <div class="guest">
      <Poster report={now} />
      <div class="view">
        <Card title={t('sees')}>
          <p>{t('sees_faces')}</p>
          {kept?.on && <p>{t('sees_people', { people: kept.people })}</p>}
          <p>{t(seeingOf(now))}</p>
        </Card>
        <Card title={t('keeps')}>
          <p>{t('keeps_pictures')}</p>
          {kept && <p>{kept.days === null ? t('keeps_nothing') : t('keeps_days', { days: kept.days })}</p>}
        </Card>
        <Card title={t('can')}>
          <p>{t('can_ask')}</p>
          <WayOut />
        </Card>
      </div>
    </div>
  );
}

function Poster({ report: now }: { readonly report: ReportView }) {
  const mood = shownMood(now);
  const { line, title } = playingOf(now);
  return (
    <div class="guest-poster">
      <p class="small">{t('title', { name: now.name ?? now.id })}</p>
      <Face mood={mood} close />
      <h1>{moodWord(mood)}</h1>
      <p>{whyOf(now)}</p>
      <p class="guest-track">
        <strong>{title}</strong> <span>{line}</span>
      </p>
    </div>
  );
}

function WayOut() {
  const isIn = isAtLeast('household');
  return (
    <>
      {!isIn && <p class="guest-hint">{t('out_hint')}</p>}
      <a class="go" href={isIn ? '#/' : '#/access'}>
        {t(isIn ? 'out_now' : 'out')}
      </a>
    </>
  );
}

function seeingOf({ camera }: ReportView): 'sees_off' | 'sees_lost' | 'sees_on' {
  if (camera.kind === 'off') return 'sees_off';
  return camera.kind === 'lost' ? 'sees_lost' : 'sees_on';
}
