import { signal } from '@preact/signals-core';

/** Where the browser keeps it. */
export const KEPT_AS = 'moodbox-kiosk-locked';

/** Whether this device shows the locked kiosk, whatever its address says; kept over a reload, where the browser keeps anything. */
export const isKioskLocked = signal(kept());

function kept(): boolean {
  try {
    return localStorage.getItem(KEPT_AS) !== null;
  } catch {
    return false;
  }
}
