import { useSignal } from '@preact/signals';
import { useAsked } from '../../box/asked.ts';
import { words } from '../../words/words.ts';
import { Library } from './library.tsx';
import { Opinions } from './opinions.tsx';
import { Plays } from './plays.tsx';
import { Search } from './search.tsx';
import { Sources } from './sources.tsx';
import { Words } from './words.tsx';
import './music.css';

const t = words('music');

/** What has been heard, what people think of it, and where the music comes from. */
export function Music() {
  const sources = useAsked('GET /api/sources', undefined);
  /** Counts the opinions that were given here: two lists show them. */
  const opined = useSignal(0);
  const changed = (): void => {
    opined.value += 1;
  };
  return (
    <div class="view music-view">
      <h1>{t('title')}</h1>
      {sources.answer && <Search sources={sources.answer.sources} />}
      <Plays opined={opined.value} changed={changed} />
      <Opinions opined={opined.value} changed={changed} />
      <Library />
      <Sources asked={sources} />
      <Words />
    </div>
  );
}
