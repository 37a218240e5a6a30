import { effect, signal } from '@preact/signals-core';
import { link, updated } from '../box/report.ts';
import { teach } from '../words/first-words.ts';

/** The half of the page that the first view does without. */
type Later = typeof import('./later.ts');

/** The later half; undefined until it has been fetched. */
export const later = signal<Later | undefined>(undefined);

let bring: () => Promise<Later> = () => Promise.reject(new Error('nobody has said where it is'));
let coming: Promise<Later> | undefined;

/** Says how the later half is fetched. `main.tsx` does, so that what the later half imports may want it too. */
export function bringLater(by: typeof bring): void {
  bring = by;
}

/** The later half, fetched if it is not there yet. Rejects if it does not come; whoever wants it next tries again. */
export function wantLater(): Promise<Later> {
  coming ??= fetched().catch((err) => {
    coming = undefined;
    throw err;
  });
  return coming;
}

async function fetched(): Promise<Later> {
  const file = bring();
  await teach(
    'later',
    file.then(({ RUNTIME }) => RUNTIME),
  );
  const half = await file;
  later.value = half;
  half.renewOnWall();
  return half;
}

/** Does something with the later half as soon as it is there. */
export const withLater = (use: (half: Later) => void): void => void wantLater().then(use, notThere);

/** The first view can say one thing about it by itself. A box with another release than the page no longer has the file. */
function notThere(): void {
  if (updated.peek()) location.reload();
  link.value = 'lost';
}

/** Milliseconds. Browsers that do not say when they are idle have painted by then; the others wait no longer than the second. */
const PAINTED = 200;
const LONGEST_WAIT = 2000;

const whenIdle = (act: () => void): unknown =>
  window.requestIdleCallback ? window.requestIdleCallback(act, { timeout: LONGEST_WAIT }) : setTimeout(act, PAINTED);

/** Fetches the later half once the page is usable: it shows the room, is connected, and the browser has nothing else to do. */
export function fetchWhenIdle(): void {
  effect(() => {
    if (link.value === 'live' && !later.peek()) whenIdle(() => withLater(() => undefined));
  });
}
