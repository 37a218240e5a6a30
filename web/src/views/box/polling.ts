import { useEffect } from 'preact/hooks';

/** Calls `work` now and every so many milliseconds, while the view is open and somebody can see it. */
export function usePolling(work: () => Promise<unknown>, every: number): void {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let gone = false;
    const turn = async (): Promise<void> => {
      clearTimeout(timer);
      if (gone || document.hidden) return;
      await work();
      if (!gone) timer = setTimeout(turn, every);
    };
    const seen = (): void => void turn();
    document.addEventListener('visibilitychange', seen);
    void turn();
    return () => {
      gone = true;
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', seen);
    };
  }, [work, every]);
}
