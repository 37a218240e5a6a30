import { useEffect } from 'preact/hooks';
import { report } from '../box/report.ts';
import { iconOf } from '../parts/tab-icon.ts';
import { shownMood } from '../sentences/mood.ts';

/** Gives the browser's own frame the colour of the mood, and its face as the icon of the tab. */
export function Tint() {
  const now = report.value;
  const mood = now ? shownMood(now) : 'unknown';
  useEffect(() => {
    const style = getComputedStyle(document.documentElement);
    document.querySelector('link[rel=icon]')?.setAttribute('href', iconOf(mood, style.getPropertyValue('--mood').trim()));
    document.querySelector('meta[name=theme-color]')?.setAttribute('content', style.getPropertyValue('--poster').trim());
  }, [mood]);
  return null;
}
