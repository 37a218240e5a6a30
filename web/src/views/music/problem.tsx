import type { Asked } from '../../box/asked.ts';
import { words } from '../../words/words.ts';

const s = words('shell');
const t = words('music');

/** What stands in a card until the box has answered, or if it did not. */
export function Problem({ asked: { again, answer, problem } }: { readonly asked: Omit<Asked<unknown>, 'take'> }) {
  if (problem === '') return answer === undefined ? <p class="quiet">{s('loading')}</p> : null;
  return (
    <div class="problem">
      <p class="error">{problem}</p>
      <button type="button" onClick={() => void again()}>
        {t('again')}
      </button>
    </div>
  );
}
