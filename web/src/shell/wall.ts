import { effect } from '@preact/signals-core';
import { link, updated } from '../box/report.ts';
import { route } from './route.ts';

/** Milliseconds. Whoever is at the screen just now can finish, and a box that is not ready yet is not asked all the time. */
const WAIT = 30_000;

/** Nobody stands before a screen on the wall to press *reload*: it fetches the page of a box with another release by itself. */
export function renewOnWall(): void {
  effect(() => {
    if (!updated.value || link.value !== 'live' || route.value.view !== 'kiosk') return;
    const timer = setTimeout(() => location.reload(), WAIT);
    return () => clearTimeout(timer);
  });
}
