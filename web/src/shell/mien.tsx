import { useEffect } from 'preact/hooks';
import { link, report } from '../box/report.ts';
import { iconOf } from '../parts/faces.ts';
import { moodWord, shownMood, whyOf } from '../sentences/mood.ts';
import { words } from '../words/words.ts';

const t = words('now');

/** What shows the mood outside the page's content: the colours, the title and the icon of the tab, and the voice of a screen reader. */
export function Mien() {
  const now = report.value;
  const mood = now ? shownMood(now) : 'unknown';
  const word = now ? moodWord(mood) : '';
  useEffect(() => {
    const root = document.documentElement;
    root.dataset.mood = mood;
    const style = getComputedStyle(root);
    document.querySelector('link[rel=icon]')?.setAttribute('href', iconOf(mood, style.getPropertyValue('--mood').trim()));
    document.querySelector('meta[name=theme-color]')?.setAttribute('content', style.getPropertyValue('--poster').trim());
  }, [mood]);
  useEffect(() => {
    document.title = word === '' ? 'moodbox' : `${word} · moodbox`;
  }, [word]);
  const { value: state } = link;
  useEffect(() => {
    document.documentElement.dataset.link = state;
  }, [state]);
  return (
    <p class="heard" role="status">
      {now && t('said', { mood: word, why: whyOf(now) })}
    </p>
  );
}
