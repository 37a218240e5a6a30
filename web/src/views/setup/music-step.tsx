import { words } from '../../words/words.ts';
import { SomeSettings } from './some-settings.tsx';

const t = words('setup');

/** Where the music comes from. */
export function MusicStep() {
  return (
    <>
      <p>{t('music_text')}</p>
      <SomeSettings keys={['music.order', 'music.library', 'music.instrumental']} />
    </>
  );
}
