import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { KioskAnswer } from '../../../../src/web/api/kiosk.ts';
import { ask } from '../../box/ask.ts';
import { isNight } from './night.ts';

const MINUTE = 60_000;
/** How often the quiet hours are asked for: they may be changed while the screen hangs on the wall. Milliseconds. */
const ASK_AGAIN = 3_600_000;

/** The time of day, new at each full minute. */
export function useMinutes(): Date {
  const now = useSignal(new Date());
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const wait = (): void => {
      timer = setTimeout(turn, MINUTE - (Date.now() % MINUTE) + 20);
    };
    const turn = (): void => {
      now.value = new Date();
      wait();
    };
    wait();
    return () => clearTimeout(timer);
  }, [now]);
  return now.value;
}

/** Whether it is night for this screen. */
export function useNight(at: Date): boolean {
  const night = useSignal<KioskAnswer['night']>(null);
  const dark = useSignal(matchMedia('(prefers-color-scheme: dark)').matches);
  useEffect(() => {
    const look = async (): Promise<void> => {
      const { problem, body } = await ask('GET /api/kiosk', undefined);
      if (problem === '') night.value = body.night;
    };
    void look();
    const timer = setInterval(() => void look(), ASK_AGAIN);
    return () => clearInterval(timer);
  }, [night]);
  useEffect(() => {
    const query = matchMedia('(prefers-color-scheme: dark)');
    const learn = (): void => {
      dark.value = query.matches;
    };
    query.addListener(learn); // Safari 12 has no other way
    return () => query.removeListener(learn);
  }, [dark]);
  return isNight(night.value, at, dark.value);
}

/** Keeps the screen lit for as long as the view is open, where the browser can: over https, and not in old ones. */
export function useWakeLock(): void {
  useEffect(() => {
    let lock: WakeLockSentinel | undefined;
    let left = false;
    const take = async (): Promise<void> => {
      if (document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return;
      const taken = await navigator.wakeLock.request('screen').catch(() => undefined);
      if (left) void taken?.release();
      else lock = taken;
    };
    const again = (): void => void take();
    again();
    document.addEventListener('visibilitychange', again); // the browser takes it away from a hidden page
    return () => {
      left = true;
      document.removeEventListener('visibilitychange', again);
      void lock?.release();
    };
  }, []);
}
