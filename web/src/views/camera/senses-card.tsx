import type { ReportView } from '../../../../src/web/report-view.ts';
import { Card } from '../../parts/card.tsx';
import { moodWord } from '../../sentences/mood.ts';
import { percentOf } from '../../words/formats.ts';
import { words } from '../../words/words.ts';

const t = words('camera');

/** What other devices say of how people feel; nothing if none does. */
export function SensesCard({ now: { senses } }: { readonly now: ReportView }) {
  if (!senses) return null;
  return (
    <Card title={t('senses')}>
      <ul class="camera-state">
        {senses.map(({ name, emotion, weight }) => (
          <li key={name}>{t('sense', { name, mood: moodWord(emotion), weight: percentOf(weight) })}</li>
        ))}
      </ul>
      <p class="quiet small">{t('senses_hint')}</p>
    </Card>
  );
}
