import { report } from '../box/report.ts';
import { later } from '../later/want.ts';
import { moodWord, shownMood, whyOf } from '../sentences/mood.ts';
import { viewAt } from '../views.ts';
import { words } from '../words/words.ts';
import { Header } from './header.tsx';
import { PlayerBar } from './player-bar.tsx';
import { route } from './route.ts';
import { Stage } from './stage.tsx';
import { Tabs } from './tabs.tsx';
import { Toasts } from './toasts.tsx';

const t = words('now');

/** What every view has around it. The dock is at the bottom, and in front of the view for the keyboard. A bare view has messages alone. */
export function Shell() {
  const { bare } = viewAt(route.value.view);
  const half = later.value;
  return (
    <>
      <Voice />
      {half && <half.Tint />}
      {!bare && <Header />}
      <div class="dock">
        <Toasts />
        {!bare && <PlayerBar />}
        {!bare && <Tabs />}
      </div>
      <main id="content">
        {!bare && half && <half.Banners />}
        <Stage />
      </main>
    </>
  );
}

/** The mood for those who hear the page. */
function Voice() {
  const now = report.value;
  return (
    <p class="heard" role="status">
      {now && t('said', { mood: moodWord(shownMood(now)), why: whyOf(now) })}
    </p>
  );
}
