import { report } from '../../box/report.ts';
import { later } from '../../later/want.ts';
import { words } from '../../words/words.ts';
import { Poster } from './poster.tsx';
import './now.css';

const s = words('shell');

/** The mood, why, the music, and who decides. All but the poster comes after the first paint, which needs the mood and nothing else. */
export function Now() {
  const now = report.value;
  const half = later.value;
  return (
    <div class="now">
      <Poster report={now}>{now && half && <half.More report={now} />}</Poster>
      {now && (half ? <half.Cards report={now} /> : <p class="cards waiting">{s('loading')}</p>)}
    </div>
  );
}
