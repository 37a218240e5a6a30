import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { link, report } from '../../box/report.ts';
import { loadWords } from '../../words/load.ts';
import { words } from '../../words/words.ts';
import { Poster } from './poster.tsx';
import './now.css';

const s = words('shell');

type Rest = typeof import('./moment.tsx');

/** All but the poster: it comes after the first paint, which needs the mood and nothing else. */
const rest = signal<Rest | undefined>(undefined);
let isAsked = false;
/** Milliseconds from the connection until the rest is fetched: what is painted first has the line to itself. */
const AFTER_PAINT = 200;

async function load(): Promise<void> {
  if (isAsked) return;
  isAsked = true;
  try {
    const [loaded] = await Promise.all([import('./moment.tsx'), loadWords('moment'), loadWords('camera')]);
    rest.value = loaded;
  } catch {
    isAsked = false; // the next connection tries again
  }
}

/** The mood, why, the music, and who decides. Nothing can be pressed before the box has said how it is. */
export function Now() {
  const now = report.value;
  const parts = rest.value;
  const isLive = link.value === 'live';
  useEffect(() => {
    if (!isLive) return undefined;
    const timer = setTimeout(() => void load(), AFTER_PAINT);
    return () => clearTimeout(timer);
  }, [isLive]);
  return (
    <div class="now">
      <Poster report={now}>{now && parts && <parts.More report={now} />}</Poster>
      {now && (parts ? <parts.Cards report={now} /> : <p class="cards waiting">{s('loading')}</p>)}
    </div>
  );
}
