import { signal } from '@preact/signals';
import { report } from '../../box/report.ts';
import { loadWords } from '../../words/load.ts';
import { words } from '../../words/words.ts';
import { Poster } from './poster.tsx';
import './now.css';

const s = words('shell');

type Rest = typeof import('./moment.tsx');

/** All but the poster: it comes after the first paint, which needs the mood and nothing else. */
const rest = signal<Rest | undefined>(undefined);
let loading: Promise<void> | undefined;

async function load(): Promise<void> {
  const [loaded] = await Promise.all([import('./moment.tsx'), loadWords('moment'), loadWords('camera')]);
  rest.value = loaded;
}

/** The mood, why, the music, and who decides. Nothing can be pressed before the box has said how it is. */
export function Now() {
  const now = report.value;
  const parts = rest.value;
  loading ??= load().catch(() => {
    loading = undefined; // the next report tries again
  });
  return (
    <div class="now">
      <Poster report={now}>{now && parts && <parts.More report={now} />}</Poster>
      {now && (parts ? <parts.Cards report={now} /> : <p class="cards waiting">{s('loading')}</p>)}
    </div>
  );
}
