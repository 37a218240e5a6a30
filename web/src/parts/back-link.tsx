import { words } from '../words/words.ts';

const t = words('shell');

/** The way back to the view of the box, from a view that is reached from there. */
export const BackLink = () => (
  <p class="back">
    <a href="#/box">
      <span aria-hidden="true">←</span> {t('tab_box')}
    </a>
  </p>
);
