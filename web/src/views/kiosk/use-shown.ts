import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';

/** Milliseconds that the controls stay after the last touch. */
const STAYS = 8000;

/** Whether the controls are shown: after a touch, for a while. */
export function useShown(): { readonly isShown: boolean; readonly show: () => void } {
  const shown = useSignal(false);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  useEffect(() => () => clearTimeout(timer.current), []);
  const show = (): void => {
    shown.value = true;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      shown.value = false;
    }, STAYS);
  };
  return { isShown: shown.value, show };
}
