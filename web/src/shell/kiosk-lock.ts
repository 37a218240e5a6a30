import { signal } from '@preact/signals-core';

const KEPT_AS = 'moodbox-kiosk-locked';

/** Whether this device shows the locked kiosk, whatever its address says; kept over a reload, where the browser keeps anything. */
export const isKioskLocked = signal(kept());

function kept(): boolean {
  try {
    return localStorage.getItem(KEPT_AS) !== null;
  } catch {
    return false;
  }
}

/** Locks this device to the kiosk, or lets it go. */
export function lockKiosk(locked: boolean): void {
  isKioskLocked.value = locked;
  try {
    if (locked) localStorage.setItem(KEPT_AS, '1');
    else localStorage.removeItem(KEPT_AS);
  } catch {
    // The lock then holds until the page is loaded again.
  }
}
