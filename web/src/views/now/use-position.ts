import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { PlayProgress } from '../../../../src/domain/report.ts';
import { learned, positionAt, unknownClock } from './position.ts';

/** Milliseconds. */
const SECOND = 1000;

/** Where the track is, counted by the page itself: once a second while it plays and the page is in sight. */
export function usePosition(progress: PlayProgress): number {
  const clock = useRef(unknownClock(progress.since));
  const shownAt = useRef(Date.now());
  const tick = useSignal(0);
  clock.current = learned(clock.current, progress.since, Date.now(), shownAt.current);
  const playing = progress.since !== undefined;
  useEffect(() => {
    const count = (): void => {
      if (!document.hidden) tick.value += 1;
    };
    const shown = (): void => {
      shownAt.current = Date.now();
      count();
    };
    document.addEventListener('visibilitychange', shown);
    const timer = playing ? setInterval(count, SECOND) : undefined;
    return () => {
      document.removeEventListener('visibilitychange', shown);
      clearInterval(timer);
    };
  }, [playing, tick]);
  void tick.value; // shows it anew
  return positionAt(progress, Date.now(), clock.current);
}
