import { signal } from '@preact/signals';

/** The steps of the setup, in their order. */
export const STEPS = ['pin', 'camera', 'sound', 'music', 'home', 'privacy'] as const;
export type Step = (typeof STEPS)[number];

const KEPT_AS = 'moodbox-setup';

/** Where the setup stands on this device: a step, `done`, or nothing before it was begun. Private windows remember nothing. */
function kept(): string {
  try {
    return localStorage.getItem(KEPT_AS) ?? '';
  } catch {
    return '';
  }
}

/** The step in sight; the setup can be left at any step and taken up there again. */
export const step = signal<Step>(STEPS.find((each) => each === kept()) ?? 'pin');

/** Goes to a step. */
export function goTo(next: Step): void {
  step.value = next;
  keep(next);
}

/** Marks the setup as over. */
export function finish(): void {
  step.value = 'pin';
  keep('done');
}

function keep(what: string): void {
  try {
    localStorage.setItem(KEPT_AS, what);
  } catch {
    // The setup begins at its first step next time.
  }
}

/** The step after this one, or before it; undefined at the ends. */
export const stepBeside = (from: Step, by: 1 | -1): Step | undefined => STEPS[STEPS.indexOf(from) + by];
