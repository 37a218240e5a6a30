import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

/** Milliseconds that the controls stay after the last touch. */
const STAYS = 8000;

/** Whether the controls are shown: after any touch and any key, for a while. */
export function useShown(): boolean {
  const shown = useSignal(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const show = (): void => {
      shown.value = true;
      clearTimeout(timer);
      timer = setTimeout(() => {
        shown.value = false;
      }, STAYS);
    };
    document.addEventListener('click', show);
    document.addEventListener('keydown', show);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('click', show);
      document.removeEventListener('keydown', show);
    };
  }, [shown]);
  return shown.value;
}
