import { useSignal, useSignalEffect } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { link, report, updated } from '../box/report.ts';
import { isAtLeast, visitor } from '../box/rights.ts';
import type { View } from '../views.ts';
import { viewAt } from '../views.ts';
import { loadWords } from '../words/load.ts';
import { words } from '../words/words.ts';
import { isKioskLocked } from './kiosk-lock.ts';
import { go, route } from './route.ts';
import { toast } from './toast.ts';

const t = words('shell');

/** Views that have been loaded. */
const loaded = new Map<string, ComponentType>();

/** The view of the address. Strangers are shown the way in instead. */
export function Stage() {
  const view = viewAt(route.value.view);
  useSignalEffect(() => {
    const { hash, level, name } = viewAt(route.value.view);
    if (isKioskLocked.value && visitor.value?.pin !== false && name !== 'kiosk') go('kiosk/locked', { replace: true });
    else if (visitor.value !== undefined && name !== 'access' && !isAtLeast(level)) go('access', { replace: true });
    else if (hash !== route.value.view) showFirst();
    else if (report.value?.safeMode && name === 'now' && isAtLeast('owner')) go('settings', { replace: true });
  });
  const { Shown, failed } = useLoaded(view);
  const frame = useRef<HTMLDivElement>(null);
  useArrival(frame, view.name, Shown !== undefined);
  return (
    <div class="stage" data-view={view.name} ref={frame}>
      {Shown ? <Shown /> : <p class="waiting">{t(failed ? 'failed' : 'loading')}</p>}
    </div>
  );
}

/** Nobody has lost their way for good who followed an old link. */
function showFirst(): void {
  toast({ kind: 'problem', text: t('no_page') });
  go('', { replace: true });
}

function useLoaded(view: View): { readonly Shown: ComponentType | undefined; readonly failed: boolean } {
  const state = useSignal<{ readonly name: string; readonly failed: boolean }>({ name: '', failed: false });
  const ready = 'ready' in view.load ? view.load.ready : loaded.get(view.name);
  useEffect(() => {
    if (ready) return;
    loadView(view).then(
      () => {
        state.value = { name: view.name, failed: false };
      },
      () => {
        state.value = { name: view.name, failed: true };
        // The box answers, but not with this file: it has another release by now.
        if (link.peek() === 'live') updated.value = true;
      },
    );
  }, [view, ready, state]);
  return { Shown: ready, failed: state.value.failed && state.value.name === view.name };
}

async function loadView({ load, name, words: areas }: View): Promise<void> {
  if ('ready' in load) return;
  const [component] = await Promise.all([load(), ...areas.map(loadWords)]);
  loaded.set(name, component);
}

/** After a change of the view the keyboard and the screen reader begin at its heading, and the page at its top. */
function useArrival(frame: { readonly current: HTMLElement | null }, name: string, isThere: boolean): void {
  const before = useRef(name);
  useEffect(() => {
    if (!isThere || before.current === name) return;
    before.current = name;
    window.scrollTo(0, 0);
    const heading = frame.current?.querySelector('h1');
    heading?.setAttribute('tabindex', '-1');
    heading?.focus({ preventScroll: true });
  }, [frame, name, isThere]);
}
