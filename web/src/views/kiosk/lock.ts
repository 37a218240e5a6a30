import { isKioskLocked, KEPT_AS } from '../../shell/kiosk-lock.ts';

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
