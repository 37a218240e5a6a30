import { report } from '../../box/report.ts';
import { Decides } from './decides.tsx';
import { Music } from './music.tsx';
import { Poster } from './poster.tsx';
import './now.css';

/** The mood, why, the music, and who decides. Nothing can be pressed before the box has said how it is. */
export function Now() {
  const now = report.value;
  return (
    <div class="now">
      <Poster report={now} />
      {now && (
        <div class="cards">
          <Music report={now} />
          <Decides report={now} />
        </div>
      )}
    </div>
  );
}
