import { Banners } from './banners.tsx';
import { Header } from './header.tsx';
import { Mien } from './mien.tsx';
import { PlayerBar } from './player-bar.tsx';
import { Stage } from './stage.tsx';
import { Tabs } from './tabs.tsx';
import { Toasts } from './toasts.tsx';

/** What every view has around it. The dock is at the bottom, and in front of the view for the keyboard. */
export function Shell() {
  return (
    <>
      <Mien />
      <Header />
      <div class="dock">
        <Toasts />
        <PlayerBar />
        <Tabs />
      </div>
      <main id="content">
        <Banners />
        <Stage />
      </main>
    </>
  );
}
