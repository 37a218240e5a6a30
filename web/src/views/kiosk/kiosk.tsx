import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { ReportView } from '../../../../src/web/report-view.ts';
import { report } from '../../box/report.ts';
import { visitor } from '../../box/rights.ts';
import { Face } from '../../parts/face.tsx';
import { moodWord, shownMood } from '../../sentences/mood.ts';
import { playingOf } from '../../sentences/music.ts';
import { isKioskLocked } from '../../shell/kiosk-lock.ts';
import { go, route } from '../../shell/route.ts';
import { locale, words } from '../../words/words.ts';
import { Controls } from './controls.tsx';
import { Corner } from './corner.tsx';
import { lockKiosk } from './lock.ts';
import { shiftAt } from './night.ts';
import { SetupHint } from './setup-hint.tsx';
import { Unlock } from './unlock.tsx';
import { useMinutes, useNight, useWakeLock } from './use-screen.ts';
import { useShown } from './use-shown.ts';
import './kiosk.css';

const s = words('shell');

/** The mood for a screen on the wall: no frame around it, dark at night, and never the same picture for long. */
export function Kiosk() {
  const at = useMinutes();
  const night = useNight(at);
  const isTouched = useShown();
  const asking = useSignal(false);
  useWakeLock();
  const isLocked = (route.value.rest[0] === 'locked' || isKioskLocked.value) && visitor.value?.pin !== false;
  useEffect(() => {
    if (isLocked) lockKiosk(true);
  }, [isLocked]);
  const leave = (): void => {
    if (isLocked) asking.value = true;
    else go('');
  };
  const { x, y } = shiftAt(Math.floor(at.getTime() / 60_000));
  return (
    <div class={`kiosk${night ? ' night' : ''}${isTouched ? ' touched' : ''}`}>
      <div class="kiosk-line" />
      <div class="kiosk-picture" style={{ transform: `translate(${x}px, ${y}px)` }}>
        <Picture report={report.value} at={at} />
      </div>
      <Corner onHeld={leave} />
      <Controls isShown={isTouched} onLeave={leave} />
      {asking.value && (
        <Unlock
          onStay={() => {
            asking.value = false;
          }}
        />
      )}
    </div>
  );
}

function Picture({ at, report: now }: { readonly at: Date; readonly report: ReportView | undefined }) {
  const mood = now ? shownMood(now) : 'unknown';
  return (
    <>
      <p class="kiosk-clock">{at.toLocaleTimeString(locale(), { hour: 'numeric', minute: '2-digit' })}</p>
      <div class="kiosk-mood" key={mood}>
        <Face mood={mood} close />
        <h1>{now ? moodWord(mood) : s('loading')}</h1>
      </div>
      {now && <Music report={now} />}
      <SetupHint at={at} />
    </>
  );
}

function Music({ report: now }: { readonly report: ReportView & { readonly cover?: string } }) {
  const { line, title } = playingOf(now);
  return (
    <div class="kiosk-music">
      {now.cover !== undefined && <img src={`api/cover?of=${now.cover}`} alt="" />}
      <p>
        <strong>{title}</strong>
        <span>{line}</span>
      </p>
    </div>
  );
}
