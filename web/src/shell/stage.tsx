import { later } from '../later/want.ts';
import { Now } from '../views/now/now.tsx';
import { viewAt } from '../views.ts';
import { words } from '../words/words.ts';
import { route } from './route.ts';

const t = words('shell');

/** The view of the address, in a frame that is new for each view. */
export function Stage() {
  const { name } = viewAt(route.value.view);
  const View = name === 'now' ? Now : later.value?.viewNamed(name);
  return (
    <div class="stage" key={View ? name : 'waiting'} data-view={name} ref={View ? arrived : null}>
      {View ? <View /> : <p class="waiting">{(name !== 'now' && later.value?.failureOf(name)) || t('loading')}</p>}
    </div>
  );
}

/** The view that was shown last. */
let before: string | undefined;

/** After a change of the view the keyboard and the screen reader begin at its heading, and the page at its top. */
function arrived(frame: HTMLElement | null): void {
  if (!frame || frame.dataset.view === before) return;
  const isFirst = before === undefined;
  before = frame.dataset.view;
  if (isFirst) return;
  window.scrollTo(0, 0);
  const heading = frame.querySelector('h1');
  heading?.setAttribute('tabindex', '-1');
  heading?.focus({ preventScroll: true });
}
