import { signal } from '@preact/signals';

/** The steps of the setup, in their order. */
export const STEPS = ['pin', 'camera', 'sound', 'music', 'home', 'privacy'] as const;
export type Step = (typeof STEPS)[number];

const KEPT_AS = 'moodbox-setup';
const OVER = 'done';

/** Where the setup stands on this device: a step, `done`, or nothing before it was begun. A private window remembers nothing. */
const progress = signal(kept());

function kept(): string {
  try {
    return localStorage.getItem(KEPT_AS) ?? '';
  } catch {
    return '';
  }
}

function keep(what: string): void {
  progress.value = what;
  try {
    localStorage.setItem(KEPT_AS, what);
  } catch {
    // The setup begins at its first step next time.
  }
}

/** The step in sight: the setup can be left at any step, and is taken up there again. */
export const stepNow = (): Step => STEPS.find((each) => each === progress.value) ?? 'pin';

export const goToStep = (step: Step): void => keep(step);
/** The setup is over, or nobody wants it. */
export const endSetup = (): void => keep(OVER);
/** The first PIN has been set: what follows is the camera. */
export const beginSetup = (): void => keep('camera');

/** Whether the setup was begun and not ended; whether it was not even begun. */
export const isUnderWay = (): boolean => STEPS.some((each) => each === progress.value);
export const isUntouched = (): boolean => progress.value === '';

/** The step after this one, or before it; undefined at the ends. */
export const stepBeside = (from: Step, by: 1 | -1): Step | undefined => STEPS[STEPS.indexOf(from) + by];
