import { covers, minuteOf } from '../../../../src/config/hours.ts';
import type { KioskAnswer } from '../../../../src/web/api/kiosk.ts';

/** Whether a screen on the wall is dark: in the quiet hours, and wherever the device asks for dark colours. */
export const isNight = (night: KioskAnswer['night'], at: Date, prefersDark: boolean): boolean =>
  prefersDark || (night !== null && covers(night, minuteOf(at)));

/** Pixels in each direction, and minutes for the whole way to and fro: two that rarely meet, so that no two hours are alike. */
const REACH = 8;
const [ACROSS, DOWN] = [41, 29];

/** How far the picture is moved at that minute since 1970, in CSS pixels, so that nothing burns into the screen. */
export function shiftAt(minute: number): { readonly x: number; readonly y: number } {
  const swing = (span: number): number => Math.round(REACH * Math.sin((2 * Math.PI * minute) / span));
  return { x: swing(ACROSS), y: swing(DOWN) };
}
