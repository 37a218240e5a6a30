import { effect } from '@preact/signals-core';
import { link, report } from '../box/report.ts';
import { isAtLeast, visitor } from '../box/rights.ts';
import { withLater } from '../later/want.ts';
import { viewAt } from '../views.ts';
import { isKioskLocked } from './kiosk-lock.ts';
import { go, route } from './route.ts';

/** Keeps visitors where they may be, and has the view of the address loaded. */
export function guide(): void {
  effect(redirect);
  effect(load);
}

/** Strangers are shown the way in, a locked kiosk stays one, and an owner in safe mode is shown what to correct. */
function redirect(): void {
  const { level, name } = viewAt(route.value.view);
  if (isKioskLocked.value && visitor.value?.pin !== false && name !== 'kiosk') go('kiosk/locked', { replace: true });
  else if (visitor.value !== undefined && name !== 'access' && !isAtLeast(level)) go('access', { replace: true });
  else if (name === 'now' && !['', 'now'].includes(route.value.view)) showFirst();
  else if (report.value?.safeMode && name === 'now' && isAtLeast('owner')) go('settings', { replace: true });
}

/** Nobody has lost their way for good who followed an old link. */
function showFirst(): void {
  withLater(({ sayNoPage }) => sayNoPage());
  go('', { replace: true });
}

/** A view that could not be loaded is tried again whenever the connection changes. */
function load(): void {
  const { name } = viewAt(route.value.view);
  void link.value;
  if (name !== 'now') withLater(({ loadView }) => void loadView(name));
}
