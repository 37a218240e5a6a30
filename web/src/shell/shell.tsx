import { useEffect } from 'preact/hooks';
import { viewAt } from '../views.ts';
import { Banners } from './banners.tsx';
import { Header } from './header.tsx';
import { Mien } from './mien.tsx';
import { PlayerBar } from './player-bar.tsx';
import { route } from './route.ts';
import { Stage } from './stage.tsx';
import { Tabs } from './tabs.tsx';
import { Toasts } from './toasts.tsx';

/** What every view has around it. The dock is at the bottom, and in front of the view for the keyboard. A bare view has messages alone. */
export function Shell() {
  const { bare } = viewAt(route.value.view);
  useEffect(() => {
    document.documentElement.toggleAttribute('data-bare', bare === true);
  }, [bare]);
  return (
    <>
      <Mien />
      {!bare && <Header />}
      <div class="dock">
        <Toasts />
        {!bare && <PlayerBar />}
        {!bare && <Tabs />}
      </div>
      <main id="content">
        {!bare && <Banners />}
        <Stage />
      </main>
    </>
  );
}
