import { effect } from '@preact/signals-core';
import { link, report } from '../box/report.ts';
import { moodWord, shownMood } from '../sentences/mood.ts';
import { viewAt } from '../views.ts';
import { route } from './route.ts';

/** Shows the mood outside the page's content: in its colours, and in the title of the tab. The style also follows the link and the view. */
export function showMien(): void {
  const root = document.documentElement;
  effect(() => {
    const now = report.value;
    root.dataset.mood = now ? shownMood(now) : 'unknown';
    document.title = now ? `${moodWord(shownMood(now))} · moodbox` : 'moodbox';
  });
  effect(() => {
    root.dataset.link = link.value;
  });
  effect(() => {
    root.toggleAttribute('data-bare', viewAt(route.value.view).bare === true);
  });
}
